package io.gavel.history;

/** The promises that a history is judged by. */
public enum Invariant {
    /** An acknowledged command is in the database exactly once, any other at most once, a refused one never. */
    ACKNOWLEDGED_ONCE("I1"),
    /** The events of a meeting are numbered 1..n. */
    NUMBERED_WITHOUT_HOLES("I2"),
    /** From its sync point a client's stream goes in steps of one, and on one connection never back. */
    STREAM_WITHOUT_GAPS("I3"),
    /** At the end every client that is still there is at the database's top. */
    CAUGHT_UP("I4"),
    /** The seq of an answer is the seq of the command's event. */
    ANSWER_TELLS_THE_PLACE("I5"),
    /** What was acknowledged before another command was sent comes before it. */
    REAL_TIME_ORDER("I6"),
    /** What a client gets is in the database, with the same text. */
    NO_PHANTOM("I7"),
    /** The roster that the stream tells is who is inside. */
    ROSTER("I8"),
    /** Nobody who came back in time is said to have left. */
    NO_FALSE_LEAVE("I8"),
    /** No token for a meeting's room is of later than its end. */
    NO_TOKEN_AFTER_THE_END("I10"),
    /** Nobody hears of a meeting whose member it is not, or no longer. */
    NOTHING_TO_STRANGERS("I11"),
    /** A snapshot shows what the events up to it tell. */
    SNAPSHOT_IS_THE_FOLD("I14"),
    /** A node whose lease has run out writes nothing. */
    FENCED("F5"),
    /** Everything that is asked is answered. */
    ANSWERED("I12");

    private final String number;

    Invariant(String number) {
        this.number = number;
    }

    @Override
    public String toString() {
        return number + " " + name();
    }
}
