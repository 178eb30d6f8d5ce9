package io.gavel.store.stream;

import io.gavel.problem.Problem;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Lets the changes of one topic run one after the other on this node, and those of different ones at once. The lock in
 * the database is what orders them; waiting for it here takes no connection, so that a topic that somebody holds, or that
 * everybody wants, leaves the pool to the others. Belongs to one event loop.
 */
public final class Turns {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Map<Long, Future<?>> last = new HashMap<>();

    /** Runs the work when its turn comes. Problems: UNAVAILABLE when that takes too long. */
    public <T> Future<T> run(long id, Supplier<Future<T>> work) {
        var queued = System.nanoTime();
        var before = last.get(id);
        Future<T> turn = before == null
                ? work.get()
                : before.transform(done -> System.nanoTime() - queued > PATIENCE.toNanos()
                        ? Future.failedFuture(Problem.unavailable("too much is asked of this at the moment"))
                        : work.get());
        last.put(id, turn);
        turn.onComplete(done -> last.remove(id, turn));
        return turn;
    }
}
