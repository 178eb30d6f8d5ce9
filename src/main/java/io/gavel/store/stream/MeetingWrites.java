package io.gavel.store.stream;

import io.gavel.identity.Caller;
import io.gavel.store.sql.LastWrites;
import io.gavel.stream.Turns;
import io.vertx.core.Future;
import java.util.function.Function;

/** Changes meetings, each in its turn and under its lock; what the change throws or fails with undoes it. */
public final class MeetingWrites {
    private final Commits commits;
    private final Turns<Long> queue = new Turns<>(System::nanoTime);

    public MeetingWrites(Commits commits) {
        this.commits = commits;
    }

    /** The turns of this node's changes; whoever else changes meetings takes them here. */
    public Turns<Long> queue() {
        return queue;
    }

    /** Runs the change in one transaction. Problems: NOT_FOUND for who may not know of the meeting, and the change's own. */
    public <T> Future<T> change(Caller caller, long meetingId, Function<LockedMeeting, Future<T>> change) {
        return changeLast(caller, meetingId, locked -> change.apply(locked).map(LastWrites::none));
    }

    /** As {@link #change}, where the change knows its last statements: they go along with COMMIT. */
    public <T> Future<T> changeLast(
            Caller caller, long meetingId, Function<LockedMeeting, Future<LastWrites<T>>> change) {
        return queue.run(
                meetingId,
                () -> commits.writeLast(transaction ->
                        LockedMeeting.lock(transaction, caller, meetingId).compose(change)));
    }

    /** As the system, which may change any meeting. Problems: NOT_FOUND, and the change's own. */
    public <T> Future<T> change(long meetingId, Function<LockedMeeting, Future<T>> change) {
        return queue.run(
                meetingId,
                () -> commits.write(transaction ->
                        LockedMeeting.lock(transaction, meetingId).compose(change)));
    }
}
