package io.gavel.event;

import io.gavel.json.WireJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event at its place in its topic's stream, as it is stored.
 *
 * @param payload the fields beside the envelope, as the text of a JSON object
 */
public record StreamEvent(long seq, String type, Instant at, String payload) {
    /** The event as every client gets it, to the byte: the envelope, then the payload's fields. */
    public String json(Topic topic) {
        var fields = payload.substring(payload.indexOf('{') + 1, payload.lastIndexOf('}'));
        return "{\"event\":\"" + type + "\",\"seq\":" + seq + ",\"at\":\"" + WireJson.time(at) + "\",\""
                + topic.idField() + "\":" + topic.id() + (fields.isBlank() ? "" : "," + fields) + "}";
    }

    /** Whom alone this event concerns: who has read something; null for all other events. */
    public @Nullable String readerId() {
        return type.equals(ConversationEvent.MESSAGE_READ) ? userId() : null;
    }

    private @Nullable String userId() {
        return (String) WireJson.decodeObject(payload).get("userId");
    }

    /** Whom this event removed from its topic: it is the last one that this user gets; null for all other events. */
    public @Nullable String removedUserId() {
        return type.equals(MeetingEvent.PARTICIPANT_REMOVED) || type.equals(ConversationEvent.MEMBER_REMOVED)
                ? userId()
                : null;
    }
}
