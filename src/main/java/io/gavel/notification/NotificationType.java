package io.gavel.notification;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The kinds of notification; each may be switched off by its user. */
public enum NotificationType {
    MEETING_INVITATION("meeting_invitation"),
    MEETING_CANCELLED("meeting_cancelled"),
    MEETING_UPDATED("meeting_updated"),
    MEETING_STARTED("meeting_started"),
    RECORDING_AVAILABLE("recording_available"),
    MESSAGE("message"),
    MISSED_MEETING("missed_meeting");

    private final String wire;

    NotificationType(String wire) {
        this.wire = wire;
    }

    @JsonValue
    public String wire() {
        return wire;
    }

    public static NotificationType of(String wire) {
        return Arrays.stream(values())
                .filter(type -> type.wire.equals(wire))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such notification: " + wire));
    }
}
