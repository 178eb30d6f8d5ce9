package io.gavel.store.sql;

import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feels whether the database answers, on a connection of its own. A database that is frozen, or behind a network that drops
 * everything, refuses nothing: without this, work would wait for it as long as TCP does.
 */
final class Pulse {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    private static final long PERIOD_MILLIS = 200;
    private static final long TICK_MILLIS = 100;
    private static final long LATE_TICK_MILLIS = 250;
    private static final int PATIENCE_TICKS = 12;

    private final Vertx vertx;
    private final PgConnectOptions options;
    private final Runnable lost;
    private final Set<Promise<?>> waiting = new HashSet<>();
    private @Nullable PgConnection connection;
    private boolean isAway;
    private boolean stopped;

    /** @param lost runs when the database has ceased to answer, whoever waits for it having been told */
    Pulse(Vertx vertx, PgConnectOptions options, Runnable lost) {
        this.vertx = vertx;
        this.options = options;
        this.lost = lost;
    }

    void start() {
        vertx.setTimer(PERIOD_MILLIS, timer -> beat());
    }

    Future<Void> stop() {
        stopped = true;
        return connection == null ? Future.succeededFuture() : connection.close();
    }

    /** The work's result, or UNAVAILABLE at once when the database is away, or as soon as it is found to be. */
    <T> Future<T> guard(Supplier<Future<T>> work) {
        if (isAway) {
            return Future.failedFuture(away());
        }
        Promise<T> result = Promise.promise();
        waiting.add(result);
        work.get().onComplete(done -> {
            waiting.remove(result);
            if (done.succeeded()) {
                result.tryComplete(done.result());
            } else {
                result.tryFail(done.cause());
            }
        });
        return result.future();
    }

    private void beat() {
        if (stopped) {
            return;
        }
        watch(ask(), PATIENCE_TICKS, System.nanoTime());
    }

    /** Counts only ticks that come on time: when this process is stalled, it is not the database that is late. */
    private void watch(Future<?> answer, int ticksLeft, long lastTick) {
        vertx.setTimer(TICK_MILLIS, timer -> {
            var tick = System.nanoTime();
            var onTime = TimeUnit.NANOSECONDS.toMillis(tick - lastTick) < LATE_TICK_MILLIS;
            if (answer.succeeded()) {
                back();
                start();
            } else if (answer.failed()) {
                gone(answer.cause());
                start();
            } else if (ticksLeft == 0) {
                gone(new TimeoutException("no answer to a ping"));
                start();
            } else {
                watch(answer, onTime ? ticksLeft - 1 : ticksLeft, tick);
            }
        });
    }

    private Future<?> ask() {
        if (connection != null) {
            return connection.query("SELECT 1").execute();
        }
        return PgConnection.connect(vertx, options).map(opened -> {
            if (connection == null && !stopped) {
                connection = opened;
            } else {
                // Came after its time: another one has taken its place.
                opened.close();
            }
            return opened;
        });
    }

    private void back() {
        if (isAway) {
            isAway = false;
            LOG.info("the database answers again");
        }
    }

    private void gone(Throwable cause) {
        if (connection != null) {
            connection.close();
            connection = null;
        }
        if (!isAway && !stopped) {
            isAway = true;
            LOG.warn("the database does not answer: {}", cause.getMessage());
            var told = List.copyOf(waiting);
            waiting.clear();
            told.forEach(promise -> promise.tryFail(away()));
            lost.run();
        }
    }

    private static Problem away() {
        return Problem.unavailable("the database is not available at the moment");
    }
}
