package io.gavel.store.command;

import io.gavel.meeting.MeetingStatus;
import io.gavel.meeting.Role;
import io.gavel.store.command.Docket.Wanted;
import io.gavel.store.command.LiveSession.Holder;
import io.gavel.store.command.LiveSession.Media;
import io.gavel.store.command.MeetingState.Counts;
import io.gavel.store.command.MeetingState.Facts;
import io.gavel.store.command.MeetingState.Recording;
import io.gavel.store.command.Person.Member;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the states of meetings, as far as they concern these people, in a transaction that has their locks. */
final class StateReads {
    /** What is counted over all of a large meeting is counted only where a command asks for it. */
    private static final Statement<Row> MEETINGS = Statement.query("""
            SELECT m.id, m.status, m.recording_enabled, m.max_participants, s.epoch, s.seq, s.recording_by,
                   s.recording_since, now_ms() AS now,
                   CASE WHEN c.hands THEN (
                       SELECT count(*) FROM meeting_participant
                       WHERE meeting_id = m.id AND removed_at IS NULL AND hand_raised_seq IS NOT NULL
                   ) ELSE 0 END AS hands_up,
                   CASE WHEN c.places AND m.max_participants IS NOT NULL THEN (
                       SELECT count(*) FROM meeting_participant
                       WHERE meeting_id = m.id AND role = 'Participant' AND removed_at IS NULL
                         AND (inside_since IS NOT NULL OR in_media_since IS NOT NULL
                              OR is_admitted AND last_joined_at > now_ms() - make_interval(secs => #{unconfirmed}))
                   ) ELSE 0 END AS places_taken
            FROM unnest(#{meetings}::bigint[], #{hands}::boolean[], #{places}::boolean[]) c(id, hands, places)
            JOIN meeting m ON m.id = c.id
            JOIN meeting_stream s ON s.meeting_id = c.id
            """, row -> row);

    private static final Statement<Row> PEOPLE = Statement.query("""
            SELECT p.meeting_id, p.user_id, u.name, p.role, p.is_admitted, p.inside_since, p.attended_until,
                   p.hand_raised_seq,
                   p.in_media_since IS NOT NULL
                       OR coalesce(p.is_admitted AND p.last_joined_at > now_ms() - make_interval(secs => #{unconfirmed}), false)
                       AS is_expected
            FROM unnest(#{meetings}::bigint[], #{users}::text[]) c(meeting_id, user_id)
            JOIN meeting_participant p ON p.meeting_id = c.meeting_id AND p.user_id = c.user_id
            JOIN app_user u ON u.id = p.user_id
            WHERE p.removed_at IS NULL
            """, row -> row);
    private static final Statement<Row> SESSIONS = Statement.query("""
            SELECT s.session_id, s.meeting_id, s.user_id, s.node_id, s.incarnation, s.connection_id, s.joined_at, s.lost_at,
                   s.seen_at, s.is_muted, s.is_video_on, s.is_sharing_screen,
                   s.connection_id IS NOT NULL AND EXISTS (
                       SELECT FROM node_lease l
                       WHERE l.node_id = s.node_id AND l.incarnation = s.incarnation
                         AND l.expires_at > clock_timestamp()) AS is_held_alive
            FROM unnest(#{meetings}::bigint[], #{users}::text[]) c(meeting_id, user_id)
            JOIN participant_session s ON s.meeting_id = c.meeting_id AND s.user_id = c.user_id
            WHERE s.left_at IS NULL
            """, row -> row);

    private final SqlConnection connection;
    private final Duration unconfirmed;

    /** @param unconfirmed how long a REST join keeps a place that no session has confirmed */
    StateReads(SqlConnection connection, Duration unconfirmed) {
        this.connection = connection;
        this.unconfirmed = unconfirmed;
    }

