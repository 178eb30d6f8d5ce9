package io.gavel.store.stream;

import io.gavel.problem.Problem;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Lets the changes of one meeting run one after the other on this node, and those of different meetings at once. The lock in
 * the database is what orders them; waiting for it here takes no connection, so that a meeting that somebody holds, or that
 * everybody wants, leaves the pool to the others. Belongs to one event loop.
 */
public final class MeetingQueue {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Map<Long, Future<?>> last = new HashMap<>();

    /** Runs the work when its turn comes. Problems: UNAVAILABLE when that takes too long. */
    public <T> Future<T> run(long meetingId, Supplier<Future<T>> work) {
        var queued = System.nanoTime();
        var before = last.get(meetingId);
        Future<T> turn = before == null
                ? work.get()
                : before.transform(done -> System.nanoTime() - queued > PATIENCE.toNanos()
                        ? Future.failedFuture(Problem.unavailable("too much is asked of this meeting at the moment"))
                        : work.get());
        last.put(meetingId, turn);
        turn.onComplete(done -> last.remove(meetingId, turn));
        return turn;
    }
}
