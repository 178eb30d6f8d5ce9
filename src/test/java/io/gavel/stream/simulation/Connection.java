package io.gavel.stream.simulation;

import io.gavel.event.Topic;
import io.gavel.identity.Caller;
import io.gavel.presence.PresenceChange;
import io.gavel.stream.EventFrame;
import io.gavel.stream.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A browser's socket: both directions keep their order. */
final class Connection {
    /** As many deliveries as a browser may leave unread. */
    private static final int MOST_UNREAD = 40;

    final UUID id;
    final String label;
    final String user;
    final Caller caller;
    final Topic topic;
    private final VirtualTime time;
    private final ModelNode node;
    private final ModelClient client;
    private @Nullable Registration registration;
    private boolean open = true;
    private long lastToNode;
    private long lastToClient;
    private long lastFrame;
    private long heard;
    private int unread;

    Connection(int number, VirtualTime time, ModelNode node, ModelClient client) {
        this.id = time.uuid();
        this.time = time;
        this.node = node;
        this.client = client;
        this.user = client.user;
        this.label = user + "#" + number;
        this.caller = new Caller(user, null, null, null, false, Instant.MAX);
        this.topic = Topic.meeting(client.meetingId);
        this.heard = time.nanos();
        arrive(() -> {
            lastFrame = node.nanos();
            node.opened(this);
            toClient(() -> client.opened(this));
        });
    }

    ModelNode node() {
        return node;
    }

    boolean isOpen() {
        return open;
    }

    /** When the browser last heard anything. */
    long heard() {
        return heard;
    }

    /** When the node last heard anything, by its own clock. */
    long lastFrame() {
        return lastFrame;
    }

    /** What the browser sends. */
    void toNode(Runnable work) {
        arrive(() -> {
            if (node.has(this)) {
                lastFrame = node.nanos();
                work.run();
            }
        });
    }

    private void arrive(Runnable work) {
        lastToNode = Math.max(lastToNode, time.nanos() + time.nanos(0.5, 10));
        time.afterNanos(lastToNode - time.nanos(), () -> node.run(work));
    }

    /** What the node sends; lost when the browser has gone meanwhile. */
    void toClient(Runnable work) {
        lastToClient = Math.max(lastToClient, time.nanos() + time.nanos(0.5, 10));
        time.afterNanos(lastToClient - time.nanos(), () -> {
            if (open) {
                heard = time.nanos();
                work.run();
            }
        });
    }

    /** The browser reads nothing for so long. */
    void stall(Duration length) {
        lastToClient = Math.max(lastToClient, time.nanos() + length.toNanos());
    }

    /** The browser goes away, and its machine says so. */
    void leave() {
        open = false;
        arrive(() -> node.closed(this));
    }

    /** The browser's network goes away, of which the node hears nothing. */
    void vanish() {
        open = false;
    }

    /** The node goes away, or closes the socket; what it had written may still arrive. */
    void breakOff() {
        toClient(() -> {
            open = false;
            client.lost(this);
        });
    }

    void registered(Registration registered) {
        unregister();
        registration = registered;
        toClient(() -> client.registered(this));
    }

    void unregister() {
        if (registration != null) {
            registration.close();
            registration = null;
        }
    }

    /** Who is removed hears of that, and of nothing else any more. */
    void deliver(List<EventFrame> frames) {
        if (registration == null) {
            return;
        }
        var heardNow = new ArrayList<EventFrame>();
        for (var frame : frames) {
            heardNow.add(frame);
            if (user.equals(frame.removedUserId())) {
                unregister();
                break;
            }
        }
        unread++;
        toClient(() -> {
            unread--;
            client.heard(this, heardNow);
        });
        if (unread > MOST_UNREAD) {
            node.close(this);
        }
    }

    void presenceChanged(List<PresenceChange> changes) {
        toClient(() -> client.told(changes));
    }
}
