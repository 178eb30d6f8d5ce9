package io.gavel.stream;

import java.time.Duration;

/** The node's monotonic clock, and what runs later on the event loop that asked. */
public interface Timers {
    /** Nanoseconds since some moment; it never goes back. */
    long nanos();

    /** Runs the work once after this time; what is returned cancels it, and is harmless afterwards. */
    Runnable after(Duration delay, Runnable work);
}
