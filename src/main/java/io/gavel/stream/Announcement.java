package io.gavel.stream;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Committed events on their way to the nodes that have sockets of their meeting: a hint that may be lost, doubled or late. */
public record Announcement(long meetingId, UUID streamEpoch, List<Event> events) {
    public Announcement {
        events = List.copyOf(events);
    }

    /**
     * One event, encoded.
     *
     * @param json as every client gets it
     * @param removedUserId whom it removed from the meeting: the last event that this user gets; else null
     */
    public record Event(long seq, String json, @Nullable String removedUserId) {}
}
