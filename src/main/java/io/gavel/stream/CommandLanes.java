package io.gavel.stream;

import io.gavel.command.Command;
import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcome;
import io.gavel.command.CommandOutcomes;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings commands to the node that their meeting prefers, and to this node's own database where that one does not answer.
 * That the same node applies most of a meeting's commands only saves waiting for the meeting's lock; what counts is that
 * each takes effect at most once, and those of one node in the order in which they came. Belongs to one event loop.
 */
public final class CommandLanes {
    private static final Logger LOG = LoggerFactory.getLogger(CommandLanes.class);
    private static final Duration SUSPECT = Duration.ofSeconds(5);

    private final Timers timers;
    private final RandomGenerator random;
    private final Peers peers;
    private final CommandLog log;
    private final Map<Long, CommandLane> lanes = new HashMap<>();
    private final Map<String, Runnable> suspects = new HashMap<>();
    private final Promise<Void> drained = Promise.promise();
    private int executing;
    private boolean draining;

    public CommandLanes(Timers timers, RandomGenerator random, Peers peers, CommandLog log) {
        this.timers = timers;
        this.random = random;
        this.peers = peers;
        this.log = log;
    }

    /** Problems: UNAVAILABLE when it is unknown whether the command took effect, or it waited too long to be tried. */
    public Future<CommandOutcome> submit(long meetingId, Command command) {
        return submit(meetingId, command, () -> true);
    }

    /**
     * As {@link #submit(long, Command)}, as long as it is wanted: a join whose connection has closed meanwhile is not tried
     * elsewhere, for it would take the session from the connection by which its user has come back.
     */
    public Future<CommandOutcome> submit(long meetingId, Command command, BooleanSupplier isWanted) {
        return lanes.computeIfAbsent(meetingId, none -> new CommandLane(this, meetingId))
                .submit(command, isWanted);
    }

    /** Executes what another node forwards; declines when this node is on its way down. */
    Future<CommandOutcomes> apply(CommandBatch batch) {
        if (draining) {
            return Future.failedFuture(Problem.unavailable("this node is shutting down"));
        }
        executing++;
        return log.apply(batch).onComplete((outcomes, failure) -> {
            executing--;
            settle();
        });
    }

    /** Declines from now on what others forward. Completes when nothing is under way any more. */
    public Future<Void> drained() {
        draining = true;
        settle();
        return drained.future();
    }

    /** Whether a command may go straight to this node's database. */
    boolean isLocal(long meetingId) {
        return destination(meetingId).equals(peers.self());
    }

    /**
     * One attempt at the preferred node, and where that fails the same batch under the same name here.
     *
     * @param again those that are then still wanted
     */
    Future<CommandOutcomes> send(long meetingId, List<Command> commands, Supplier<List<Command>> again) {
        var node = destination(meetingId);
        if (node.equals(peers.self())) {
            return log.apply(new CommandBatch(meetingId, null, commands));
        }
        var batch = new CommandBatch(meetingId, new UUID(random.nextLong(), random.nextLong()), commands);
        return peers.apply(node, batch).recover(failure -> {
            LOG.debug("{} did not apply a batch of meeting {}: {}", node, meetingId, failure.getMessage());
            suspect(node);
            var wanted = again.get();
            return wanted.isEmpty()
                    ? Future.failedFuture(failure)
                    : log.apply(new CommandBatch(meetingId, batch.forwardId(), wanted));
        });
    }

    Future<CommandOutcome> sendAlone(long meetingId, Command command) {
        return log.apply(new CommandBatch(meetingId, null, List.of(command)))
                .map(outcomes -> outcomes.outcomes().get(0));
    }

    long nanos() {
        return timers.nanos();
    }

    void empty(long meetingId) {
        lanes.remove(meetingId);
        settle();
    }

    private String destination(long meetingId) {
        return Rendezvous.preferred(peers.members(), meetingId)
                .filter(node -> !suspects.containsKey(node))
                .orElse(peers.self());
    }

    private void suspect(String node) {
        suspects.computeIfAbsent(node, none -> timers.after(SUSPECT, () -> suspects.remove(node)));
    }

    private void settle() {
        if (draining && lanes.isEmpty() && executing == 0) {
            drained.tryComplete();
        }
    }
}
