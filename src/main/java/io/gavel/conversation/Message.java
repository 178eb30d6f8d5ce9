package io.gavel.conversation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as it stands now.
 *
 * @param seq the event that told of it
 * @param userId its author; null for the system's
 * @param text as it was written, to the letter; null once deleted
 * @param system what a message of the system tells, with a {@code type}; else null
 * @param reactions in the order in which each was first given
 */
public record Message(
        long id,
        long conversationId,
        long seq,
        @Nullable String userId,
        @Nullable String userName,
        @Nullable String text,
        @Nullable Map<String, Object> system,
        @Nullable Long replyToId,
        @Nullable String clientMessageId,
        Instant createdAt,
        @Nullable Instant editedAt,
        @Nullable Instant deletedAt,
        List<Reaction> reactions) {
    /** As many characters (Unicode code points) as a text may have. */
    public static final int LONGEST_TEXT = 4000;

    /** As many characters as a reaction may have. */
    public static final int LONGEST_REACTION = 32;

    /** Different reactions of one user to one message. */
    public static final int MOST_REACTIONS = 20;

    /** Different reactions to one message, whoever gave them. */
    public static final int MOST_REACTIONS_IN_ALL = 50;

    /** One reaction to a message, and those who gave it. */
    public record Reaction(String reaction, List<String> userIds) {}
}
