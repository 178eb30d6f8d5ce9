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
    /** What stands in the meeting's row m itself; in a SELECT, it comes first, and then what else {@link #COLUMNS} has. */
    public static final String OWN_COLUMNS = MeetingColumn.own();

    /** Comes first in a SELECT. Expects the tables as m (meeting), s (its stream), h (its host) and p (the caller's row, or none). */
    public static final String COLUMNS = MeetingColumn.all();

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
                MeetingColumn.ID.id(row),
                MeetingColumn.TITLE.text(row),
                MeetingColumn.DESCRIPTION.text(row),
                MeetingColumn.ROOM_NAME.text(row),
                MeetingStatus.of(MeetingColumn.STATUS.text(row)),
                MeetingColumn.HOST_USER_ID.text(row),
                MeetingColumn.HOST_NAME.text(row),
                roleOrNull(MeetingColumn.ROLE.text(row)),
                MeetingColumn.SCHEDULED_AT.time(row),
                MeetingColumn.DURATION_MINUTES.number(row),
                MeetingColumn.TIME_ZONE.text(row),
                MeetingColumn.STARTED_AT.timeOrNull(row),
                MeetingColumn.ENDED_AT.timeOrNull(row),
                duration(row),
                MeetingColumn.HAS_PASSWORD.flag(row),
                MeetingColumn.RECORDING_ENABLED.flag(row),
                MeetingColumn.CONVERSATION_ID.idOrNull(row),
                MeetingColumn.EXTERNAL_REF.text(row),
                MeetingColumn.MAX_PARTICIPANTS.numberOrNull(row),
                new OwnChat(MeetingColumn.CHAT_ENABLED.flag(row), MeetingColumn.CHAT_CONVERSATION_ID.idOrNull(row)),
                MeetingColumn.CANCEL_REASON.text(row),
                MeetingColumn.CREATED_AT.time(row),
                MeetingColumn.VERSION.number(row),
                MeetingColumn.SEQ.id(row));
    }

    private static @Nullable Long duration(Row row) {
        var startedAt = MeetingColumn.STARTED_AT.timeOrNull(row);
        var endedAt = MeetingColumn.ENDED_AT.timeOrNull(row);
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
        return roleOrNull(row.getString("role"));
    }

    private static @Nullable Role roleOrNull(@Nullable String role) {
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
