package io.gavel.bench.protocol;

/** How one kind of server is spoken to; the REST paths are the same everywhere. */
public interface Protocol {
    /** The body that creates a meeting of which people first..first+count-1 are invited. */
    String createBody(String title, int first, int count);

    /** The id in the answer to a creation, as it stands in a path and in JSON. */
    String meetingId(String answer);

    /** Where a WebSocket is opened. */
    String path();

    /** Whether somebody must have joined over REST before the room lets in; the events of such a room are numbered. */
    boolean needsAdmission();

    void opened(Participant participant);

    void text(Participant participant, byte[] data, int from, int to);

    /**
     * The message that tells a new state.
     *
     * @param number of this sender's messages, from 1
     */
    byte[] status(Participant sender, long number, boolean muted);

    /** What a quiet client says now and then. */
    void ping(Participant participant);
}
