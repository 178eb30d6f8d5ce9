package io.gavel.stream;

import io.gavel.presence.PresenceRequests.Gone;
import io.gavel.presence.PresenceRequests.WritePresence;
import io.gavel.presence.PresenceRequests.Written;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is connected to this node. The database is told of those who came and of those who are no longer here, together and at
 * most once a second, until it has heard; how often somebody came and went meanwhile is nobody's business. Belongs to one
 * event loop.
 */
public final class PresenceLedger {
    /** As many users as one statement writes. */
    static final int MOST_USERS = 5000;

    private static final Logger LOG = LoggerFactory.getLogger(PresenceLedger.class);

    /** Who comes first is seldom alone. */
    private static final Duration SOON = Duration.ofMillis(50);

    private static final Duration PACE = Duration.ofSeconds(1);

    private final Timers timers;
    private final Function<WritePresence, Future<Written>> write;
    private final Map<String, Integer> connections = new HashMap<>();
    private final Set<String> written = new HashSet<>();
    private final Map<String, Long> changed = new LinkedHashMap<>();
    private Map<String, Long> underWay = Map.of();
    private @Nullable UUID incarnation;
    private long earliest;
    private Runnable cancel = () -> {};
    private boolean scheduled;
    private Promise<Void> settled = Promise.promise();

    /**
     * A ledger of nobody yet.
     *
     * @param write one statement for all of it
     */
    public PresenceLedger(Timers timers, Function<WritePresence, Future<Written>> write) {
        this.timers = timers;
        this.write = write;
        this.earliest = timers.nanos();
    }

    /** The user has one more connection here. */
    public void opened(String userId) {
        if (connections.merge(userId, 1, Integer::sum) > 1) {
            return;
        }
        if (written.contains(userId)) {
            changed.remove(userId);
            settleIfNothingIsLeft();
        } else {
            change(userId);
        }
    }

    /** One connection of the user is gone. */
    public void closed(String userId) {
        if (connections.computeIfPresent(userId, (id, count) -> count == 1 ? null : count - 1) == null) {
            change(userId);
        }
    }

    /** Whether the user is connected here, or was and the database has not heard yet that this is over. */
    public boolean isHere(String userId) {
        return connections.containsKey(userId) || changed.containsKey(userId) || underWay.containsKey(userId);
    }

    /** Under another incarnation than before nothing is known to be written: all who are here are written again. */
    public void leaseTaken(UUID taken) {
        if (taken.equals(incarnation)) {
            return;
        }
        incarnation = taken;
        written.clear();
        connections.keySet().forEach(userId -> changed.putIfAbsent(userId, timers.nanos()));
        schedule();
    }

    /** When the database knows of all that happened by then; it is told without waiting for more. */
    public Future<Void> settled() {
        if (changed.isEmpty() && underWay.isEmpty()) {
            return Future.succeededFuture();
        }
        earliest = timers.nanos();
        cancel.run();
        scheduled = false;
        if (underWay.isEmpty()) {
            run();
        }
        return settled.future();
    }

    private void change(String userId) {
        changed.put(userId, timers.nanos());
        schedule();
    }

    private void schedule() {
        if (!scheduled && underWay.isEmpty() && !changed.isEmpty()) {
            scheduled = true;
            var wait = Duration.ofNanos(earliest - timers.nanos());
            cancel = timers.after(wait.compareTo(SOON) > 0 ? wait : SOON, this::run);
        }
    }

    private void run() {
        scheduled = false;
        var holder = incarnation;
        if (holder == null || changed.isEmpty()) {
            return;
        }
        earliest = timers.nanos() + PACE.toNanos();
        var batch = take(holder);
        write.apply(batch).onComplete((answer, failure) -> {
            var isDone = failure == null && answer.done();
            var sent = underWay;
            underWay = Map.of();
            if (!isDone) {
                LOG.debug("presence was not written yet: {}", failure == null ? "no lease" : failure.getMessage());
                sent.forEach(changed::putIfAbsent);
            } else if (batch.incarnation().equals(incarnation)) {
                written.addAll(batch.came());
            }
            settleIfNothingIsLeft();
            if (isDone && sent.size() == MOST_USERS) {
                run();
            } else {
                schedule();
            }
        });
    }

    private WritePresence take(UUID holder) {
        underWay = new HashMap<>();
        var came = new ArrayList<String>();
        var gone = new ArrayList<Gone>();
        for (var change : List.copyOf(changed.entrySet())) {
            if (underWay.size() == MOST_USERS) {
                break;
            }
            var userId = change.getKey();
            underWay.put(userId, change.getValue());
            changed.remove(userId);
            written.remove(userId);
            if (connections.containsKey(userId)) {
                came.add(userId);
            } else {
                gone.add(new Gone(userId, TimeUnit.NANOSECONDS.toMillis(timers.nanos() - change.getValue())));
            }
        }
        return new WritePresence(holder, came, gone);
    }

    private void settleIfNothingIsLeft() {
        if (changed.isEmpty() && underWay.isEmpty()) {
            var told = settled;
            settled = Promise.promise();
            told.complete();
        }
    }
}
