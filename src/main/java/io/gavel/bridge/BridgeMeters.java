package io.gavel.bridge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What operators see of the bridge. Labels are words of our own, never a browser's. */
final class BridgeMeters {
    private final MeterRegistry meters;
    private final AtomicInteger connections;
    private final Counter framesIn;
    private final Counter framesOut;

    BridgeMeters(MeterRegistry meters) {
        this.meters = meters;
        this.connections = new AtomicInteger();
        meters.gauge("gavel.bridge.connections", connections);
        this.framesIn = meters.counter("gavel.bridge.frames.in");
        this.framesOut = meters.counter("gavel.bridge.frames.out");
    }

    void opened() {
        connections.incrementAndGet();
    }

    void closed(String reason) {
        connections.decrementAndGet();
        meters.counter("gavel.bridge.closed", "reason", reason).increment();
    }

    void refused(String what) {
        meters.counter("gavel.bridge.refused", "what", what).increment();
    }

    void received() {
        framesIn.increment();
    }

    void sent(int frames) {
        framesOut.increment(frames);
    }
}
