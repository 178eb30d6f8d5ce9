package io.gavel.stream;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** The database, as far as it keeps this node's lease. It alone tells the time. */
public interface Leases {
    /** Puts the lease's end off; false when the node has none under this incarnation, having been taken for dead. */
    Future<Boolean> renew(UUID incarnation);

    /**
     * Takes a lease under a new incarnation and moves the node's open sessions to it. Answers the connections whose sessions
     * were ended while it had none; they are answered again until they are forgotten.
     */
    Future<List<UUID>> take(UUID incarnation);

    /** These connections are known to have lost their sessions. */
    Future<Void> forget(List<UUID> reaped);

    /** Ends the lease; the node's sessions are lost since now. */
    Future<Void> giveBack();
}
