package io.gavel.meeting;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** What a person is in a meeting. One Host, who may do all; Moderators record and mute; Participants take part. */
public enum Role {
    HOST("Host"),
    MODERATOR("Moderator"),
    PARTICIPANT("Participant");

    private final String wire;

    Role(String wire) {
        this.wire = wire;
    }

    /** The name on the wire and in the database. */
    @JsonValue
    public String wire() {
        return wire;
    }

    /** Host and Moderators: they record, mute others, come in early and always fit. */
    public boolean moderates() {
        return this != PARTICIPANT;
    }

    public static Role of(String wire) {
        return Arrays.stream(values())
                .filter(role -> role.wire.equals(wire))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such role: " + wire));
    }
}
