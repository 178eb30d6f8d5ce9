package io.gavel.store.notification;

import io.gavel.bus.Done;
import io.gavel.notification.Notification;
import io.gavel.notification.NotificationPage;
import io.gavel.notification.NotificationRequests.ListNotifications;
import io.gavel.notification.NotificationRequests.ReadAllNotifications;
import io.gavel.notification.NotificationRequests.ReadNotification;
import io.gavel.problem.Problem;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.Commits;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;

/** Reads notifications for their owner, who marks them as read. */
public final class NotificationList {
    /** One statement, hence one snapshot: the count is that of the list. */
    private static final Statement<Row> LIST =
            Statement.query("""
            SELECT unread.unread_count, n.*
            FROM (SELECT count(*) AS unread_count FROM notification
                  WHERE user_id = #{userId} AND read_at IS NULL) unread
            LEFT JOIN LATERAL (
                SELECT %s FROM %s
                WHERE n.user_id = #{userId} AND (NOT #{unreadOnly} OR n.read_at IS NULL)
                  AND n.id < coalesce(#{before}::bigint, 9223372036854775807)
                ORDER BY n.id DESC
                LIMIT #{limit}
            ) n ON true
            ORDER BY n.id DESC
            """.formatted(NotificationRows.COLUMNS, NotificationRows.TABLES), row -> row);

    private static final Statement<Boolean> READ = Statement.query("""
            WITH mine AS (
                SELECT id, read_at FROM notification WHERE id = #{id} AND user_id = #{userId} FOR UPDATE
            ), done AS (
                UPDATE notification n SET read_at = now_ms() FROM mine WHERE n.id = mine.id AND mine.read_at IS NULL
            )
            SELECT read_at IS NULL AS is_news FROM mine
            """, row -> row.getBoolean("is_news"));
    private static final Statement<Row> READ_ALL = Statement.update("""
            UPDATE notification SET read_at = now_ms()
            WHERE id IN (SELECT id FROM notification WHERE user_id = #{userId} AND read_at IS NULL
                         ORDER BY id FOR UPDATE)
            """);

    private final Database database;
    private final Commits commits;

    public NotificationList(Database database, Commits commits) {
        this.database = database;
        this.commits = commits;
    }

    public Future<NotificationPage> list(ListNotifications list) {
        return database.read(client -> LIST.on(client)
                        .bind("userId", list.caller().userId())
                        .bind("unreadOnly", list.unreadOnly())
                        .bind("before", list.before())
                        .bind("limit", list.limit() + 1)
                        .list())
                .map(rows -> page(rows, list.limit()));
    }

    public Future<Done> read(ReadNotification read) {
        var userId = read.caller().userId();
        return commits.writeAlone(transaction -> READ.on(transaction.connection())
                .bind("id", read.notificationId())
                .bind("userId", userId)
                .first()
                .map(found -> {
                    if (found.orElseThrow(Problem::notFound)) {
                        transaction.tellUsers(List.of(userId));
                    }
                    return Done.DONE;
                }));
    }

    public Future<Done> readAll(ReadAllNotifications read) {
        var userId = read.caller().userId();
        return commits.writeAlone(transaction -> READ_ALL.on(transaction.connection())
                .bind("userId", userId)
                .count()
                .map(count -> {
                    if (count > 0) {
                        transaction.tellUsers(List.of(userId));
                    }
                    return Done.DONE;
                }));
    }

    private static NotificationPage page(List<Row> rows, int limit) {
        var unread = rows.get(0).getLong("unread_count");
        var found = rows.stream()
                .filter(row -> row.getLong("id") != null)
                .map(NotificationList::notification)
                .toList();
        if (found.size() <= limit) {
            return new NotificationPage(found, null, unread);
        }
        var items = List.copyOf(found.subList(0, limit));
        return new NotificationPage(items, Long.toString(items.get(limit - 1).id()), unread);
    }

    private static Notification notification(Row row) {
        return new Notification(
                row.getLong("id"),
                row.getString("type"),
                row.getLong("meeting_id"),
                row.getLong("conversation_id"),
                row.getString("title"),
                row.getString("host_name"),
                MeetingRows.instant(row, "created_at"),
                MeetingRows.instantOrNull(row, "read_at"));
    }
}
