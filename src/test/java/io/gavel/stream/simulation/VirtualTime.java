package io.gavel.stream.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The time in which everything happens, and the dice. */
final class VirtualTime {
    /** When it begins, as the database's clock has it. */
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    final Random random;
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private long now;
    private long order;

    VirtualTime(long seed) {
        random = new Random(seed);
    }

    long nanos() {
        return now;
    }

    /** To the millisecond, as the database tells it. */
    Instant instant() {
        return BEGIN.plusMillis(TimeUnit.NANOSECONDS.toMillis(now));
    }

    Runnable after(Duration delay, Runnable work) {
        return afterNanos(delay.toNanos(), work);
    }

    Runnable afterNanos(long delay, Runnable work) {
        var due = new Due(now + delay, order++, work);
        queue.add(due);
        return () -> due.work = null;
    }

    void pass(Duration time) {
        var until = now + time.toNanos();
        while (!queue.isEmpty() && queue.element().at <= until) {
            var due = queue.remove();
            now = due.at;
            if (due.work != null) {
                due.work.run();
            }
        }
        now = until;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    Duration millis(double from, double to) {
        return Duration.ofNanos(nanos(from, to));
    }

    /** A time of so many milliseconds. */
    long nanos(double from, double to) {
        var millis = from + random.nextDouble() * (to - from);
        return (long) (millis * TimeUnit.MILLISECONDS.toNanos(1));
    }

    private static final class Due implements Comparable<Due> {
        final long at;
        final long order;

        @Nullable
        Runnable work;

        Due(long at, long order, Runnable work) {
            this.at = at;
            this.order = order;
            this.work = work;
        }

        @Override
        public int compareTo(Due other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }
}
