package io.gavel.notification;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a user is told outside of a meeting or a conversation; title and host are the current ones.
 *
 * @param type a {@link NotificationType} as the wire writes it, or one of another version of Gavel
 * @param meetingId null where it is of a conversation
 * @param conversationId null where it is of a meeting
 * @param title the meeting's or the conversation's; of a direct one the other's name; null for a group without one
 * @param hostName null where it is of a conversation
 * @param readAt null while unread
 */
public record Notification(
        long id,
        String type,
        @Nullable Long meetingId,
        @Nullable Long conversationId,
        @Nullable String title,
        @Nullable String hostName,
        Instant createdAt,
        @Nullable Instant readAt) {}
