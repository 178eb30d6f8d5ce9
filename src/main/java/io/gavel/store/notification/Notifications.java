package io.gavel.store.notification;

import io.gavel.bus.Done;
import io.gavel.event.MeetingEvent;
import io.gavel.notification.Notification;
import io.gavel.notification.NotificationPage;
import io.gavel.notification.NotificationRequests.ListNotifications;
import io.gavel.notification.NotificationRequests.ReadAllNotifications;
import io.gavel.notification.NotificationRequests.ReadNotification;
import io.gavel.notification.NotificationType;
import io.gavel.problem.Problem;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.LockedMeeting;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.List;

/** Writes notifications in the transaction that causes them, and reads them for their owner. */
public final class Notifications {
    private static final Statement<Row> INVITE = Statement.update("""
            INSERT INTO notification (user_id, type, meeting_id, created_at)
            SELECT user_id, 'meeting_invitation', #{meetingId}, #{now} FROM unnest(#{userIds}::text[]) user_id
            """);
    private static final Statement<Row> DELETE_INVITATIONS = Statement.update("""
            DELETE FROM notification
            WHERE meeting_id = #{meetingId} AND type = 'meeting_invitation' AND read_at IS NULL
            """);
    private static final Statement<Row> DELETE_FOR_USER =
            Statement.update("DELETE FROM notification WHERE meeting_id = #{meetingId} AND user_id = #{userId}");
    private static final Statement<String> TELL_INVITEES = Statement.query("""
            INSERT INTO notification (user_id, type, meeting_id, created_at)
            SELECT user_id, 'meeting_cancelled', #{meetingId}, #{now} FROM meeting_participant
            WHERE meeting_id = #{meetingId} AND removed_at IS NULL AND role <> 'Host'
            ORDER BY user_id
            RETURNING user_id
            """, row -> row.getString("user_id"));
    private static final Statement<String> TELL_HOST = Statement.query("""
            INSERT INTO notification (user_id, type, meeting_id, created_at)
            SELECT host_user_id, 'meeting_cancelled', id, #{now} FROM meeting WHERE id = #{meetingId}
            RETURNING user_id
            """, row -> row.getString("user_id"));
    private static final Statement<Notification> LIST = Statement.query(
            """
            SELECT n.id, n.type, n.meeting_id, m.title, h.name AS host_name, n.created_at, n.read_at
            FROM notification n
            JOIN meeting m ON m.id = n.meeting_id
            JOIN app_user h ON h.id = m.host_user_id
            WHERE n.user_id = #{userId} AND (NOT #{unreadOnly} OR n.read_at IS NULL)
              AND n.id < coalesce(#{before}::bigint, 9223372036854775807)
            ORDER BY n.id DESC
            LIMIT #{limit}
            """,
            row -> new Notification(
                    row.getLong("id"),
                    NotificationType.of(row.getString("type")),
                    row.getLong("meeting_id"),
                    row.getString("title"),
                    row.getString("host_name"),
                    MeetingRows.instant(row, "created_at"),
                    MeetingRows.instantOrNull(row, "read_at")));
    private static final Statement<Row> READ = Statement.update("""
            UPDATE notification SET read_at = coalesce(read_at, now_ms())
            WHERE id = #{id} AND user_id = #{userId}
            """);
    private static final Statement<Row> READ_ALL = Statement.update(
            "UPDATE notification SET read_at = now_ms() WHERE user_id = #{userId} AND read_at IS NULL");

    private final Database database;

    public Notifications(Database database) {
        this.database = database;
    }

    /** Tells these users that they are invited. */
    public static Future<Void> invite(LockedMeeting meeting, Collection<String> userIds) {
        meeting.tellUsers(userIds);
        return INVITE.on(meeting.connection())
                .bind("meetingId", meeting.id())
                .bind("now", MeetingRows.timestamp(meeting.now()))
                .bind("userIds", userIds.toArray(String[]::new))
                .count()
                .mapEmpty();
    }

    /** Takes back all that somebody was told of a meeting that is no longer for them to know of. */
    public static Future<Void> uninvite(LockedMeeting meeting, String userId) {
        return DELETE_FOR_USER
                .on(meeting.connection())
                .bind("meetingId", meeting.id())
                .bind("userId", userId)
                .count()
                .mapEmpty();
    }

    /** Puts word of the cancellation in the place of unread invitations; the system's own is told to the Host alone. */
    public static Future<Void> cancel(LockedMeeting meeting, String by) {
        var tell = by.equals(MeetingEvent.SYSTEM) ? TELL_HOST : TELL_INVITEES;
        return DELETE_INVITATIONS
                .on(meeting.connection())
                .bind("meetingId", meeting.id())
                .count()
                .compose(deleted -> tell.on(meeting.connection())
                        .bind("meetingId", meeting.id())
                        .bind("now", MeetingRows.timestamp(meeting.now()))
                        .list())
                .map(told -> {
                    meeting.tellUsers(told);
                    return null;
                });
    }

    public Future<NotificationPage> list(ListNotifications list) {
        return database.read(client -> LIST.on(client)
                        .bind("userId", list.caller().userId())
                        .bind("unreadOnly", list.unreadOnly())
                        .bind("before", list.before())
                        .bind("limit", list.limit() + 1)
                        .list())
                .map(found -> page(found, list.limit()));
    }

    public Future<Done> read(ReadNotification read) {
        return database.read(client -> READ.on(client)
                        .bind("id", read.notificationId())
                        .bind("userId", read.caller().userId())
                        .count())
                .map(count -> {
                    if (count == 0) {
                        throw Problem.notFound();
                    }
                    return Done.DONE;
                });
    }

    public Future<Done> readAll(ReadAllNotifications read) {
        return database.read(client -> READ_ALL.on(client)
                        .bind("userId", read.caller().userId())
                        .count())
                .map(count -> Done.DONE);
    }

    private static NotificationPage page(List<Notification> found, int limit) {
        if (found.size() <= limit) {
            return new NotificationPage(found, null);
        }
        var items = List.copyOf(found.subList(0, limit));
        return new NotificationPage(items, Long.toString(items.get(limit - 1).id()));
    }
}
