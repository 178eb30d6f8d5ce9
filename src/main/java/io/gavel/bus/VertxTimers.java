package io.gavel.bus;

import io.gavel.stream.Timers;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Timers on the event loop of whoever sets them. */
public record VertxTimers(Vertx vertx) implements Timers {
    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Runnable after(Duration delay, Runnable work) {
        var timer = vertx.setTimer(Math.max(1, delay.toMillis()), id -> work.run());
        return () -> vertx.cancelTimer(timer);
    }
}
