package io.gavel.jitsi;

import org.jspecify.annotations.Nullable;

/**
 * Something to be done in Jitsi now, by whoever has taken it and by nobody else for a while.
 *
 * @param target by which it is told from the meeting's other tasks of its kind
 * @param room as Jitsi calls it: in lower case, with its tenant in brackets where it has one
 * @param nick of whoever is to be sent out, as Jitsi's pages call it; null where nobody is
 * @param tries how often it was taken up, with this time
 */
public record RoomTask(
        Kind kind,
        long meetingId,
        String target,
        String room,
        @Nullable String nick,
        int tries) {
    /** What is to be done. */
    public enum Kind {
        /** The meeting is over: nobody is to be in its room any more. */
        END,
        /** Somebody was removed from the meeting and is in its room. */
        KICK,
        /** Only Jitsi has told that somebody is there: is that still so? */
        OBSERVE;

        /** In the store and in the meters. */
        public String wire() {
            return switch (this) {
                case END -> "end";
                case KICK -> "kick";
                case OBSERVE -> "observe";
            };
        }
    }

    /** What came of it. */
    public enum Outcome {
        /** It was done; of a look: somebody is in the room. */
        DONE,
        /** There is no such room, nobody in it, or not whom we meant. */
        ABSENT,
        /** Jitsi does not let us. */
        REFUSED,
        /** There was no answer, or none that means anything. */
        FAILED;

        /** In the meters. */
        public String wire() {
            return switch (this) {
                case DONE -> "done";
                case ABSENT -> "absent";
                case REFUSED -> "refused";
                case FAILED -> "failed";
            };
        }
    }
}
