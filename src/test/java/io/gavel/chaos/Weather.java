package io.gavel.chaos;

import java.time.Duration;
import java.util.Random;

/**
 * How what passes a wire is slowed. What is lost on a real wire is sent again, so that to those who talk it comes late: so
 * it is here.
 *
 * @param share of the pieces that come late, 0 to 1
 * @param least how late these come at least
 * @param most and at most
 * @param bytesPerSecond what passes at most; 0 for anything
 */
record Weather(double share, Duration least, Duration most, int bytesPerSecond) {
    static final Weather CLEAR = new Weather(0, Duration.ZERO, Duration.ZERO, 0);

    static Weather jitter(Duration least, Duration most) {
        return new Weather(1, least, most, 0);
    }

    /** A share of the packets is lost and comes when the sender's patience is over: 200 ms and more (RFC 6298). */
    static Weather loss(double share) {
        return new Weather(share, Duration.ofMillis(200), Duration.ofMillis(400), 0);
    }

    static Weather narrow(int bytesPerSecond) {
        return new Weather(0, Duration.ZERO, Duration.ZERO, bytesPerSecond);
    }

    /**
     * When a piece of so many bytes that comes now may leave, in nanoseconds of the same clock.
     *
     * @param before when the one before it may
     */
    long due(long before, long now, int bytes, Random random) {
        var late = random.nextDouble() < share
                ? least.toNanos()
                        + (long) (random.nextDouble() * most.minus(least).toNanos())
                : 0;
        var passing = bytesPerSecond == 0 ? 0 : bytes * 1_000_000_000L / bytesPerSecond;
        return Math.max(before, now + late) + passing;
    }
}
