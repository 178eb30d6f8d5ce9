package io.gavel.bridge.hub;

import io.gavel.command.LostConnections;
import io.gavel.command.LostConnections.Lost;
import io.gavel.stream.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the database which connections are gone, again until it has heard: their sessions then have their time to come back.
 * A connection that closes while a join of it is still under way is reported once that is through.
 */
final class LostSessions {
    private static final Logger LOG = LoggerFactory.getLogger(LostSessions.class);

    /**
     * One statement marks all of a report, and whoever ends a meeting waits for the rows that it holds: five thousand took two
     * seconds, and their meetings could not be ended.
     */
    static final int MOST_AT_ONCE = 200;

    private static final Duration RETRY = Duration.ofSeconds(1);

    /** A join without an outcome may still take effect for as long as it is kept waiting and a transaction runs. */
    private static final List<Duration> AGAIN = List.of(Duration.ofSeconds(10), Duration.ofSeconds(30));

    private final Function<LostConnections, Future<?>> report;
    private final Timers timers;
    private final Map<UUID, Integer> joining = new HashMap<>();
    private final Set<UUID> uncertain = new HashSet<>();
    private final Map<UUID, Long> lastFrames = new LinkedHashMap<>();
    private boolean reporting;
    private Promise<Void> settled = Promise.promise();

    /** @param report one statement for all of them */
    LostSessions(Function<LostConnections, Future<?>> report, Timers timers) {
        this.report = report;
        this.timers = timers;
        settled.complete();
    }

    /** Keeps the report of this connection back until the join has its outcome. */
    <T> Future<T> during(UUID connectionId, Future<T> join) {
        joining.merge(connectionId, 1, Integer::sum);
        return join.onComplete(done -> {
            if (done.failed()) {
                uncertain.add(connectionId);
            }
            joining.computeIfPresent(connectionId, (id, count) -> count == 1 ? null : count - 1);
            reportAll();
        });
    }

    /** The connection is gone; its last frame was received at this time of {@link Timers#nanos()}. */
    void closed(UUID connectionId, long lastFrameNanos) {
        if (settled.future().isComplete()) {
            settled = Promise.promise();
        }
        lastFrames.put(connectionId, lastFrameNanos);
        reportAll();
        if (uncertain.remove(connectionId) || joining.containsKey(connectionId)) {
            AGAIN.forEach(delay -> timers.after(delay, () -> reportAgain(connectionId, lastFrameNanos)));
        }
    }

    /** Finds the session of a join that took effect after its connection was reported. */
    private void reportAgain(UUID connectionId, long lastFrameNanos) {
        uncertain.remove(connectionId);
        lastFrames.putIfAbsent(connectionId, lastFrameNanos);
        reportAll();
    }

    /** When the database knows of all that closed by then. */
    Future<Void> settled() {
        return settled.future();
    }

    private void reportAll() {
        var due = due();
        if (reporting || due.isEmpty()) {
            return;
        }
        reporting = true;
        report.apply(new LostConnections(due)).onComplete(done -> {
            reporting = false;
            if (done.failed()) {
                LOG.debug(
                        "lost connections were not reported yet: {}",
                        done.cause().getMessage());
                timers.after(RETRY, this::reportAll);
                return;
            }
            due.forEach(lost -> lastFrames.remove(lost.connectionId()));
            if (lastFrames.isEmpty()) {
                settled.tryComplete();
            }
            reportAll();
        });
    }

    private List<Lost> due() {
        var now = timers.nanos();
        return lastFrames.entrySet().stream()
                .filter(closed -> !joining.containsKey(closed.getKey()))
                .limit(MOST_AT_ONCE)
                .map(closed ->
                        new Lost(closed.getKey(), Math.max(0, TimeUnit.NANOSECONDS.toMillis(now - closed.getValue()))))
                .toList();
    }
}
