package io.gavel.stream.simulation;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The time in which everything happens, and the dice. */
final class VirtualTime {
    final Random random;
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private long now;
    private long order;

    VirtualTime(long seed) {
        random = new Random(seed);
    }

    long nanos() {
        return now;
    }

    Runnable after(Duration delay, Runnable work) {
        var due = new Due(now + delay.toNanos(), order++, work);
        queue.add(due);
        return () -> queue.remove(due);
    }

    void pass(Duration time) {
        var until = now + time.toNanos();
        while (!queue.isEmpty() && queue.element().at() <= until) {
            var due = queue.remove();
            now = due.at();
            due.work().run();
        }
        now = until;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    Duration millis(double from, double to) {
        var millis = from + random.nextDouble() * (to - from);
        return Duration.ofNanos((long) (millis * TimeUnit.MILLISECONDS.toNanos(1)));
    }

    private record Due(long at, long order, Runnable work) {}
}
