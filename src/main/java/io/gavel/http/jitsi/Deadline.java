package io.gavel.http.jitsi;

import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Ends the waiting for what may take long; the work itself goes on. When this process was stalled itself, what it waited for
 * may be there already: it looks once more, and no further.
 */
public final class Deadline {
    private static final long LATE_MILLIS = 20;

    private final Vertx vertx;
    private final int millis;
    private final LongSupplier nanoTime;

    public Deadline(Vertx vertx, int millis) {
        this(vertx, millis, System::nanoTime);
    }

    Deadline(Vertx vertx, int millis, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.millis = millis;
        this.nanoTime = nanoTime;
    }

    /** The result when it is there in time, or else UNAVAILABLE. */
    public <T> Future<T> limit(Future<T> result) {
        Promise<T> inTime = Promise.promise();
        result.onSuccess(inTime::tryComplete).onFailure(inTime::tryFail);
        var began = nanoTime.getAsLong();
        vertx.setTimer(millis, timer -> {
            if (!inTime.future().isComplete() && isLate(began)) {
                vertx.setTimer(LATE_MILLIS, last -> end(inTime));
            } else {
                end(inTime);
            }
        });
        return inTime.future();
    }

    private boolean isLate(long began) {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - began) >= millis + LATE_MILLIS;
    }

    private static void end(Promise<?> inTime) {
        inTime.tryFail(Problem.unavailable("the answer did not come in time"));
    }

    /** Whether a failure leaves open what was asked: it came too late or from a part that fails, and refuses nothing. */
    public static boolean isUnsure(Throwable failure) {
        return !(failure instanceof Problem problem) || problem.code().status() >= 500;
    }
}
