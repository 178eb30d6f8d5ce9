package io.gavel.http.jitsi;

import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** Ends the waiting for what may take long; the work itself goes on. */
final class Deadline {
    private final Vertx vertx;
    private final long millis;

    Deadline(Vertx vertx, long millis) {
        this.vertx = vertx;
        this.millis = millis;
    }

    /** The result when it is there in time, or else UNAVAILABLE. */
    <T> Future<T> limit(Future<T> result) {
        Promise<T> inTime = Promise.promise();
        var timer = vertx.setTimer(
                millis,
                late -> inTime.tryFail(
                        Problem.unavailable("Meetings cannot be looked up just now. Please try again in a minute.")));
        result.onComplete(done -> {
            vertx.cancelTimer(timer);
            if (done.succeeded()) {
                inTime.tryComplete(done.result());
            } else {
                inTime.tryFail(done.cause());
            }
        });
        return inTime.future();
    }
}
