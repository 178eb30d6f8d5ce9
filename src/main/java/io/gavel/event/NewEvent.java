package io.gavel.event;

import java.util.Map;

/** Something that happened, before it has its place in the stream of its topic. */
public interface NewEvent {
    /** The event's name on the wire. */
    String type();

    /** Its fields, beside the envelope {@code event, seq, at} and the topic's id. */
    Map<String, Object> payload();
}
