package io.gavel.stream;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when a test says so; what falls due meanwhile runs in its order. */
public final class ManualTimers implements Timers {
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
    private long now;
    private long numbers;

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public Runnable after(Duration delay, Runnable work) {
        var one = new Due(now + delay.toNanos(), numbers++, work);
        due.add(one);
        return () -> due.remove(one);
    }

    public void pass(Duration time) {
        var until = now + time.toNanos();
        while (!due.isEmpty() && due.peek().at() <= until) {
            var next = due.remove();
            now = Math.max(now, next.at());
            next.work().run();
        }
        now = until;
    }

    /** Time passes, and nothing runs in it: the process stands still. */
    void freeze(Duration time) {
        now += time.toNanos();
    }

    boolean isIdle() {
        return due.isEmpty();
    }

    private record Due(long at, long number, Runnable work) {}
}
