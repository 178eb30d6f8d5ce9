package io.gavel.store.stream;

import io.gavel.meeting.Meeting;
import io.gavel.meeting.MeetingStatus;
import io.gavel.meeting.OwnChat;
import io.gavel.meeting.Recording;
import io.gavel.meeting.RecordingLink;
import io.gavel.meeting.Role;
import io.gavel.meeting.WatchedRecording;
import io.gavel.store.sql.Statement;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** How rows become meetings: the columns, and what is made of them. */
public final class MeetingRows {
    /** What stands in the meeting's row m itself. */
    public static final String OWN_COLUMNS = """
            m.id, m.title, m.description, m.room_name, m.status, m.host_user_id,
            m.scheduled_at, m.duration_minutes, m.time_zone, m.started_at, m.ended_at,
            m.password_hash IS NOT NULL AS has_password, m.recording_enabled, m.conversation_id, m.external_ref,
            m.max_participants, m.chat_enabled, m.cancel_reason, m.created_at, m.version
            """;

    /** Expects the tables as m (meeting), s (its stream), h (its host) and p (the caller's row, or none). */
    public static final String COLUMNS = OWN_COLUMNS + """
            , h.name AS host_name, p.role, s.seq,
            (SELECT c.id FROM conversation c WHERE c.meeting_id = m.id) AS chat_conversation_id
            """;

    /** The tables of {@link #COLUMNS}; needs #{caller}. */
    public static final String TABLES = """
            meeting m
            JOIN meeting_stream s ON s.meeting_id = m.id
            JOIN app_user h ON h.id = m.host_user_id
            LEFT JOIN meeting_participant p
                ON p.meeting_id = m.id AND p.user_id = #{caller} AND p.removed_at IS NULL
            """;

    /** The meeting #{meetingId} as #{caller} sees it, whether or not it may. */
    public static final Statement<Meeting> FIND = Statement.query(
            "SELECT %s FROM %s WHERE m.id = #{meetingId}".formatted(COLUMNS, TABLES), MeetingRows::meeting);

    private MeetingRows() {}

    public static Meeting meeting(Row row) {
        return new Meeting(
                row.getLong("id"),
                row.getString("title"),
                row.getString("description"),
                row.getString("room_name"),
                MeetingStatus.of(row.getString("status")),
                row.getString("host_user_id"),
                row.getString("host_name"),
                role(row),
                instant(row, "scheduled_at"),
                row.getInteger("duration_minutes"),
                row.getString("time_zone"),
                instantOrNull(row, "started_at"),
                instantOrNull(row, "ended_at"),
                duration(row),
                row.getBoolean("has_password"),
                row.getBoolean("recording_enabled"),
                row.getLong("conversation_id"),
                row.getString("external_ref"),
                row.getInteger("max_participants"),
                new OwnChat(row.getBoolean("chat_enabled"), row.getLong("chat_conversation_id")),
                row.getString("cancel_reason"),
                instant(row, "created_at"),
                row.getInteger("version"),
                row.getLong("seq"));
    }

    private static @Nullable Long duration(Row row) {
        var startedAt = instantOrNull(row, "started_at");
        var endedAt = instantOrNull(row, "ended_at");
        return startedAt == null || endedAt == null ? null : seconds(startedAt, endedAt);
    }

    public static Recording recording(Row row) {
        return new Recording(
                row.getLong("id"),
                row.getLong("meeting_id"),
                row.getString("file_url"),
                row.getString("file_name"),
                row.getLong("size_bytes"),
                row.getLong("duration_seconds"),
                row.getString("format"),
                instantOrNull(row, "started_at"),
                row.getString("created_by"),
                instant(row, "created_at"));
    }

    public static WatchedRecording watchedRecording(Row row) {
        var link = row.getString("link");
        return new WatchedRecording(
                recording(row),
                row.getBoolean("is_own"),
                link == null ? null : new RecordingLink(link, instant(row, "link_expires_at")));
    }

    public static @Nullable Role role(Row row) {
        var role = row.getString("role");
        return role == null ? null : Role.of(role);
    }

    /** Whole seconds between two times, rounded down. */
    public static long seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toSeconds());
    }

    public static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    public static @Nullable Instant instantOrNull(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    /** A time as the client binds it. */
    public static @Nullable OffsetDateTime timestamp(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
