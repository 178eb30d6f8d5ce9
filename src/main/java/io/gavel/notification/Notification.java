package io.gavel.notification;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a user is told outside of a meeting; title and host are the meeting's current ones.
 *
 * @param readAt null while unread
 */
public record Notification(
        long id,
        NotificationType type,
        long meetingId,
        String title,
        String hostName,
        Instant createdAt,
        @Nullable Instant readAt) {}
