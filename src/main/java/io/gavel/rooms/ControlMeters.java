package io.gavel.rooms;

import io.gavel.jitsi.RoomTask;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the calls of Jitsi's servers, and what they came to. */
final class ControlMeters {
    private final MeterRegistry meters;

    /** Counters that are there from the start: the first call is a rise, not a beginning. */
    ControlMeters(MeterRegistry meters) {
        this.meters = meters;
        for (var kind : RoomTask.Kind.values()) {
            for (var outcome : RoomTask.Outcome.values()) {
                counter(kind.wire(), outcome.wire());
            }
        }
        givenUp();
    }

    void tried(RoomTask.Kind kind, RoomTask.Outcome outcome) {
        counter(kind.wire(), outcome.wire()).increment();
    }

    /** A room that could not be ended in all the time that it was tried. */
    Counter givenUp() {
        return counter(RoomTask.Kind.END.wire(), "given_up");
    }

    private Counter counter(String call, String outcome) {
        return meters.counter("gavel.jitsi.control", "call", call, "outcome", outcome);
    }
}
