package io.gavel.store.stream;

import io.gavel.identity.Caller;
import io.gavel.store.sql.Database;
import io.vertx.core.Future;
import java.util.function.Function;

/** Changes meetings, each in its turn and under its lock; what the change throws or fails with undoes it. */
public final class MeetingWrites {
    private final Database database;
    private final MeetingQueue queue = new MeetingQueue();

    public MeetingWrites(Database database) {
        this.database = database;
    }

    /** The turns of this node's changes; whoever else changes meetings takes them here. */
    public MeetingQueue queue() {
        return queue;
    }

    /** Runs the change in one transaction. Problems: NOT_FOUND for who may not know of the meeting, and the change's own. */
    public <T> Future<T> change(Caller caller, long meetingId, Function<LockedMeeting, Future<T>> change) {
        return queue.run(
                meetingId,
                () -> database.write(connection ->
                        LockedMeeting.lock(connection, caller, meetingId).compose(change)));
    }
}
