package io.gavel.stream;

import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Lets what is done under the same key be done one after the other, and what is done under different ones at once. However
 * many wait when the database goes away, each is told in a loop and not from within the one before. Belongs to one event loop.
 */
public final class Turns<K> {
    /** Whoever asked for what has waited so long is about to give up. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    static final int MOST_WAITING = 4096;

    private final LongSupplier nanos;
    private final Map<K, Line> lines = new HashMap<>();

    /** @param nanos a clock that never goes back */
    public Turns(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Does the work when its turn comes, at once where nobody is before it. Problems: the work's; UNAVAILABLE when the turn does
     * not come in time, or too many wait already.
     */
    public <T> Future<T> run(K key, Supplier<Future<T>> work) {
        var line = lines.computeIfAbsent(key, Line::new);
        if (line.waiting.size() >= MOST_WAITING) {
            return Future.failedFuture(tooMuch());
        }
        var turn = new Turn<>(work, nanos.getAsLong(), Promise.promise());
        line.waiting.add(turn);
        line.pump();
        return turn.done.future();
    }

    private static Problem tooMuch() {
        return Problem.unavailable("too much is asked of this at the moment");
    }

    /** Those who wait under one key. */
    private final class Line {
        private final K key;
        private final Queue<Turn<?>> waiting = new ArrayDeque<>();
        private boolean busy;
        private boolean pumping;

        Line(K key) {
            this.key = key;
        }

        void pump() {
            if (pumping) {
                return;
            }
            pumping = true;
            while (!busy && !waiting.isEmpty()) {
                begin(waiting.remove());
            }
            pumping = false;
            if (!busy) {
                lines.remove(key, this);
            }
        }

        private <T> void begin(Turn<T> turn) {
            busy = true;
            result(turn).onComplete((done, failure) -> {
                busy = false;
                if (failure == null) {
                    turn.done.complete(done);
                } else {
                    turn.done.fail(failure);
                }
                pump();
            });
        }

        private <T> Future<T> result(Turn<T> turn) {
            return nanos.getAsLong() - turn.since > PATIENCE.toNanos()
                    ? Future.failedFuture(tooMuch())
                    : Future.succeededFuture().compose(begin -> turn.work.get());
        }
    }

    private record Turn<T>(Supplier<Future<T>> work, long since, Promise<T> done) {}
}
