package io.gavel.stream;

import io.gavel.event.Topic;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Committed events on their way to the nodes that have sockets of their topic: a hint that may be lost, doubled or late. */
public record Announcement(Topic topic, UUID streamEpoch, List<Event> events) {
    public Announcement {
        events = List.copyOf(events);
    }

    /**
     * One event, encoded.
     *
     * @param json as every client gets it
     * @param removedUserId whom it removed from the topic: the last event that this user gets; else null
     */
    public record Event(long seq, String json, @Nullable String removedUserId) {}
}
