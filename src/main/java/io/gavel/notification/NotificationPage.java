package io.gavel.notification;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of notifications, newest first.
 *
 * @param nextCursor opaque; null on the last page
 * @param unreadCount how many the caller has not read, on whatever page
 */
public record NotificationPage(
        List<Notification> items, @Nullable String nextCursor, long unreadCount) {}
