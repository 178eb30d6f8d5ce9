package io.gavel.rooms;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one thing again and again, one round after the other: after a while, when it is wanted, and while there is more. */
final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final long NONE = -1;

    private final Vertx vertx;
    private final Duration every;
    private final Supplier<Future<Boolean>> work;
    private Future<?> round = Future.succeededFuture();
    private boolean isWanted;
    private boolean isStopped;
    private long timer = NONE;
    private long timerAt;

    /**
     * Rounds that begin with {@link #plan()}.
     *
     * @param work one round; whether there may be more to do
     */
    Rounds(Vertx vertx, Duration every, Supplier<Future<Boolean>> work) {
        this.vertx = vertx;
        this.every = every;
        this.work = work;
    }

    /** Starts a round, or has the one that runs followed by another. */
    void want() {
        if (isStopped) {
            return;
        }
        isWanted = true;
        if (round.isComplete()) {
            isWanted = false;
            round = work.get()
                    .onSuccess(isMore -> isWanted |= isMore)
                    .onFailure(failure -> LOG.warn("rooms in Jitsi were not looked after: {}", failure.getMessage()))
                    .onComplete(done -> goOn());
        }
    }

    private void goOn() {
        plan();
        if (isWanted) {
            // Not from within the round, which is not complete before its last handler has run.
            vertx.runOnContext(ignored -> want());
        }
    }

    /** As often as this is to happen; a little earlier or later each time, so that nodes do not march in step. */
    void plan() {
        var millis = every.toMillis();
        plan(Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis + 1)));
    }

    /** Has a round begin in a while; sooner than planned where this is sooner, and never twice. */
    void plan(Duration pause) {
        if (isStopped) {
            return;
        }
        var at = System.nanoTime() + pause.toNanos();
        if (timer == NONE || at - timerAt < 0) {
            vertx.cancelTimer(timer);
            timerAt = at;
            timer = vertx.setTimer(Math.max(1, pause.toMillis()), id -> {
                timer = NONE;
                want();
            });
        }
    }

    /** No round begins any more; done when the one that runs is. */
    Future<Void> stop() {
        isStopped = true;
        vertx.cancelTimer(timer);
        return round.<Void>mapEmpty().otherwiseEmpty();
    }
}
