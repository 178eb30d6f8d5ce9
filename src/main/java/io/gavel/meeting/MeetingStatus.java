package io.gavel.meeting;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/**
 * The four statuses. Scheduled → InProgress, Scheduled → Cancelled, InProgress → Completed, InProgress → Cancelled; a
 * meeting that is over never comes back.
 */
public enum MeetingStatus {
    SCHEDULED("Scheduled"),
    IN_PROGRESS("InProgress"),
    COMPLETED("Completed"),
    CANCELLED("Cancelled");

    private final String wire;

    MeetingStatus(String wire) {
        this.wire = wire;
    }

    /** The name on the wire and in the database. */
    @JsonValue
    public String wire() {
        return wire;
    }

    public boolean isOver() {
        return this == COMPLETED || this == CANCELLED;
    }

    public static MeetingStatus of(String wire) {
        return Arrays.stream(values())
                .filter(status -> status.wire.equals(wire))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such status: " + wire));
    }
}
