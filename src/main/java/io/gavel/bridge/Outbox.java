package io.gavel.bridge;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes to one connection, and counts what the network has not taken yet. Its bound is looked at before a write: one big
 * answer alone is nobody's slowness.
 */
final class Outbox {
    private final Wire wire;
    private final long mostUnread;
    private final BridgeMeters meters;
    private final Runnable tooSlow;
    private long unread;
    private boolean shut;

    /** @param tooSlow may run in the midst of a delivery */
    Outbox(Wire wire, long mostUnread, BridgeMeters meters, Runnable tooSlow) {
        this.wire = wire;
        this.mostUnread = mostUnread;
        this.meters = meters;
        this.tooSlow = tooSlow;
    }

    void write(String frame) {
        write(List.of(frame), bytes(frame));
    }

    /**
     * Writes them all.
     *
     * @param bytes of all of them together
     */
    void write(List<String> frames, long bytes) {
        if (shut || frames.isEmpty()) {
            return;
        }
        if (unread > mostUnread) {
            shut = true;
            tooSlow.run();
            return;
        }
        unread += bytes;
        meters.sent(frames.size());
        var last = frames.size() - 1;
        frames.subList(0, last).forEach(wire::write);
        // In order: when the last one is through, all are.
        wire.write(frames.get(last)).onComplete(done -> unread -= bytes);
    }

    /** Nothing is written from now on. */
    void shut() {
        shut = true;
    }

    static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
