package io.gavel.stream.simulation;

import io.gavel.stream.EventFrame;
import io.gavel.stream.simulation.ModelNode.Resumed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A browser that follows one meeting: it registers, says how far it has come, takes what it is given, and comes back on
 * another node when its own falls silent. It trusts the stream: what a client need not expect is a violation.
 */
final class ModelClient {
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    final String user;
    final long meetingId;
    private final VirtualTime time;
    private final StreamHistory history;
    private final Supplier<ModelNode> anyNode;
    private final ClientCommands commands;
    private final List<EventFrame> early = new ArrayList<>();
    private @Nullable Connection connection;
    private @Nullable String epoch;
    private long last;
    private long hadAtRegistering;
    private long lastLive;
    private boolean synchronised;

    ModelClient(String user, long meetingId, VirtualTime time, StreamHistory history, Supplier<ModelNode> anyNode) {
        this.user = user;
        this.meetingId = meetingId;
        this.time = time;
        this.history = history;
        this.anyNode = anyNode;
        this.commands = new ClientCommands(this, time, history);
    }

    long last() {
        return last;
    }

    ClientCommands commands() {
        return commands;
    }

    @Nullable
    Connection connection() {
        return connection;
    }

    void connect() {
        var opened = new Connection(history.nextConnection(), time, anyNode.get(), this);
        connection = opened;
        register(opened);
        commands.repeatOn(opened);
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
            connection = null;
            time.after(time.millis(10, 500), this::connect);
        }
    }

    void removed(Connection here) {
        if (connection == here) {
            time.after(time.millis(100, 500), () -> register(here));
        }
    }

    /** The live stream of one registration starts behind what the client had, and has neither gap nor repetition. */
    void heard(Connection here, List<EventFrame> frames) {
        if (connection != here) {
            return;
        }
        for (var frame : frames) {
            if (lastLive == 0 ? frame.seq() <= hadAtRegistering : frame.seq() != lastLive + 1) {
                history.violation(
                        user + " had " + hadAtRegistering + ", heard " + lastLive + " and now " + frame.seq());
            }
            lastLive = frame.seq();
            if (synchronised) {
                take(frame);
            } else {
                early.add(frame);
            }
        }
    }

    private void register(Connection here) {
        if (connection != here) {
            return;
        }
        synchronised = false;
        hadAtRegistering = last;
        lastLive = 0;
        early.clear();
        var answered = expectAnswer(here);
        here.toNode(() -> here.node()
                .register(here)
                .onComplete((done, failure) -> here.toClient(() -> {
                    answered.run();
                    if (failure == null) {
                        resume(here);
                    } else {
                        time.after(time.millis(100, 500), () -> register(here));
                    }
                })));
    }

    private void resume(Connection here) {
        if (connection != here) {
            return;
        }
        var answered = expectAnswer(here);
        var after = epoch == null ? null : last;
        here.toNode(() -> here.node()
                .resume(here, after, epoch)
                .onComplete((resumed, failure) -> here.toClient(() -> {
                    answered.run();
                    if (failure == null) {
                        resumed(here, resumed);
                    } else {
                        time.after(time.millis(100, 500), () -> resume(here));
                    }
                })));
    }

    private void resumed(Connection here, Resumed resumed) {
        if (connection != here) {
            return;
        }
        if (epoch == null || resumed.reset()) {
            epoch = resumed.epoch();
            last = resumed.head();
        }
        resumed.events().forEach(this::take);
        if (last < resumed.head()) {
            resume(here);
            return;
        }
        synchronised = true;
        early.forEach(this::take);
        early.clear();
    }

    private void take(EventFrame frame) {
        if (frame.seq() == last + 1) {
            last = frame.seq();
            history.heard(user, meetingId, frame.seq(), frame.json());
        } else if (frame.seq() > last) {
            history.violation(user + " has " + last + " and is given " + frame.seq());
        }
    }

    private Runnable expectAnswer(Connection here) {
        return time.after(PATIENCE, () -> giveUp(here));
    }
}
