package io.gavel.store.notification;

/** How notifications are read, for their list and for the devices that are told. */
final class NotificationRows {
    static final String COLUMNS = """
            n.id, n.user_id, n.type, n.meeting_id, n.conversation_id, coalesce(m.title, mate.name, c.title) AS title,
            h.name AS host_name, m.scheduled_at, n.created_at, n.read_at""";

    /** A meeting's own chat is called as the meeting, and the talk of two as the other one. */
    static final String TABLES = """
            notification n
            LEFT JOIN conversation c ON c.id = n.conversation_id
            LEFT JOIN meeting m ON m.id = coalesce(n.meeting_id, c.meeting_id)
            LEFT JOIN app_user h ON h.id = m.host_user_id AND n.meeting_id IS NOT NULL
            LEFT JOIN app_user mate
                ON mate.id = CASE c.direct_low WHEN n.user_id THEN c.direct_high ELSE c.direct_low END""";

    private NotificationRows() {}
}
