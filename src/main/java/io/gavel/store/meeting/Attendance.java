package io.gavel.store.meeting;

import io.gavel.store.sql.Statement;
import io.gavel.store.stream.LockedMeeting;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who is inside, and for how long it was: closing sessions and the attendance intervals that they made up. */
final class Attendance {
    private static final Statement<Row> END_SESSIONS = Statement.update("""
            UPDATE participant_session SET left_at = greatest(#{at}::timestamptz, joined_at), connection_id = NULL
            WHERE meeting_id = #{meetingId} AND left_at IS NULL AND (#{userId}::text IS NULL OR user_id = #{userId})
            """);
    private static final Statement<Row> CLOSE_INTERVALS = Statement.update("""
            INSERT INTO meeting_attendance AS a (meeting_id, user_id, joined_at, left_at)
            SELECT meeting_id, user_id, inside_since, greatest(#{at}::timestamptz, inside_since)
            FROM meeting_participant
            WHERE meeting_id = #{meetingId} AND inside_since IS NOT NULL
              AND (#{userId}::text IS NULL OR user_id = #{userId})
            ON CONFLICT (meeting_id, user_id, joined_at) DO UPDATE SET left_at = greatest(a.left_at, excluded.left_at)
            """);
    private static final Statement<Row> CLEAR_PRESENCE = Statement.update("""
            UPDATE meeting_participant
            SET attended_ms = attended_ms
                    + (extract(epoch FROM greatest(#{at}::timestamptz, inside_since) - inside_since) * 1000)::bigint,
                last_left_at = greatest(#{at}::timestamptz, inside_since), inside_since = NULL, hand_raised_seq = NULL,
                is_media_missing = false
            WHERE meeting_id = #{meetingId} AND inside_since IS NOT NULL
              AND (#{userId}::text IS NULL OR user_id = #{userId})
            """);

    private Attendance() {}

    /**
     * Ends the sessions of one user, or of all.
     *
     * @param userId null for everybody
     * @return the number of people who were inside
     */
    static Future<Integer> end(LockedMeeting meeting, @Nullable String userId, Instant at) {
        return run(END_SESSIONS, meeting, userId, at)
                .compose(sessions -> run(CLOSE_INTERVALS, meeting, userId, at))
                .compose(intervals -> run(CLEAR_PRESENCE, meeting, userId, at));
    }

    private static Future<Integer> run(
            Statement<Row> statement, LockedMeeting meeting, @Nullable String userId, Instant at) {
        return statement
                .on(meeting.connection())
                .bind("meetingId", meeting.id())
                .bind("userId", userId)
                .bind("at", MeetingRows.timestamp(at))
                .count();
    }
}
