package io.gavel.history;

import io.gavel.event.MeetingEvent;
import io.gavel.event.StreamEvent;
import io.gavel.event.Topic;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the database knows of a meeting at the end.
 *
 * @param seq the stream's head
 * @param events in their order
 * @param inside who is inside
 * @param sessions whose sessions have not ended
 * @param nanos when it was read, on the clients' clock
 */
public record StoredMeeting(
        long id,
        long seq,
        List<StoredEvent> events,
        List<StoredCommand> commands,
        Set<String> inside,
        Set<String> sessions,
        long nanos) {
    public StoredMeeting {
        events = List.copyOf(events);
        commands = List.copyOf(commands);
        inside = Set.copyOf(inside);
        sessions = Set.copyOf(sessions);
    }

    /**
     * A row of meeting_event.
     *
     * @param text as it goes over the wire, without insignificant space
     * @param user whom it is about; null where it has no {@code userId}
     */
    public record StoredEvent(
            long seq, String type, String text, @Nullable String user) {}

    /** A row of command_result. */
    public record StoredCommand(Entry.Key key, @Nullable Long seq) {
        /** An event that the system added by itself: somebody's device was lost, and another one shows something else. */
        public static StoredCommand ofNobody(long seq) {
            return new StoredCommand(new Entry.Key(MeetingEvent.SYSTEM, Long.toString(seq)), seq);
        }
    }

    /** With what the system did by itself, as {@link StoredCommand#ofNobody} has it. */
    private static final String COMMANDS = """
            SELECT actor, command_id, seq FROM (
                SELECT meeting_id, actor, command_id, seq FROM command_result
                UNION ALL
                SELECT meeting_id, actor, seq::text, seq FROM meeting_event
                WHERE actor = 'system' AND type ~ '^user_.*_(status|stopped)$') c
            WHERE meeting_id = ?
            """;

    private interface Mapping<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Reads the rows; the connection has Gavel's schema in its search path. */
    public static StoredMeeting read(Connection connection, long meetingId) throws SQLException {
        var nanos = System.nanoTime();
        return new StoredMeeting(
                meetingId,
                rows(
                                connection,
                                meetingId,
                                "SELECT seq FROM meeting_stream WHERE meeting_id = ?",
                                row -> row.getLong(1))
                        .get(0),
                rows(
                        connection,
                        meetingId,
                        "SELECT seq, type, at, body FROM meeting_event WHERE meeting_id = ? ORDER BY seq",
                        row -> event(meetingId, row)),
                rows(
                        connection,
                        meetingId,
                        COMMANDS,
                        row -> new StoredCommand(
                                new Entry.Key(row.getString(1), row.getString(2)), row.getObject(3, Long.class))),
                users(
                        connection,
                        meetingId,
                        "SELECT user_id FROM meeting_participant WHERE meeting_id = ? AND inside_since IS NOT NULL"),
                users(
                        connection,
                        meetingId,
                        "SELECT user_id FROM participant_session WHERE meeting_id = ? AND left_at IS NULL"),
                nanos);
    }

    /** JSON without insignificant space, so that two texts of the same event are equal. */
    public static String plain(String json) {
        return new JsonObject(json).encode();
    }

    private static StoredEvent event(long meetingId, ResultSet row) throws SQLException {
        var at = row.getObject("at", OffsetDateTime.class).toInstant();
        var stored = new StreamEvent(row.getLong("seq"), row.getString("type"), at, row.getString("body"));
        var json = new JsonObject(stored.json(Topic.meeting(meetingId)));
        return new StoredEvent(stored.seq(), stored.type(), json.encode(), json.getString("userId"));
    }

    private static Set<String> users(Connection connection, long meetingId, String sql) throws SQLException {
        return new HashSet<>(rows(connection, meetingId, sql, row -> row.getString(1)));
    }

    private static <T> List<T> rows(Connection connection, long meetingId, String sql, Mapping<T> mapping)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setLong(1, meetingId);
            try (var rows = statement.executeQuery()) {
                var all = new ArrayList<T>();
                while (rows.next()) {
                    all.add(mapping.of(rows));
                }
                return all;
            }
        }
    }
}
