package io.gavel.jitsi;

/** What became of something that Jitsi told; none of these is a failure. */
public enum RoomEventOutcome {
    /** Something is another than before. */
    APPLIED,
    /** It was told before. */
    REPEATED,
    /** It is older than what is known, or says what is known. */
    STALE,
    /** No meeting has such a room. */
    UNKNOWN_ROOM,
    /** It was kept, and nothing follows from it. */
    KEPT
}
