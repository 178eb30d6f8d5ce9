package io.gavel.store.notification;

import io.gavel.json.WireJson;
import io.gavel.notification.NotificationType;
import io.gavel.notification.PersonalRequests.Personal;
import io.gavel.notification.PersonalRequests.ReadRecent;
import io.gavel.notification.PersonalRequests.Recent;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads notifications as their users' devices are sent them, and which of them are unread no longer. */
public final class PersonalReads {
    /** What takes notifications off the screens, beside the types of those. */
    private static final String READ_EVENT = "notification_read";

    /** One statement, hence one snapshot: nothing comes between what is told and the highest id. */
    private static final Statement<Row> READ =
            Statement.query("""
            SELECT newest.id AS newest_id, n.*
            FROM (SELECT coalesce(greatest((SELECT max(id) FROM notification), (SELECT max(id) FROM notification_read)), 0)
                      AS id) newest
            LEFT JOIN LATERAL (
                (SELECT %s, NULL::bigint AS notification_id FROM %s
                 WHERE n.user_id = ANY (#{userIds}::text[]) AND n.id > #{afterId}
                 ORDER BY n.id LIMIT #{most})
                UNION ALL
                (SELECT id, user_id, '%s', NULL, NULL, NULL, NULL, NULL, at, NULL, notification_id
                 FROM notification_read
                 WHERE user_id = ANY (#{userIds}::text[]) AND id > #{afterId}
                 ORDER BY id LIMIT #{most})
                ORDER BY id LIMIT #{most}
            ) n ON true
            ORDER BY n.id
            """.formatted(NotificationRows.COLUMNS, NotificationRows.TABLES, READ_EVENT), row -> row);

    private final Database database;

    public PersonalReads(Database database) {
        this.database = database;
    }

    public Future<Recent> read(ReadRecent read) {
        return database.read(client -> READ.on(client)
                        .bind("userIds", read.userIds().toArray(String[]::new))
                        .bind("afterId", read.afterId())
                        .bind("most", ReadRecent.MOST)
                        .list())
                .map(PersonalReads::recent);
    }

    private static Recent recent(List<Row> rows) {
        var items = rows.stream()
                .filter(row -> row.getLong("id") != null)
                .map(PersonalReads::personal)
                .toList();
        return new Recent(items, rows.get(0).getLong("newest_id"));
    }

    private static Personal personal(Row row) {
        var at = MeetingRows.instant(row, "created_at");
        return new Personal(row.getLong("id"), row.getString("user_id"), at, WireJson.encode(event(row, at)));
    }

    private static Map<String, @Nullable Object> event(Row row, Instant at) {
        var type = row.getString("type");
        if (type.equals(READ_EVENT)) {
            var event = envelope(type, at);
            event.put("notificationId", row.getLong("notification_id"));
            return event;
        }
        if (type.equals(NotificationType.MEETING_INVITATION.wire())) {
            var event = envelope(type, at);
            event.put("meetingId", row.getLong("meeting_id"));
            event.put("hostName", row.getString("host_name"));
            event.put("title", row.getString("title"));
            event.put("scheduledAt", WireJson.time(MeetingRows.instant(row, "scheduled_at")));
            event.put("notificationId", row.getLong("id"));
            return event;
        }
        if (type.equals(NotificationType.MEETING_CANCELLED.wire())) {
            var event = envelope(type, at);
            event.put("meetingId", row.getLong("meeting_id"));
            event.put("title", row.getString("title"));
            event.put("notificationId", row.getLong("id"));
            return event;
        }
        return notification(row, at);
    }

    /** A kind that this node need not know: one of another version of Gavel may have written it. */
    private static Map<String, @Nullable Object> notification(Row row, Instant at) {
        var event = envelope("notification", at);
        event.put("meetingId", row.getLong("meeting_id"));
        event.put("conversationId", row.getLong("conversation_id"));
        event.put("notificationId", row.getLong("id"));
        event.put("type", row.getString("type"));
        event.put("title", row.getString("title"));
        event.put("hostName", row.getString("host_name"));
        event.put("createdAt", WireJson.time(at));
        event.put("readAt", MeetingRows.instantOrNull(row, "read_at"));
        return event;
    }

    private static Map<String, @Nullable Object> envelope(String name, Instant at) {
        var event = new LinkedHashMap<String, @Nullable Object>();
        event.put("event", name);
        event.put("at", WireJson.time(at));
        return event;
    }
}
