package io.gavel.event;

import io.gavel.json.WireJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that happened in a conversation, before it has its place in the stream. */
public record ConversationEvent(String type, Map<String, Object> payload) implements NewEvent {
    /** What a member has read concerns the others only where they look at it. */
    public static final String MESSAGE_READ = "message_read";

    static final String MEMBER_REMOVED = "member_removed";

    /** The first event of every conversation that somebody makes. */
    public static ConversationEvent conversationCreated(@Nullable String title, String by, List<String> userIds) {
        return event("conversation_created", "title", title, "by", by, "userIds", userIds);
    }

    public static ConversationEvent memberAdded(String userId, String userName, String by) {
        return event("member_added", "userId", userId, "userName", userName, "by", by);
    }

    /** The last event that this member gets; {@code by} is the same where it left by itself. */
    public static ConversationEvent memberRemoved(String userId, String userName, String by) {
        return event(MEMBER_REMOVED, "userId", userId, "userName", userName, "by", by);
    }

    /**
     * Somebody, or the system, said something.
     *
     * @param userId null for the system
     * @param system see {@link io.gavel.conversation.Message}
     */
    public static ConversationEvent messageCreated(
            long messageId,
            @Nullable String userId,
            @Nullable String userName,
            String text,
            @Nullable Map<String, Object> system,
            @Nullable Long replyToId,
            @Nullable String clientMessageId) {
        return event(
                "message_created",
                "messageId",
                messageId,
                "userId",
                userId,
                "userName",
                userName,
                "text",
                text,
                "system",
                system,
                "replyToId",
                replyToId,
                "clientMessageId",
                clientMessageId);
    }

    public static ConversationEvent messageEdited(long messageId, String userId, String text, Instant editedAt) {
        return event(
                "message_edited", "messageId", messageId, "userId", userId, "text", text, "editedAt", time(editedAt));
    }

    public static ConversationEvent messageDeleted(long messageId, String userId, Instant deletedAt) {
        return event("message_deleted", "messageId", messageId, "userId", userId, "deletedAt", time(deletedAt));
    }

    public static ConversationEvent reactionAdded(long messageId, String userId, String reaction) {
        return event("reaction_added", "messageId", messageId, "userId", userId, "reaction", reaction);
    }

    public static ConversationEvent reactionRemoved(long messageId, String userId, String reaction) {
        return event("reaction_removed", "messageId", messageId, "userId", userId, "reaction", reaction);
    }

    /** A member has read all up to this message. */
    public static ConversationEvent messageRead(String userId, long messageId) {
        return event(MESSAGE_READ, "userId", userId, "messageId", messageId);
    }

    private static String time(Instant at) {
        return WireJson.time(at);
    }

    private static ConversationEvent event(String type, @Nullable Object... namesAndValues) {
        return new ConversationEvent(type, Payload.of(namesAndValues));
    }
}
