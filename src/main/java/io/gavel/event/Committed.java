package io.gavel.event;

import java.util.List;
import java.util.UUID;

/**
 * Events that are durable since this moment, without a gap between them.
 *
 * @param streamEpoch of the topic's stream; the wire's epoch begins with it
 */
public record Committed(Topic topic, UUID streamEpoch, List<StreamEvent> events) {
    public Committed {
        events = List.copyOf(events);
    }
}