    /** All statements are sent at once. By meeting; those that do not exist are absent. */
    Future<Map<Long, MeetingState>> read(List<Wanted> wanted) {
        var pairs = Pairs.of(wanted, Wanted::meetingId, Wanted::users);
        var meetings = MEETINGS.on(connection)
                .bind("meetings", wanted.stream().map(Wanted::meetingId).toArray(Long[]::new))
                .bind("hands", wanted.stream().map(Wanted::hands).toArray(Boolean[]::new))
                .bind("places", wanted.stream().map(Wanted::places).toArray(Boolean[]::new))
                .bind("unconfirmed", (double) unconfirmed.toSeconds())
                .list();
        var people = PEOPLE.on(connection)
                .bind("meetings", pairs.meetings())
                .bind("users", pairs.users())
                .bind("unconfirmed", (double) unconfirmed.toSeconds())
                .list();
        var sessions = SESSIONS.on(connection)
                .bind("meetings", pairs.meetings())
                .bind("users", pairs.users())
                .list();
        return Future.all(meetings, people, sessions)
                .map(all -> states(meetings.result(), people.result(), sessions.result()));
    }

    private static Map<Long, MeetingState> states(List<Row> meetings, List<Row> people, List<Row> sessions) {
        var sessionsOf = sessions.stream()
                .collect(Collectors.groupingBy(
                        StateReads::placeOf, Collectors.mapping(StateReads::session, Collectors.toUnmodifiableList())));
        var peopleOf = people.stream()
                .collect(Collectors.groupingBy(
                        row -> row.getLong("meeting_id"),
                        Collectors.mapping(row -> person(row, sessionsOf), Collectors.toUnmodifiableList())));
        return meetings.stream()
                .map(row -> state(row, peopleOf.getOrDefault(row.getLong("id"), List.of())))
                .collect(Collectors.toMap(state -> state.facts().meetingId(), Function.identity()));
    }

    private static MeetingState state(Row meeting, List<Person> people) {
        return new MeetingState(
                new Facts(
                        meeting.getLong("id"),
                        MeetingStatus.of(meeting.getString("status")),
                        meeting.getBoolean("recording_enabled"),
                        meeting.getInteger("max_participants"),
                        meeting.getUUID("epoch"),
                        meeting.getLong("seq"),
                        MeetingRows.instant(meeting, "now")),
                recording(meeting),
                new Counts(
                        meeting.getLong("places_taken"),
                        meeting.getLong("hands_up").intValue()),
                people);
    }

    private static Place placeOf(Row row) {
        return new Place(row.getLong("meeting_id"), row.getString("user_id"));
    }

    private static @Nullable Recording recording(Row meeting) {
        var startedBy = meeting.getString("recording_by");
        return startedBy == null ? null : new Recording(startedBy, MeetingRows.instant(meeting, "recording_since"));
    }

    private static Person person(Row row, Map<Place, List<LiveSession>> sessionsOf) {
        var userId = row.getString("user_id");
        return new Person(
                new Member(
                        userId,
                        row.getString("name"),
                        Role.of(row.getString("role")),
                        row.getBoolean("is_admitted"),
                        row.getBoolean("is_expected")),
                MeetingRows.instantOrNull(row, "inside_since"),
                MeetingRows.instantOrNull(row, "attended_until"),
                row.getLong("hand_raised_seq"),
                sessionsOf.getOrDefault(placeOf(row), List.of()));
    }

    private static LiveSession session(Row row) {
        return LiveSession.stored(
                row.getUUID("session_id"),
                MeetingRows.instant(row, "joined_at"),
                new Holder(
                        row.getString("node_id"),
                        row.getUUID("incarnation"),
                        row.getUUID("connection_id"),
                        MeetingRows.instantOrNull(row, "lost_at"),
                        MeetingRows.instantOrNull(row, "seen_at")),
                new Media(
                        row.getBoolean("is_muted"), row.getBoolean("is_video_on"), row.getBoolean("is_sharing_screen")),
                row.getBoolean("is_held_alive"));
    }

    /** One person's in one meeting. */
    private record Place(long meetingId, String userId) {}
}
