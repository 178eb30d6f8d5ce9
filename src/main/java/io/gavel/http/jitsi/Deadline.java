package io.gavel.http.jitsi;

import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * Ends the waiting for what may take long; the work itself goes on. Counts only ticks that come on time: when this process
 * is stalled, it is not the others that are late.
 */
public final class Deadline {
    private static final long TICK_MILLIS = 20;
    private static final long LATE_TICK_MILLIS = 40;

    private final Vertx vertx;
    private final int ticks;

    /** @param millis a multiple of 20 */
    public Deadline(Vertx vertx, int millis) {
        this.vertx = vertx;
        this.ticks = Math.toIntExact(millis / TICK_MILLIS);
    }

    /** The result when it is there in time, or else UNAVAILABLE. */
    public <T> Future<T> limit(Future<T> result) {
        Promise<T> inTime = Promise.promise();
        result.onSuccess(inTime::tryComplete).onFailure(inTime::tryFail);
        watch(inTime, ticks, System.nanoTime());
        return inTime.future();
    }

    /** Whether a failure leaves open what was asked: it came too late or from a part that fails, and refuses nothing. */
    public static boolean isUnsure(Throwable failure) {
        return !(failure instanceof Problem problem) || problem.code().status() >= 500;
    }

    private void watch(Promise<?> inTime, int ticksLeft, long lastTick) {
        vertx.setTimer(TICK_MILLIS, timer -> {
            if (inTime.future().isComplete()) {
                return;
            }
            var tick = System.nanoTime();
            var onTime = TimeUnit.NANOSECONDS.toMillis(tick - lastTick) < LATE_TICK_MILLIS;
            var left = onTime ? ticksLeft - 1 : ticksLeft;
            if (left == 0) {
                inTime.tryFail(Problem.unavailable("the answer did not come in time"));
            } else {
                watch(inTime, left, tick);
            }
        });
    }
}
