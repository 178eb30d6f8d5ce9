package io.gavel.stream.simulation;

import io.gavel.bridge.frame.Request.Change;
import io.gavel.bridge.frame.Request.Resume;
import io.gavel.command.CommandType;
import io.gavel.event.Topic;
import io.gavel.history.Invariant;
import io.gavel.stream.EventFrame;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A browser's way through its meeting: it registers and joins, says how far it has come, and fills its gaps. What a live
 * stream must never do is a violation at once; all else is judged later.
 */
final class ClientStream {
    private final ModelClient client;
    private final SimulatedHistory history;
    private final Position position = new Position();
    private @Nullable String epoch;
    private @Nullable UUID sessionId;
    private long hadAtConnecting;
    private long lastLive;
    private boolean inside;
    private boolean syncing;

    ClientStream(ModelClient client, SimulatedHistory history) {
        this.client = client;
        this.history = history;
    }

    boolean isInside() {
        return inside;
    }

    void begin(Connection here) {
        hadAtConnecting = position.top();
        syncing = false;
        register(here);
        join(here);
    }

    void lost() {
        inside = false;
    }

    private void register(Connection here) {
        here.toNode(() -> here.node().register(here).onComplete((done, failure) -> {
            if (failure != null) {
                here.toClient(() -> client.again(here, () -> register(here)));
            }
        }));
    }

    void registered() {
        lastLive = 0;
    }

    /** The live stream of one registration begins behind what the client had, and has neither gap nor repetition. */
    void heard(Connection here, List<EventFrame> frames) {
        for (var frame : frames) {
            var seq = frame.seq();
            if (lastLive == 0 ? seq <= hadAtConnecting : seq != lastLive + 1) {
                history.violation(
                        Invariant.STREAM_WITHOUT_GAPS,
                        client.user + " had " + hadAtConnecting + ", heard " + lastLive + " and now " + seq);
            }
            lastLive = seq;
            history.heard(client, here, frame);
            position.has(seq);
            if (client.user.equals(frame.removedUserId())) {
                removed(here);
            }
        }
        fillGap(here);
    }

    private void removed(Connection here) {
        inside = false;
        sessionId = null;
        hadAtConnecting = position.top();
        client.again(here, () -> {
            register(here);
            join(here);
        });
    }

    private void join(Connection here) {
        syncing = true;
        var from = epoch == null ? null : (Long) position.last();
        var join = new Change(client.meetingId, CommandType.JOIN, null, null, null, sessionId, from, epoch);
        var answered = client.expectAnswer(here);
        here.toNode(() -> here.node()
                .carryOut(here, join)
                .onComplete((body, failure) -> here.toClient(() -> {
                    answered.run();
                    if (!client.isAt(here)) {
                        return;
                    }
                    if (failure == null) {
                        joined(here, from, new Answer(body));
                    } else {
                        client.again(here, () -> join(here));
                    }
                })));
    }

    private void joined(Connection here, @Nullable Long from, Answer answer) {
        history.synced(client, here, from, answer);
        sessionId = answer.sessionId();
        syncing = false;
        inside = true;
        startAt(answer);
        client.commands().inside(here);
        fillGap(here);
    }

    private void startAt(Answer answer) {
        position.startAt(answer.seq(), answer.epoch().equals(epoch));
        if (answer.reset()) {
            hadAtConnecting = -1;
        }
        epoch = answer.epoch();
    }

    /** Its node says that it has no session here. */
    void isOutside(Connection here) {
        if (inside) {
            inside = false;
            client.again(here, () -> join(here));
        }
    }

    private void fillGap(Connection here) {
        if (syncing || epoch == null || !position.hasGap()) {
            return;
        }
        syncing = true;
        var from = position.last();
        var resume = new Resume(Topic.meeting(client.meetingId), from, epoch);
        var answered = client.expectAnswer(here);
        here.toNode(() -> here.node()
                .resume(here, resume)
                .onComplete((body, failure) -> here.toClient(() -> {
                    answered.run();
                    if (client.isAt(here)) {
                        syncing = false;
                        if (failure == null) {
                            resumed(here, from, new Answer(body));
                        } else {
                            client.again(here, () -> fillGap(here));
                        }
                    }
                })));
    }

    private void resumed(Connection here, long from, Answer answer) {
        history.synced(client, here, from, answer);
        if (answer.reset()) {
            startAt(answer);
            join(here);
        } else {
            answer.events().forEach(event -> position.has(event.seq()));
            fillGap(here);
        }
    }
}
