package io.gavel.stream.simulation;

import io.gavel.bridge.frame.Request.Change;
import io.gavel.command.CommandType;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a browser asks for. Most of it has a name, and is asked for again until somebody answers. */
final class ClientCommands {
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final int MOST_UNANSWERED = 6;
    private static final List<CommandType> TYPES = List.of(
            CommandType.MUTE_ALL,
            CommandType.MUTE_ALL,
            CommandType.SET_AUDIO,
            CommandType.SET_VIDEO,
            CommandType.RAISE_HAND,
            CommandType.LOWER_HAND,
            CommandType.START_SCREEN_SHARE,
            CommandType.STOP_SCREEN_SHARE);

    private final ModelClient client;
    private final VirtualTime time;
    private final SimulatedHistory history;
    private final Map<String, Op> unanswered = new LinkedHashMap<>();
    private int count;
    private boolean stopped;

    ClientCommands(ModelClient client, VirtualTime time, SimulatedHistory history) {
        this.client = client;
        this.time = time;
        this.history = history;
    }

    /** Again and again until it is stopped, sometimes several at once, so long apart at most. */
    void start(Duration pace) {
        stopped = false;
        next(pace);
    }

    private void next(Duration pace) {
        time.after(time.millis(20, (double) pace.toMillis()), () -> {
            if (!stopped) {
                var connection = client.isInside() ? client.connection() : null;
                var burst = connection == null ? 0 : time.chance(0.3) ? 3 : 1;
                for (int i = 0; i < burst && connection != null && unanswered.size() < MOST_UNANSWERED; i++) {
                    var op = next();
                    unanswered.put(op.label, op);
                    send(op, connection);
                }
                next(pace);
            }
        });
    }

    void stop() {
        stopped = true;
    }

    boolean areAnswered() {
        return unanswered.isEmpty();
    }

    /** What has no name takes no target, so that one can stand for its name in the model. */
    private Op next() {
        count++;
        var hasName = time.chance(0.8);
        var type = hasName ? TYPES.get(time.below(TYPES.size())) : CommandType.MUTE_ALL;
        return new Op(client.user + "-" + count, count, hasName, type, time.random.nextBoolean());
    }

    /** What nobody answered may have taken effect or not; what has no name cannot be repeated. */
    void lost() {
        unanswered.values().forEach(op -> history.unknown(client, op.label, "connection lost"));
        unanswered.values().removeIf(op -> !op.hasName);
    }

    void inside(Connection connection) {
        List.copyOf(unanswered.values()).forEach(op -> {
            if (op.connection != connection) {
                send(op, connection);
            }
        });
    }

    private void send(Op op, Connection connection) {
        op.attempts++;
        op.connection = connection;
        var attempt = op.attempts;
        history.invoked(client, op.label, op.type);
        var answered = time.after(PATIENCE, () -> client.giveUp(connection));
        connection.toNode(() -> connection
                .node()
                .carryOut(connection, op.change(client.meetingId))
                .onComplete((body, failure) -> connection.toClient(() -> {
                    answered.run();
                    if (unanswered.containsKey(op.label) && op.attempts == attempt) {
                        answered(op, connection, body, failure);
                    }
                })));
    }

    private void answered(Op op, Connection connection, @Nullable String body, @Nullable Throwable failure) {
        if (failure == null && body != null) {
            unanswered.remove(op.label);
            var seq = new Answer(body).seqOrNull();
            history.acknowledged(client, op.label, seq);
            if (op.attempts == 1 && seq != null) {
                history.inOrder(connection, op.number, seq);
            }
        } else if (failure instanceof Problem problem && ModelClient.isRefusal(failure)) {
            unanswered.remove(op.label);
            history.refused(client, op.label, problem.code());
            if (problem.code() == Code.NOT_IN_MEETING) {
                client.isOutside(connection);
            }
        } else {
            history.unknown(client, op.label, String.valueOf(failure));
            again(op, connection);
        }
    }

    private void again(Op op, Connection connection) {
        if (!op.hasName) {
            unanswered.remove(op.label);
            return;
        }
        time.after(time.millis(100, 300), () -> {
            if (unanswered.containsKey(op.label) && op.connection == connection && client.connection() == connection) {
                send(op, connection);
            }
        });
    }

    private static final class Op {
        final String label;
        final int number;
        final boolean hasName;
        final CommandType type;
        final boolean on;
        int attempts;

        @Nullable
        Connection connection;

        Op(String label, int number, boolean hasName, CommandType type, boolean on) {
            this.label = label;
            this.number = number;
            this.hasName = hasName;
            this.type = type;
            this.on = on;
        }

        Change change(long meetingId) {
            var isSetting = type == CommandType.SET_AUDIO || type == CommandType.SET_VIDEO;
            return new Change(
                    meetingId,
                    type,
                    hasName ? label : null,
                    isSetting ? on : null,
                    hasName ? null : label,
                    null,
                    null,
                    null);
        }
    }
}
