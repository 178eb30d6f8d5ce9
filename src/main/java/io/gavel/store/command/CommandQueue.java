package io.gavel.store.command;

import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.gavel.store.stream.MeetingQueue;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the batches that arrive for a meeting while its turn has not come, and has as many of them applied at once as one
 * transaction takes: the busier a meeting, the larger its transactions. Belongs to one event loop.
 */
public final class CommandQueue {
    private final MeetingQueue turns;
    private final Application application;

    /** The batches of each meeting that has asked for a turn, or has it; else the meeting is absent. */
    private final Map<Long, Deque<Waiting>> lines = new HashMap<>();

    /** @param turns the same ones in which all other changes of meetings run on this node */
    public CommandQueue(MeetingQueue turns, Application application) {
        this.turns = turns;
        this.application = application;
    }

    /** Fails when it is unknown whether the batch took effect, and when its turn did not come in time. */
    public Future<CommandOutcomes> apply(CommandBatch batch) {
        var waiting = new Waiting(batch, Promise.promise());
        var line = lines.get(batch.meetingId());
        if (line == null) {
            line = new ArrayDeque<>(List.of(waiting));
            lines.put(batch.meetingId(), line);
            takeTurn(batch.meetingId(), line);
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
        return attempt(meetingId, taken).recover(failure -> {
            if (taken.size() == 1 || isAway(failure)) {
                taken.forEach(waiting -> waiting.outcomes().fail(failure));
                return Future.succeededFuture();
            }
            return eachAlone(meetingId, taken);
        });
    }

    /** Whole batches, the first one whatever its size. */
    private static List<Waiting> takeFirst(Deque<Waiting> line) {
        var taken = new ArrayList<Waiting>();
        var commands = 0;
        while (!line.isEmpty()) {
            commands += line.element().batch().commands().size();
            if (!taken.isEmpty() && commands > CommandBatch.MOST) {
                break;
            }
            taken.add(line.remove());
        }
        return taken;
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

    private static boolean isAway(Throwable failure) {
        return failure instanceof Problem problem && problem.code() == Code.UNAVAILABLE;
    }

    /** What applies batches of one meeting. */
    @FunctionalInterface
    public interface Application {
        /** All of them take effect, and their outcomes come in the same order; or none does, and it fails. */
        Future<List<CommandOutcomes>> apply(long meetingId, List<CommandBatch> batches);
    }

    private record Waiting(CommandBatch batch, Promise<CommandOutcomes> outcomes) {}
}
