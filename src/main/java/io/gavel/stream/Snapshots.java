package io.gavel.stream;

import io.gavel.event.StreamRequests.Snapshot;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * The states of meetings for those who join. When a room fills up, its state is read a few times a second and not once for
 * each person. Belongs to one event loop.
 */
public final class Snapshots {
    private static final Duration KEPT = Duration.ofMillis(250);

    private final Timers timers;
    private final LongFunction<Future<Snapshot>> read;
    private final Map<Long, Future<Snapshot>> reading = new HashMap<>();
    private final Map<Long, Snapshot> kept = new HashMap<>();

    public Snapshots(Timers timers, LongFunction<Future<Snapshot>> read) {
        this.timers = timers;
        this.read = read;
    }

    /**
     * A state that is at most a quarter of a second old, and not older than the event {@code atLeast}, which must be
     * committed already. Problems: those of reading; UNAVAILABLE where the stream no longer goes that far.
     */
    public Future<Snapshot> get(long meetingId, long atLeast) {
        var known = kept.get(meetingId);
        if (known != null && known.seq() >= atLeast) {
            return Future.succeededFuture(known);
        }
        var running = reading.get(meetingId);
        if (running == null) {
            return fresh(meetingId, atLeast);
        }
        return running.transform((snapshot, failure) -> snapshot != null && snapshot.seq() >= atLeast
                ? Future.succeededFuture(snapshot)
                : fresh(meetingId, atLeast));
    }

    /** The read that runs now began after the caller came, or begins now. */
    private Future<Snapshot> fresh(long meetingId, long atLeast) {
        var running = reading.get(meetingId);
        return (running == null ? start(meetingId) : running)
                .compose(snapshot -> snapshot.seq() >= atLeast
                        ? Future.succeededFuture(snapshot)
                        : Future.failedFuture(Problem.unavailable("the meeting's state could not be read")));
    }

    private Future<Snapshot> start(long meetingId) {
        var running = read.apply(meetingId);
        reading.put(meetingId, running);
        running.onComplete((snapshot, failure) -> {
            reading.remove(meetingId);
            if (failure == null) {
                keep(meetingId, snapshot);
            }
        });
        return running;
    }

    private void keep(long meetingId, Snapshot snapshot) {
        kept.put(meetingId, snapshot);
        timers.after(KEPT, () -> kept.remove(meetingId, snapshot));
    }
}
