package io.gavel.notification;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Which types of notification a user wants: every type, with whether it is wanted. */
public record NotificationPreferences(Map<NotificationType, Boolean> byType) {
    public NotificationPreferences {
        byType = Collections.unmodifiableMap(new EnumMap<>(byType));
    }

    /** All types are wanted but these. */
    public static NotificationPreferences without(Set<String> refused) {
        var byType = new EnumMap<NotificationType, Boolean>(NotificationType.class);
        for (var type : NotificationType.values()) {
            byType.put(type, !refused.contains(type.wire()));
        }
        return new NotificationPreferences(byType);
    }
}
