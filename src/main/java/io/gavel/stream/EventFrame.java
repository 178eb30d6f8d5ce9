package io.gavel.stream;

import org.jspecify.annotations.Nullable;

/**
 * An event as every browser of this node gets it: encoded once, whoever hears it.
 *
 * @param json the event alone
 * @param frame the bridge's frame around it, finished
 * @param removedUserId whom it removed from the meeting: the last event that this user gets; else null
 */
public record EventFrame(
        long seq, String json, String frame, @Nullable String removedUserId) {
    static EventFrame of(long meetingId, Announcement.Event event) {
        return of(meetingId, event.seq(), event.json(), event.removedUserId());
    }

    static EventFrame of(long meetingId, long seq, String json, @Nullable String removedUserId) {
        var frame = "{\"type\":\"rec\",\"address\":\"meeting." + meetingId + "\",\"body\":" + json + "}";
        return new EventFrame(seq, json, frame, removedUserId);
    }
}
