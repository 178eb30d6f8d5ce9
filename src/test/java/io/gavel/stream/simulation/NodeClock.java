package io.gavel.stream.simulation;

import io.gavel.stream.Timers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A node's own clock: it began at some number, and goes a little too fast or too slow. */
final class NodeClock implements Timers {
    private static final double MOST_DRIFT = 0.01;

    private final ModelNode node;
    private final VirtualTime time;
    private final long begin;
    private final double rate;

    NodeClock(ModelNode node, VirtualTime time) {
        this.node = node;
        this.time = time;
        this.begin = time.random.nextLong() >> 2;
        this.rate = 1 - MOST_DRIFT + 2 * MOST_DRIFT * time.random.nextDouble();
    }

    @Override
    public long nanos() {
        return begin + (long) (time.nanos() * rate);
    }

    @Override
    public Runnable after(Duration delay, Runnable work) {
        var timer = new Timer(work);
        time.afterNanos((long) (delay.toNanos() / rate), () -> node.run(timer));
        return timer::cancel;
    }

    /** May also be cancelled while it is due and the node stands still. */
    private static final class Timer implements Runnable {
        private @Nullable Runnable work;

        Timer(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            if (work != null) {
                work.run();
            }
        }

        void cancel() {
            work = null;
        }
    }
}
