package io.gavel.stream.simulation;

import io.gavel.event.Topic;
import io.gavel.stream.EventFrame;
import io.gavel.stream.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A browser's socket: both directions keep their order. */
final class Connection {
    private final Topic topic;
    final int number;
    final String user;
    private final VirtualTime time;
    private final ModelNode node;
    private final ModelClient client;
    private @Nullable Registration registration;
    private boolean open = true;
    private long lastToNode;
    private long lastToClient;

    Connection(int number, VirtualTime time, ModelNode node, ModelClient client) {
        this.number = number;
        this.time = time;
        this.node = node;
        this.client = client;
        this.user = client.user;
        this.topic = Topic.meeting(client.meetingId);
        toNode(() -> node.opened(this));
    }

    ModelNode node() {
        return node;
    }

    /** What the browser sends. */
    void toNode(Runnable work) {
        lastToNode = Math.max(lastToNode, time.nanos() + time.millis(0.5, 10).toNanos());
        time.after(Duration.ofNanos(lastToNode - time.nanos()), () -> node.run(work));
    }

    /** What the node sends; lost when the browser has gone meanwhile. */
    void toClient(Runnable work) {
        lastToClient =
                Math.max(lastToClient, time.nanos() + time.millis(0.5, 10).toNanos());
        time.after(Duration.ofNanos(lastToClient - time.nanos()), () -> {
            if (open) {
                work.run();
            }
        });
    }

    /** The browser goes away. */
    void leave() {
        open = false;
        toNode(() -> node.closed(this));
    }

    /** The node goes away, or closes the socket; what it had written may still arrive. */
    void breakOff() {
        toClient(() -> {
            open = false;
            client.lost(this);
        });
    }

    void registered(Registration registered) {
        registration = registered;
    }

    void unregister() {
        if (registration != null) {
            registration.close();
            registration = null;
        }
    }

    Topic topic() {
        return topic;
    }

    /** Who is removed hears of that, and of nothing else any more. */
    void deliver(List<EventFrame> frames) {
        if (registration == null) {
            return;
        }
        var heard = new ArrayList<EventFrame>();
        for (var frame : frames) {
            heard.add(frame);
            if (user.equals(frame.removedUserId())) {
                unregister();
                break;
            }
        }
        toClient(() -> client.heard(this, heard));
        if (registration == null) {
            toClient(() -> client.removed(this));
        }
    }
}
