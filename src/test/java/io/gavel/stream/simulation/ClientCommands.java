package io.gavel.stream.simulation;

import io.gavel.command.Command;
import io.gavel.command.CommandOutcome;
import io.gavel.command.CommandType;
import io.gavel.command.Seat;
import io.gavel.problem.Code;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a browser asks for. Most of it has a name, and is asked for again until somebody answers. */
final class ClientCommands {
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final int MOST_UNANSWERED = 6;
    private static final Seat SEAT = new Seat("node", new UUID(0, 0), new UUID(0, 0));

    private final ModelClient client;
    private final VirtualTime time;
    private final StreamHistory history;
    private final Map<String, Op> unanswered = new LinkedHashMap<>();
    private int count;
    private boolean stopped;

    ClientCommands(ModelClient client, VirtualTime time, StreamHistory history) {
        this.client = client;
        this.time = time;
        this.history = history;
    }

    /** Again and again, sometimes several at once. */
    void start() {
        time.after(time.millis(20, 600), () -> {
            if (!stopped) {
                var burst = time.chance(0.3) ? 3 : 1;
                for (int i = 0; i < burst && unanswered.size() < MOST_UNANSWERED; i++) {
                    count++;
                    send(new Op(client.user + "#" + count, count, time.chance(0.7)));
                }
                start();
            }
        });
    }

    void stop() {
        stopped = true;
    }

    /** What nobody answered may have taken effect or not; what has no name cannot be repeated. */
    void repeatOn(Connection connection) {
        unanswered.values().removeIf(op -> !op.hasName);
        List.copyOf(unanswered.values()).forEach(op -> send(op, connection));
    }

    private void send(Op op) {
        var connection = client.connection();
        if (connection != null) {
            unanswered.put(op.label, op);
            send(op, connection);
        }
    }

    private void send(Op op, Connection connection) {
        op.attempts++;
        var attempt = op.attempts;
        var answered = time.after(PATIENCE, () -> client.giveUp(connection));
        connection.toNode(() -> connection
                .node()
                .submit(client.meetingId, op.command(client.user))
                .onComplete((outcome, failure) -> connection.toClient(() -> {
                    answered.run();
                    if (unanswered.containsKey(op.label) && op.attempts == attempt) {
                        answered(op, connection, outcome);
                    }
                })));
    }

    private void answered(Op op, Connection connection, @Nullable CommandOutcome outcome) {
        if (outcome == null || outcome.problem() == Code.UNAVAILABLE) {
            again(op, connection);
            return;
        }
        unanswered.remove(op.label);
        if (outcome.seq() != null) {
            history.acknowledged(op.label, outcome.seq());
            if (op.attempts == 1) {
                history.inOrder(connection.number, op.number, outcome.seq());
            }
        }
    }

    private void again(Op op, Connection connection) {
        if (!op.hasName) {
            unanswered.remove(op.label);
            return;
        }
        time.after(time.millis(100, 300), () -> {
            if (unanswered.containsKey(op.label) && client.connection() == connection) {
                send(op, connection);
            }
        });
    }

    private static final class Op {
        final String label;
        final int number;
        final boolean hasName;
        int attempts;

        Op(String label, int number, boolean hasName) {
            this.label = label;
            this.number = number;
            this.hasName = hasName;
        }

        Command command(String user) {
            return new Command(CommandType.RAISE_HAND, user, false, SEAT, hasName ? label : null, null, label, null);
        }
    }
}
