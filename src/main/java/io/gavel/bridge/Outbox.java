package io.gavel.bridge;

/**
 * Writes to one connection, as long as its peer reads. The bound is looked at before a write: one big answer alone is
 * nobody's slowness.
 */
final class Outbox {
    private final Wire wire;
    private final long mostUnread;
    private final BridgeMeters meters;
    private final Runnable tooSlow;
    private boolean shut;

    /** @param tooSlow may run in the midst of a delivery */
    Outbox(Wire wire, long mostUnread, BridgeMeters meters, Runnable tooSlow) {
        this.wire = wire;
        this.mostUnread = mostUnread;
        this.meters = meters;
        this.tooSlow = tooSlow;
    }

    /** Writes all of it at once. */
    void write(Delivery delivery) {
        if (shut || delivery.size() == 0) {
            return;
        }
        if (wire.unreadBytes() > mostUnread) {
            shut = true;
            tooSlow.run();
            return;
        }
        meters.sent(delivery.size());
        wire.write(delivery);
    }

    /** Nothing is written from now on. */
    void shut() {
        shut = true;
    }
}
