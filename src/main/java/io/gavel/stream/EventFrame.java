package io.gavel.stream;

import io.gavel.event.Topic;
import org.jspecify.annotations.Nullable;

/**
 * An event as every browser of this node gets it: encoded once, whoever hears it.
 *
 * @param json the event alone
 * @param frame the bridge's frame around it, finished
 * @param removedUserId whom it removed from the topic: the last event that this user gets; else null
 */
public record EventFrame(
        long seq, String json, String frame, @Nullable String removedUserId) {
    /** Whether something that was told before is not to be told again. */
    boolean takesBack() {
        return json.startsWith("{\"event\":\"message_deleted\"");
    }

    static EventFrame of(Topic topic, Announcement.Event event) {
        return of(topic, event.seq(), event.json(), event.removedUserId());
    }

    static EventFrame of(Topic topic, long seq, String json, @Nullable String removedUserId) {
        var frame = "{\"type\":\"rec\",\"address\":\"" + topic.address() + "\",\"body\":" + json + "}";
        return new EventFrame(seq, json, frame, removedUserId);
    }
}
