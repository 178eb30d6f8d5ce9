package io.gavel.http.limit;

import io.gavel.digest.Sha256;
import io.gavel.limit.LimitRequests.Spending;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one may still ask for. Each request costs the time in which another one is earned; whoever is a minute ahead of what was
 * earned waits (GCRA, ITU-T I.371). So a minute's worth may come at once, and after that as many as are earned. From any thread.
 */
final class Allowance {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    /** From here on the other nodes want to know. */
    private static final long HOT = MINUTE / 8;

    private final String who;
    private final long price;
    private final long mostAhead;

    /** When all that was spent is earned again, in the time of {@link System#nanoTime}. */
    private final AtomicLong earnedAt;

    private final AtomicLong untold = new AtomicLong();
    private final AtomicBoolean isListed = new AtomicBoolean();

    /** @param perMinute above zero */
    Allowance(String who, int perMinute, long now) {
        this.who = who;
        this.price = MINUTE / perMinute;
        // No more than that many, also where they do not make a minute without a rest.
        this.mostAhead = price * perMinute;
        this.earnedAt = new AtomicLong(now);
    }

    /** Zero; or, where there is not enough left for a request, the nanoseconds until there is. */
    long take(long now) {
        while (true) {
            var before = earnedAt.get();
            var after = (before - now > 0 ? before : now) + price;
            var wait = after - now - mostAhead;
            if (wait > 0) {
                return wait;
            }
            if (earnedAt.compareAndSet(before, after)) {
                untold.addAndGet(price);
                return 0;
            }
        }
    }

    /** Whether the other nodes are to be told, and nobody else has said so since the last time. */
    boolean isToBeListed(long now) {
        return earnedAt.get() - now > HOT && isListed.compareAndSet(false, true);
    }

    /** What was spent here since the last time, and is not earned again. */
    Spending tell(long now) {
        isListed.set(false);
        var ahead = Math.max(0, earnedAt.get() - now);
        return new Spending(key(), Duration.ofNanos(Math.min(untold.getAndSet(0), ahead)));
    }

    /** Takes over what is known at all nodes together; what was not told yet comes on top of it. */
    void learn(Duration ahead, long now) {
        var known = now + ahead.toNanos() + untold.get();
        earnedAt.accumulateAndGet(known, (one, other) -> one - other > 0 ? one : other);
    }

    UUID key() {
        var digest = ByteBuffer.wrap(Sha256.of(who));
        return new UUID(digest.getLong(), digest.getLong());
    }
}
