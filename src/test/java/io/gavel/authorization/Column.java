package io.gavel.authorization;

import java.util.Arrays;
import java.util.List;

/** When, or where, a call is tried: what stands above a table. */
enum Column {
    SCHEDULED("Scheduled"),
    IN_PROGRESS("InProgress"),
    COMPLETED("Completed"),
    CANCELLED("Cancelled"),
    /** In a conversation that is no meeting's. */
    GROUP("group"),
    /** It makes no difference when. */
    ALWAYS("always");

    /** What a call on a meeting is tried in. */
    static final List<Column> STATUSES = List.of(SCHEDULED, IN_PROGRESS, COMPLETED, CANCELLED);

    /** What a call on a conversation is tried in: a meeting's own chat, and a group. */
    static final List<Column> CONVERSATIONS = List.of(SCHEDULED, IN_PROGRESS, COMPLETED, CANCELLED, GROUP);

    private final String word;

    Column(String word) {
        this.word = word;
    }

    static Column of(String word) {
        return Arrays.stream(values())
                .filter(column -> column.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new AssertionError("\"" + word + "\" is no column"));
    }

    /** Whether the meeting has begun. */
    boolean isBegun() {
        return this != SCHEDULED;
    }

    /** Whether the conversation is a meeting's own chat. */
    boolean isOfMeeting() {
        return STATUSES.contains(this);
    }

    @Override
    public String toString() {
        return word;
    }
}
