package io.gavel.conversation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** Why a conversation is there: somebody gathered a group, two people talk, or a meeting has its own chat. */
public enum ConversationKind {
    GROUP("group"),
    DIRECT("direct"),
    MEETING("meeting");

    private final String wire;

    ConversationKind(String wire) {
        this.wire = wire;
    }

    @JsonValue
    public String wire() {
        return wire;
    }

    public static ConversationKind of(String wire) {
        return Arrays.stream(values())
                .filter(kind -> kind.wire.equals(wire))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such conversation: " + wire));
    }
}
