package io.gavel.store.notification;

import io.gavel.event.MeetingEvent;
import io.gavel.notification.NotificationType;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.LockedMeeting;
import io.gavel.store.stream.MeetingRows;
import io.gavel.store.stream.Transaction;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Tells people of what happens to their meetings, in the transaction in which it does. Who has not read what they were told
 * last is told only how things are now. That a notification is unread no longer reaches the devices by itself.
 */
public final class Notifications {
    /** An edit of these is worth telling. */
    private static final Set<String> TOLD_FIELDS =
            Set.of("title", "description", "scheduledAt", "durationMinutes", "timeZone");

    /** What everybody who is told of a meeting from now on need no longer read. */
    private static final String OVERTAKEN = "('meeting_invitation', 'meeting_updated', 'meeting_started')";

    /** A part of the statement that lets #{userId} into #{meetingId} at #{now}; one row where there was something to read. */
    public static final String READ_OVERTAKEN = """
            UPDATE notification SET read_at = #{now}
            WHERE user_id = #{userId} AND meeting_id = #{meetingId} AND type IN %s AND read_at IS NULL
            RETURNING user_id
            """.formatted(OVERTAKEN);

    /** A part of the statement that has {@code made} a meeting, of #{userIds} with #{roles}; one row for each who is told. */
    public static final String INVITED =
            """
            INSERT INTO notification (user_id, type, meeting_id, created_at)
            SELECT p.user_id, '%1$s', made.id, made.created_at
            FROM made, unnest(#{userIds}::text[], #{roles}::text[]) p(user_id, role)
            WHERE p.role <> 'Host' AND %2$s
            RETURNING user_id
            """.formatted(NotificationType.MEETING_INVITATION.wire(), wanted("'meeting_invitation'"));

    private static final Statement<String> TELL_THESE = telling("p.user_id = ANY (#{users}::text[])");
    private static final Statement<String> TELL_OTHERS = telling("p.user_id <> ALL (#{users}::text[])");
    private static final Statement<String> TELL_OTHER_INVITEES =
            telling("p.role <> 'Host' AND p.user_id <> ALL (#{users}::text[])");
    private static final Statement<String> TELL_OTHERS_WHO_NEVER_CAME =
            telling("p.role <> 'Host' AND p.first_joined_at IS NULL AND p.user_id <> ALL (#{users}::text[])");
    private static final Statement<String> TELL_OTHERS_WHO_KNOW_OF_IT = telling("""
            p.role <> 'Host' AND p.user_id <> ALL (#{users}::text[])
              AND NOT EXISTS (SELECT FROM notification n
                              WHERE n.user_id = p.user_id AND n.meeting_id = p.meeting_id
                                AND n.type = 'meeting_invitation' AND n.read_at IS NULL)""");

    private static final Statement<String> RENEW_INVITATIONS =
            Statement.query("""
            UPDATE notification p SET id = DEFAULT, created_at = #{now}
            WHERE p.meeting_id = #{meetingId} AND p.type = 'meeting_invitation' AND p.read_at IS NULL AND %s
            RETURNING p.user_id
            """.formatted(wanted("'meeting_invitation'")), row -> row.getString("user_id"));
    private static final Statement<String> DELETE_OVERTAKEN =
            Statement.query("""
            DELETE FROM notification
            WHERE id IN (SELECT id FROM notification
                         WHERE meeting_id = #{meetingId} AND type IN %s AND read_at IS NULL ORDER BY id FOR UPDATE)
            RETURNING user_id
            """.formatted(OVERTAKEN), row -> row.getString("user_id"));
    private static final Statement<String> DELETE_FOR_USER = Statement.query("""
            DELETE FROM notification n
            WHERE n.user_id = #{userId} AND n.meeting_id = #{meetingId}
            RETURNING n.user_id
            """, row -> row.getString("user_id"));

    private Notifications() {}

    /** Tells these people of a meeting that they are invited. */
    public static Future<Void> invite(
            Transaction transaction, long meetingId, Instant now, Collection<String> userIds) {
        return tell(transaction, meetingId, now, TELL_THESE, NotificationType.MEETING_INVITATION, userIds);
    }

    /**
     * Puts a current invitation in the place of one that is unread, and tells the other invitees of the change.
     *
     * @param fields which ones have changed
     */
    public static Future<Void> update(LockedMeeting meeting, Collection<String> fields) {
        if (fields.stream().noneMatch(TOLD_FIELDS::contains)) {
            return Future.succeededFuture();
        }
        return RENEW_INVITATIONS
                .on(meeting.connection())
                .bind("meetingId", meeting.id())
                .bind("now", MeetingRows.timestamp(meeting.now()))
                .list()
                .compose(renewed -> {
                    meeting.transaction().tellUsers(renewed);
                    return tell(meeting, TELL_OTHERS_WHO_KNOW_OF_IT, NotificationType.MEETING_UPDATED, List.of());
                });
    }

