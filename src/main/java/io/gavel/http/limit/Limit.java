package io.gavel.http.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** How much each of many may ask for within a minute. */
final class Limit {
    /** Somebody with more addresses than that pushes out those who ask least. */
    private static final int MOST_KNOWN = 100_000;

    /** By then all is earned again. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final String by;
    private final int perMinute;
    private final LongSupplier nanos;
    private final Counter refusals;
    private final Consumer<Allowance> listing;
    private final Cache<String, Allowance> allowances = Caffeine.newBuilder()
            .maximumSize(MOST_KNOWN)
            .expireAfterAccess(LONGEST)
            .build();

    /**
     * A limit of its kind.
     *
     * @param by what is told apart, in a word
     * @param listing is given each of whom the other nodes are to be told
     */
    Limit(String by, int perMinute, LongSupplier nanos, Counter refusals, Consumer<Allowance> listing) {
        this.by = by;
        this.perMinute = perMinute;
        this.nanos = nanos;
        this.refusals = refusals;
        this.listing = listing;
    }

    /**
     * Counts one more request.
     *
     * @throws Problem TOO_MANY_REQUESTS
     */
    void count(String who) {
        var now = nanos.getAsLong();
        var allowance = Objects.requireNonNull(
                allowances.get(who, unknown -> new Allowance(by + " " + unknown, perMinute, now)));
        var wait = allowance.take(now);
        if (wait > 0) {
            refusals.increment();
            throw new Problem(Code.TOO_MANY_REQUESTS, "too many requests of this " + by + " within a minute")
                    .with("limit", by)
                    .retryAfter(Duration.ofNanos(wait));
        }
        if (allowance.isToBeListed(now)) {
            listing.accept(allowance);
        }
    }
}
