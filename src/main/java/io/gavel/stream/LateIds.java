package io.gavel.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * From which id on to look for new notifications. An id is given before its transaction commits, so one that was not there a
 * moment ago may be below the highest: each look goes back to the highest id of half a minute before the last one.
 */
final class LateIds {
    private static final long LATEST = Duration.ofSeconds(30).toNanos();
    private static final long GRAIN = Duration.ofSeconds(1).toNanos();

    /** How far the first look goes back, for no id of half a minute before is known then. */
    private static final long MOST_AT_ONCE = 10_000;

    private final Deque<Looked> looks = new ArrayDeque<>();
    private boolean known;
    private long after;

    boolean areKnown() {
        return known;
    }

    void startAt(long newestId) {
        known = true;
        after = Math.max(0, newestId - MOST_AT_ONCE);
    }

    /** Nobody looks any more, so time passes without being noticed. */
    void forget() {
        known = false;
        looks.clear();
    }

    long after() {
        return after;
    }

    /**
     * All users' notifications were read.
     *
     * @param began when, at the earliest: what had been committed by then was read
     * @param ended when, at the latest: no id up to the newest was given after that
     */
    void looked(long began, long ended, long newestId) {
        while (!looks.isEmpty() && began - looks.element().ended >= LATEST) {
            after = Math.max(after, looks.remove().newestId);
        }
        if (looks.isEmpty() || ended - looks.getLast().ended >= GRAIN) {
            looks.add(new Looked(ended, newestId));
        }
    }

    private record Looked(long ended, long newestId) {}
}
