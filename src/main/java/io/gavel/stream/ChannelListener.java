package io.gavel.stream;

import io.gavel.event.Topic;
import java.util.List;

/** Who brings a node's events to its browsers. */
public interface ChannelListener {
    /** The topic's next events, without a gap; what belongs together comes at once, so that it can be written at once. */
    void delivered(Topic topic, List<EventFrame> frames);

    /**
     * The stream is another one than before, or lost events that were delivered: what goes on from here does not join on to
     * what was delivered. All registrations are gone; who had one must come back and say how far it has come.
     */
    void reset(Topic topic);

    /** Something that happens in the topic and is not kept. */
    void signalled(Topic topic, String json);
}
