package io.gavel.store.stream;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The columns of which meetings are made, in the order in which each statement selects them, before any others: they are read
 * by their places, for to look up their names took a fifth of a list's time.
 */
final class MeetingColumn {
    private static final List<MeetingColumn> SELECTED = new ArrayList<>();

    static final MeetingColumn ID = next("m.id");
    static final MeetingColumn TITLE = next("m.title");
    static final MeetingColumn DESCRIPTION = next("m.description");
    static final MeetingColumn ROOM_NAME = next("m.room_name");
    static final MeetingColumn STATUS = next("m.status");
    static final MeetingColumn HOST_USER_ID = next("m.host_user_id");
    static final MeetingColumn SCHEDULED_AT = next("m.scheduled_at");
    static final MeetingColumn DURATION_MINUTES = next("m.duration_minutes");
    static final MeetingColumn TIME_ZONE = next("m.time_zone");
    static final MeetingColumn STARTED_AT = next("m.started_at");
    static final MeetingColumn ENDED_AT = next("m.ended_at");
    static final MeetingColumn HAS_PASSWORD = next("m.password_hash IS NOT NULL AS has_password");
    static final MeetingColumn RECORDING_ENABLED = next("m.recording_enabled");
    static final MeetingColumn CONVERSATION_ID = next("m.conversation_id");
    static final MeetingColumn EXTERNAL_REF = next("m.external_ref");
    static final MeetingColumn MAX_PARTICIPANTS = next("m.max_participants");
    static final MeetingColumn CHAT_ENABLED = next("m.chat_enabled");
    static final MeetingColumn CANCEL_REASON = next("m.cancel_reason");
    static final MeetingColumn CREATED_AT = next("m.created_at");
    static final MeetingColumn VERSION = next("m.version");
    static final MeetingColumn HOST_NAME = next("h.name AS host_name");
    static final MeetingColumn ROLE = next("p.role");
    static final MeetingColumn SEQ = next("s.seq");
    static final MeetingColumn CHAT_CONVERSATION_ID =
            next("(SELECT c.id FROM conversation c WHERE c.meeting_id = m.id) AS chat_conversation_id");

    private final int place;
    private final String sql;

    private MeetingColumn(int place, String sql) {
        this.place = place;
        this.sql = sql;
    }

    private static MeetingColumn next(String sql) {
        var column = new MeetingColumn(SELECTED.size(), sql);
        SELECTED.add(column);
        return column;
    }

    /** What stands in the meeting's row itself. */
    static String own() {
        return select(VERSION.place + 1);
    }

    static String all() {
        return select(SELECTED.size());
    }

    private static String select(int columns) {
        return SELECTED.stream().limit(columns).map(column -> column.sql).collect(Collectors.joining(", "));
    }

    String text(Row row) {
        return row.getString(place);
    }

    boolean flag(Row row) {
        return row.getBoolean(place);
    }

    int number(Row row) {
        return row.getInteger(place);
    }

    @Nullable
    Integer numberOrNull(Row row) {
        return row.getInteger(place);
    }

    long id(Row row) {
        return row.getLong(place);
    }

    @Nullable
    Long idOrNull(Row row) {
        return row.getLong(place);
    }

    Instant time(Row row) {
        return row.getOffsetDateTime(place).toInstant();
    }

    @Nullable
    Instant timeOrNull(Row row) {
        var time = row.getOffsetDateTime(place);
        return time == null ? null : time.toInstant();
    }
}
