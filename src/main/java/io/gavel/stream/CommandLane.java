package io.gavel.stream;

import io.gavel.command.Command;
import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcome;
import io.gavel.command.CommandOutcomes;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one meeting that are under way from this node. Those that go straight to this node's database run side by
 * side, for the store puts them in order; all others wait for each other, one batch at a time.
 */
final class CommandLane {
    /** Whoever sent a command that has waited so long is about to give up. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final int MOST_WAITING = 4096;

    private final CommandLanes lanes;
    private final long meetingId;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private int direct;
    private boolean sending;

    CommandLane(CommandLanes lanes, long meetingId) {
        this.lanes = lanes;
        this.meetingId = meetingId;
    }

    Future<CommandOutcome> submit(Command command, BooleanSupplier isWanted) {
        if (queue.isEmpty() && !sending && lanes.isLocal(meetingId)) {
            return direct(command);
        }
        if (queue.size() >= MOST_WAITING) {
            return Future.failedFuture(tooMuch());
        }
        var waiting = new Waiting(command, isWanted, lanes.nanos());
        queue.add(waiting);
        pump();
        return waiting.promise.future();
    }

    private Future<CommandOutcome> direct(Command command) {
        direct++;
        var outcome = Promise.<CommandOutcome>promise();
        lanes.sendAlone(meetingId, command).onComplete((done, failure) -> {
            direct--;
            pump();
            answer(outcome, done, failure);
        });
        return outcome.future();
    }

    private void pump() {
        if (sending || direct > 0) {
            return;
        }
        var batch = next();
        if (batch.isEmpty()) {
            lanes.empty(meetingId);
            return;
        }
        sending = true;
        var again = new ArrayList<>(batch);
        lanes.send(meetingId, commands(batch), () -> commandsStillWanted(again)).onComplete((outcomes, failure) -> {
            sending = false;
            pump();
            answer(batch, again, outcomes, failure);
        });
    }

    private static List<Command> commands(List<Waiting> batch) {
        return batch.stream().map(Waiting::command).toList();
    }

    private static List<Command> commandsStillWanted(List<Waiting> batch) {
        batch.removeIf(waiting -> !waiting.isWanted.getAsBoolean());
        return commands(batch);
    }

    private List<Waiting> next() {
        var batch = new ArrayList<Waiting>();
        while (!queue.isEmpty() && batch.size() < CommandBatch.MOST) {
            var waiting = queue.remove();
            if (lanes.nanos() - waiting.since > PATIENCE.toNanos() || !waiting.isWanted.getAsBoolean()) {
                waiting.promise.fail(tooMuch());
            } else {
                batch.add(waiting);
            }
        }
        return batch;
    }

    /** Of those that are no longer in the second list, something is known only where the whole batch was applied. */
    private static void answer(
            List<Waiting> batch, List<Waiting> again, @Nullable CommandOutcomes outcomes, @Nullable Throwable failure) {
        var isWhole = outcomes != null && outcomes.outcomes().size() == batch.size();
        for (var waiting : batch) {
            var place = (isWhole ? batch : again).indexOf(waiting);
            answer(
                    waiting.promise,
                    outcomes == null || place < 0 ? null : outcomes.outcomes().get(place),
                    failure);
        }
    }

    private static void answer(
            Promise<CommandOutcome> promise, @Nullable CommandOutcome outcome, @Nullable Throwable failure) {
        if (outcome != null) {
            promise.complete(outcome);
        } else {
            promise.fail(failure instanceof Problem problem ? problem : unknown());
        }
    }

    private static Problem unknown() {
        return Problem.unavailable("nobody can tell whether the command took effect");
    }

    private static Problem tooMuch() {
        return Problem.unavailable("too much is asked of this meeting at the moment");
    }

    /** Not a record: two that ask for the same are still two. */
    private static final class Waiting {
        final Command command;
        final BooleanSupplier isWanted;
        final long since;
        final Promise<CommandOutcome> promise = Promise.promise();

        Waiting(Command command, BooleanSupplier isWanted, long since) {
            this.command = command;
            this.isWanted = isWanted;
            this.since = since;
        }

        Command command() {
            return command;
        }
    }
}