    /** Tells the invitees that the meeting has begun, but for who began it. */
    public static Future<Void> start(LockedMeeting meeting, String by) {
        return tell(meeting, TELL_OTHER_INVITEES, NotificationType.MEETING_STARTED, List.of(by));
    }

    /** Tells all members but who added it. */
    public static Future<Void> addRecording(LockedMeeting meeting, String by) {
        return tell(meeting, TELL_OTHERS, NotificationType.RECORDING_AVAILABLE, List.of(by));
    }

    /** Takes back all that somebody was told of a meeting that is no longer for them to know of. */
    public static Future<Void> uninvite(LockedMeeting meeting, String userId) {
        return DELETE_FOR_USER
                .on(meeting.connection())
                .bind("meetingId", meeting.id())
                .bind("userId", userId)
                .list()
                .map(deleted -> told(meeting.transaction(), deleted));
    }

    /** Takes back what leads to a meeting that is over, and tells the invitees who never came that they have missed it. */
    public static Future<Void> complete(LockedMeeting meeting) {
        return deleteOvertaken(meeting)
                .compose(deleted ->
                        tell(meeting, TELL_OTHERS_WHO_NEVER_CAME, NotificationType.MISSED_MEETING, List.of()));
    }

    /** Puts word of the cancellation in the place of what leads to it; the system's own is told to the Host alone. */
    public static Future<Void> cancel(LockedMeeting meeting, String by) {
        return deleteOvertaken(meeting)
                .compose(deleted -> by.equals(MeetingEvent.SYSTEM)
                        ? tell(
                                meeting,
                                TELL_THESE,
                                NotificationType.MEETING_CANCELLED,
                                List.of(meeting.meeting().hostUserId()))
                        : tell(meeting, TELL_OTHER_INVITEES, NotificationType.MEETING_CANCELLED, List.of(by)));
    }

    private static Future<Void> deleteOvertaken(LockedMeeting meeting) {
        return DELETE_OVERTAKEN
                .on(meeting.connection())
                .bind("meetingId", meeting.id())
                .list()
                .map(deleted -> told(meeting.transaction(), deleted));
    }

    private static Future<Void> tell(
            LockedMeeting meeting, Statement<String> audience, NotificationType type, Collection<String> users) {
        return tell(meeting.transaction(), meeting.id(), meeting.now(), audience, type, users);
    }

    private static Future<Void> tell(
            Transaction transaction,
            long meetingId,
            Instant now,
            Statement<String> audience,
            NotificationType type,
            Collection<String> users) {
        return audience.on(transaction.connection())
                .bind("meetingId", meetingId)
                .bind("type", type.wire())
                .bind("now", MeetingRows.timestamp(now))
                .bind("users", users.toArray(String[]::new))
                .list()
                .map(told -> told(transaction, told));
    }

    private static Void told(Transaction transaction, List<String> userIds) {
        transaction.tellUsers(userIds);
        return null;
    }

    /**
     * Tells some members of a meeting; what of the same type they have not read gives way.
     *
     * @param audience which members {@code p}; {@code #{users}} are those who are meant, or left out
     */
    private static Statement<String> telling(String audience) {
        return Statement.query("""
                INSERT INTO notification (user_id, type, meeting_id, created_at)
                SELECT p.user_id, #{type}::text, #{meetingId}, #{now} FROM meeting_participant p
                WHERE p.meeting_id = #{meetingId} AND p.removed_at IS NULL AND %s AND %s
                ORDER BY p.user_id
                ON CONFLICT (user_id, meeting_id, type) WHERE read_at IS NULL
                    DO UPDATE SET id = DEFAULT, created_at = excluded.created_at
                RETURNING user_id
                """.formatted(audience, wanted("#{type}::text")), row -> row.getString("user_id"));
    }

    /**
     * Nothing is written that its user {@code p} does not want. Asked for each user, as a value: as a NOT EXISTS it is a join,
     * and one whose plan was made while hardly anybody refused anything goes through all who do.
     */
    static String wanted(String type) {
        return "(SELECT r.user_id FROM notification_refused r WHERE r.user_id = p.user_id AND r.type = %s) IS NULL"
                .formatted(type);
    }
}
