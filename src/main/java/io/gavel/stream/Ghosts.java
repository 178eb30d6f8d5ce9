package io.gavel.stream;

import io.vertx.core.Future;
import java.util.List;

/** The database, as far as it knows of sessions whose users are gone. It alone tells the time. */
public interface Ghosts {
    /** Marks the sessions of nodes whose lease has run out as lost; each such lease is judged once, by one node. */
    Future<Void> loseSessionsOfDeadNodes();

    /** The meetings with sessions that were lost longer ago than the grace. */
    Future<List<Long>> meetingsWithGhosts();

    /** Ends such sessions of one meeting, unless their users have come back or somebody else has ended them. */
    Future<Void> end(long meetingId);
}
