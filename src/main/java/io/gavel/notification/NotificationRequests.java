package io.gavel.notification;

import io.gavel.identity.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may be asked of a user's own notifications. */
public final class NotificationRequests {
    private NotificationRequests() {}

    /**
     * Reads the caller's own, newest first.
     *
     * @param before only notifications with a lower id; null for the first page
     */
    public record ListNotifications(
            Caller caller,
            boolean unreadOnly,
            int limit,
            @Nullable Long before) {}

    public record ReadNotification(Caller caller, long notificationId) {}

    public record ReadAllNotifications(Caller caller) {}

    public record FindPreferences(Caller caller) {}

    /**
     * Changes what the caller wants to be told.
     *
     * @param wanted by type; what is not named stays as it is
     */
    public record SetPreferences(Caller caller, Map<NotificationType, Boolean> wanted) {
        public SetPreferences {
            wanted = Map.copyOf(wanted);
        }
    }
}
