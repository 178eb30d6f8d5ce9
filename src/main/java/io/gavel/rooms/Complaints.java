package io.gavel.rooms;

import java.time.Duration;

/** How often one thing is said that stays so until somebody mends it: at once, and then every hour. */
final class Complaints {
    private static final long EVERY = Duration.ofHours(1).toNanos();

    private boolean hasComplained;
    private long complainedAt;

    boolean isTime() {
        var now = System.nanoTime();
        if (hasComplained && now - complainedAt < EVERY) {
            return false;
        }
        hasComplained = true;
        complainedAt = now;
        return true;
    }
}
