package io.gavel.stream.simulation;

import io.gavel.presence.PresenceChange;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.gavel.stream.EventFrame;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A browser of one user in one meeting, which comes back at another node when its own falls silent. */
final class ModelClient {
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Duration PING = Duration.ofSeconds(5);
    private static final Duration PONG = Duration.ofSeconds(3);

    final String user;
    final long meetingId;
    private final VirtualTime time;
    private final SimulatedHistory history;
    private final Supplier<ModelNode> anyNode;
    private final List<String> friends;
    private final ClientCommands commands;
    private final ClientStream stream;
    private final Map<String, Boolean> online = new HashMap<>();
    private @Nullable Connection connection;
    private Runnable handshake = () -> {};
    private int connections;
    private boolean opened;
    private boolean gone;

    /** @param friends whom it watches */
    ModelClient(
            String user,
            long meetingId,
            List<String> friends,
            VirtualTime time,
            SimulatedHistory history,
            Supplier<ModelNode> anyNode) {
        this.user = user;
        this.meetingId = meetingId;
        this.friends = friends;
        this.time = time;
        this.history = history;
        this.anyNode = anyNode;
        this.commands = new ClientCommands(this, time, history);
        this.stream = new ClientStream(this, history);
    }

    ClientCommands commands() {
        return commands;
    }

    @Nullable
    Connection connection() {
        return connection;
    }

    boolean isAt(Connection here) {
        return connection == here;
    }

    boolean isInside() {
        return stream.isInside();
    }

    boolean isGone() {
        return gone;
    }

    /** Whom it believes to be online, of those whom it watches. */
    Map<String, Boolean> online() {
        return online;
    }

    void connect() {
        if (gone || connection != null) {
            return;
        }
        opened = false;
        connection = new Connection(++connections, time, anyNode.get(), this);
        handshake = expectAnswer(connection);
    }

    /** Nothing can be sent before that. */
    void opened(Connection here) {
        handshake.run();
        if (connection == here) {
            opened = true;
            stream.begin(here);
            beat(here);
            watch(here);
        }
    }

    /** It will not come back; what it left behind is for the nodes to find out. */
    void goAway(boolean saysGoodbye) {
        gone = true;
        history.gone(this);
        commands.stop();
        depart(saysGoodbye);
    }

    /** Its network is away for so long. */
    void loseNetwork(Duration length) {
        depart(false);
        time.after(length, this::connect);
    }

    private void depart(boolean saysGoodbye) {
        var left = connection;
        if (left == null) {
            return;
        }
        if (saysGoodbye) {
            left.leave();
        } else {
            left.vanish();
        }
        leaveBehind(left);
    }

    private void leaveBehind(Connection left) {
        if (opened && !gone) {
            history.lost(this, left);
        }
        commands.lost();
        stream.lost();
        connection = null;
    }

    /** The node does not answer: another one may. */
    void giveUp(Connection silent) {
        if (connection == silent) {
            silent.leave();
            lost(silent);
        }
    }

    void lost(Connection broken) {
        if (connection == broken) {
            leaveBehind(broken);
            time.after(time.millis(1, 100), this::connect);
        }
    }

    private void beat(Connection here) {
        time.after(PING, () -> {
            if (connection == here) {
                var pinged = time.nanos();
                here.toNode(() -> here.toClient(() -> {}));
                time.after(PONG, () -> {
                    if (here.heard() < pinged) {
                        giveUp(here);
                    }
                });
                beat(here);
            }
        });
    }

    private void watch(Connection here) {
        here.toNode(() -> here.node()
                .watch(here, friends)
                .onComplete((seen, failure) -> here.toClient(() -> {
                    if (failure == null) {
                        seen.items().forEach(item -> online.put(item.userId(), item.online()));
                    } else {
                        again(here, () -> watch(here));
                    }
                })));
    }

    void told(List<PresenceChange> changes) {
        changes.forEach(change -> online.put(change.userId(), change.online()));
    }

    void registered(Connection here) {
        if (connection == here) {
            stream.registered();
        }
    }

    void heard(Connection here, List<EventFrame> frames) {
        if (connection == here) {
            stream.heard(here, frames);
        }
    }

    /** Its node says that it has no session here. */
    void isOutside(Connection here) {
        if (connection == here) {
            stream.isOutside(here);
        }
    }

    /** Soon, unless the connection is another one by then. */
    void again(Connection here, Runnable work) {
        time.after(time.millis(100, 500), () -> {
            if (connection == here) {
                work.run();
            }
        });
    }

    /** What this returns is to be run when the answer is there; else the node is given up. */
    Runnable expectAnswer(Connection here) {
        return time.after(PATIENCE, () -> giveUp(here));
    }

    /** Whether somebody knows that the command took no effect. */
    static boolean isRefusal(Throwable failure) {
        return failure instanceof Problem problem && problem.code() != Code.UNAVAILABLE;
    }
}
