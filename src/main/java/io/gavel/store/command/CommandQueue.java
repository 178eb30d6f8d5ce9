package io.gavel.store.command;

import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.gavel.stream.Turns;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Collects the batches that arrive for a meeting while its turn has not come, and has as many of them applied at once as one
 * transaction takes: the busier a meeting, the larger its transactions. Belongs to one event loop.
 */
public final class CommandQueue {
    /** Whoever sent a command that has waited so long is about to give up, and must not be surprised by it later. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** Another node has given up on a batch of its own by then, and applies it itself. */
    private static final Duration FORWARDED_PATIENCE = Duration.ofSeconds(2);

    private static final int MOST_WAITING = 4096;

    private final Turns<Long> turns;
    private final Application application;
    private final LongSupplier nanos;

    /** The batches of each meeting that has asked for a turn, or has it; else the meeting is absent. */
    private final Map<Long, Deque<Waiting>> lines = new HashMap<>();

    /**
     * Nobody waits yet.
     *
     * @param turns the same ones in which all other changes of meetings run on this node
     * @param nanos a clock that never goes back
     */
    public CommandQueue(Turns<Long> turns, Application application, LongSupplier nanos) {
        this.turns = turns;
        this.application = application;
        this.nanos = nanos;
    }

    /** Fails when it is unknown whether the batch took effect, and when its turn did not come in time. */
    public Future<CommandOutcomes> apply(CommandBatch batch) {
        var waiting = new Waiting(batch, nanos.getAsLong(), Promise.promise());
        var line = lines.get(batch.meetingId());
        if (line == null) {
            line = new ArrayDeque<>(List.of(waiting));
            lines.put(batch.meetingId(), line);
            takeTurn(batch.meetingId(), line);
        } else if (line.size() >= MOST_WAITING) {
            waiting.outcomes().fail(tooMuch());
        } else {
            line.add(waiting);
        }
        return waiting.outcomes().future();
    }

    /** A turn itself never fails: where one has failed, it did not come. What came too late for a turn takes the next. */
    private void takeTurn(long meetingId, Deque<Waiting> line) {
        turns.run(meetingId, () -> applyFirst(meetingId, line))
                .onFailure(failure -> failAll(line, failure))
                .onComplete(done -> {
                    if (line.isEmpty()) {
                        lines.remove(meetingId);
                    } else {
                        takeTurn(meetingId, line);
                    }
                });
    }

    private Future<Void> applyFirst(long meetingId, Deque<Waiting> line) {
        var taken = takeFirst(line);
        if (taken.isEmpty()) {
            return Future.succeededFuture();
        }
        return attempt(meetingId, taken).recover(failure -> {
            if (taken.size() == 1 || isAway(failure)) {
                taken.forEach(waiting -> waiting.outcomes().fail(failure));
                return Future.succeededFuture();
            }
            return eachAlone(meetingId, taken);
        });
    }

    /** Whole batches, the first one whatever its size. */
    private List<Waiting> takeFirst(Deque<Waiting> line) {
        var taken = new ArrayList<Waiting>();
        var commands = 0;
        while (!line.isEmpty()) {
            if (isTooOld(line.element())) {
                line.remove().outcomes().fail(tooMuch());
                continue;
            }
            commands += line.element().batch().commands().size();
            if (!taken.isEmpty() && commands > CommandBatch.MOST) {
                break;
            }
            taken.add(line.remove());
        }
        return taken;
    }

    private boolean isTooOld(Waiting waiting) {
        var patience = waiting.batch().forwardId() == null ? PATIENCE : FORWARDED_PATIENCE;
        return nanos.getAsLong() - waiting.since() > patience.toNanos();
    }

    private static Problem tooMuch() {
        return Problem.unavailable("too much is asked of this meeting at the moment");
    }

    /** One that the database refuses does not take the others with it. */
    private Future<Void> eachAlone(long meetingId, List<Waiting> taken) {
        Future<Void> applied = Future.succeededFuture();
        for (var waiting : taken) {
            applied = applied.compose(before -> attempt(meetingId, List.of(waiting)))
                    .otherwise(failure -> {
                        waiting.outcomes().fail(failure);
                        return null;
                    });
        }
        return applied;
    }

    private Future<Void> attempt(long meetingId, List<Waiting> taken) {
        var batches = taken.stream().map(Waiting::batch).toList();
        return Future.succeededFuture()
                .compose(start -> application.apply(meetingId, batches))
                .map(outcomes -> {
                    for (int i = 0; i < taken.size(); i++) {
                        taken.get(i).outcomes().complete(outcomes.get(i));
                    }
                    return null;
                });
    }

    private static void failAll(Deque<Waiting> line, Throwable failure) {
        var failed = List.copyOf(line);
        line.clear();
        failed.forEach(waiting -> waiting.outcomes().fail(failure));
    }

    /** Nobody knows then whether it took effect. */
    static boolean isAway(Throwable failure) {
        return failure instanceof Problem problem && problem.code() == Code.UNAVAILABLE;
    }

    /** What applies batches of one meeting. */
    @FunctionalInterface
    public interface Application {
        /** All of them take effect, and their outcomes come in the same order; or none does, and it fails. */
        Future<List<CommandOutcomes>> apply(long meetingId, List<CommandBatch> batches);
    }

    private record Waiting(CommandBatch batch, long since, Promise<CommandOutcomes> outcomes) {}
}
