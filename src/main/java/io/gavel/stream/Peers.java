package io.gavel.stream;

import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.gavel.notification.PersonalRequests.UsersNotified;
import io.vertx.core.Future;
import java.util.Set;

/**
 * The other nodes, as far as the bus reaches them. Nothing that is sent is sure to arrive, to arrive once, or in order with
 * what other nodes send. On a node without a cluster there are none.
 */
public interface Peers {
    /** This node's own id, the same as long as its process lives. */
    String self();

    /** The ids of all members that the cluster believes to be alive, this one included. */
    Set<String> members();

    void announce(String nodeId, Announcement announcement);

    void tell(String nodeId, Interest interest);

    void signal(String nodeId, Signal signal);

    /** To all other nodes. */
    void notifyUsers(UsersNotified notified);

    /** To all other nodes. */
    void tellAdvance(Advance advance);

    /** Has the other node apply a batch. Fails when it does not answer within two seconds, or declines. */
    Future<CommandOutcomes> apply(String nodeId, CommandBatch batch);

    /** Whom what arrives is handed to, on the event loop that calls this; at most one. */
    void listen(Listener listener);

    /** What the other nodes send. */
    interface Listener {
        void announced(String from, Announcement announcement);

        void told(String from, Interest interest);

        void signalled(Signal signal);

        void usersNotified(UsersNotified notified);

        void advanced(Advance advance);

        /** A failed future declines: nothing was applied, or nobody knows. */
        Future<CommandOutcomes> apply(CommandBatch batch);

        /** The members are others than before. */
        void membersChanged();
    }
}
