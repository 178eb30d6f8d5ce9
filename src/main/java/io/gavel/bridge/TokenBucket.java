package io.gavel.bridge;

import java.util.concurrent.TimeUnit;

/** Lets through so many a second on the average, and after some rest a burst. */
final class TokenBucket {
    private final double perNano;
    private final int burst;
    private double tokens;
    private long last;

    TokenBucket(int perSecond, int burst, long nanos) {
        this.perNano = (double) perSecond / TimeUnit.SECONDS.toNanos(1);
        this.burst = burst;
        this.tokens = burst;
        this.last = nanos;
    }

    boolean take(long nanos) {
        tokens = Math.min(burst, tokens + (nanos - last) * perNano);
        last = nanos;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
