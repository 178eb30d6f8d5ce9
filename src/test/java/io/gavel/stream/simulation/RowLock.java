package io.gavel.stream.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The lock on a row: one transaction has it, the others wait. */
final class RowLock {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean locked;

    void lock(Runnable turn) {
        if (locked) {
            waiting.add(turn);
        } else {
            locked = true;
            turn.run();
        }
    }

    void unlock() {
        locked = false;
        if (!waiting.isEmpty()) {
            lock(waiting.remove());
        }
    }

    /** The database restarts: whoever holds or waits for the lock is gone, and finds out. */
    void breakOff() {
        locked = false;
        var gone = List.copyOf(waiting);
        waiting.clear();
        gone.forEach(Runnable::run);
    }
}
