package io.gavel.notification;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The kinds of notification. */
public enum NotificationType {
    MEETING_INVITATION("meeting_invitation"),
    MEETING_CANCELLED("meeting_cancelled");

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
