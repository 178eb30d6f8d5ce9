package io.gavel.store.session;

import java.time.Duration;

/** Durations as make_interval takes them. */
final class Seconds {
    private Seconds() {}

    static double of(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
