package io.gavel.stream;

import java.time.Duration;

/**
 * The times by which sessions live and end; those that follow from others are derived here and nowhere else.
 *
 * @param lease how long a lease lives that its node does not renew
 * @param grace how long a lost session waits for its user
 */
public record SessionTimes(Duration lease, Duration grace) {
    private static final Duration MARGIN = Duration.ofSeconds(2);

    Duration renewEvery() {
        return lease.dividedBy(4);
    }

    /** The database may be back at any moment, and then a lease that ran out meanwhile should be renewed soon. */
    Duration renewAgainAfterFailure() {
        return lease.dividedBy(16);
    }

    Duration reapEvery() {
        return lease.dividedBy(8);
    }

    /** A database that was away for no longer than this let no lease run out: each was renewed shortly before. */
    Duration longestSilence() {
        return lease.dividedBy(2);
    }

    /** How long the database must have answered before its word on leases is worth anything. */
    Duration leasePatience() {
        return lease.plus(grace).plus(MARGIN);
    }
}
