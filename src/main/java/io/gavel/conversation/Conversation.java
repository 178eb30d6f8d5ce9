package io.gavel.conversation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as one member sees it.
 *
 * @param title null where none was given
 * @param meetingId the meeting whose own chat it is, else null
 * @param directUserId the other one of a direct conversation, else null
 * @param createdBy null for a meeting's chat
 * @param activeAt when its last message was written, or when it was made
 * @param seq the number of the last event of its stream
 * @param unread how many messages of others the caller has not read, among the next 1,000 messages
 * @param lastMessage null before the first
 */
public record Conversation(
        long id,
        ConversationKind kind,
        @Nullable String title,
        @Nullable Long meetingId,
        @Nullable String directUserId,
        @Nullable String directUserName,
        @Nullable String createdBy,
        Instant createdAt,
        Instant activeAt,
        int memberCount,
        long seq,
        long unread,
        @Nullable Message lastMessage) {}
