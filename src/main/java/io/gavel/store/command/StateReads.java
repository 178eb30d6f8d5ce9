package io.gavel.store.command;

import static io.gavel.store.command.Columns.each;

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
    /** A row for each session of those who have one, and one for everybody else; without a person for who is no member. */
    private static final Statement<Row> PLACES = Statement.query("""
            SELECT c.meeting_id, c.user_id, m.status, m.recording_enabled, m.max_participants, s.epoch, s.seq,
                   s.recording_by, s.recording_since, now_ms() AS now,
                   u.name, p.role, p.is_admitted, p.inside_since, p.attended_until, p.hand_raised_seq,
                   p.in_media_since IS NOT NULL
                       OR coalesce(p.is_admitted AND p.last_joined_at > now_ms() - make_interval(secs => #{unconfirmed}), false)
                       AS is_expected,
                   d.session_id, d.node_id, d.incarnation, d.connection_id, d.joined_at, d.lost_at, d.seen_at, d.is_muted,
                   d.is_video_on, d.is_sharing_screen,
                   d.connection_id IS NOT NULL AND EXISTS (
                       SELECT FROM node_lease l
                       WHERE l.node_id = d.node_id AND l.incarnation = d.incarnation
                         AND l.expires_at > clock_timestamp()) AS is_held_alive
            FROM unnest(#{meetings}::bigint[], #{users}::text[]) c(meeting_id, user_id)
            JOIN meeting m ON m.id = c.meeting_id
            JOIN meeting_stream s ON s.meeting_id = c.meeting_id
            LEFT JOIN meeting_participant p
                ON p.meeting_id = c.meeting_id AND p.user_id = c.user_id AND p.removed_at IS NULL
            LEFT JOIN app_user u ON u.id = p.user_id
            LEFT JOIN participant_session d
                ON d.meeting_id = p.meeting_id AND d.user_id = p.user_id AND d.left_at IS NULL
            """, row -> row);

    /** What is counted over all of a large meeting is counted only where a command asks for it. */
    private static final Statement<Row> COUNTS = Statement.query("""
            SELECT m.id AS meeting_id,
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
        var places = PLACES.on(connection)
                .bind("meetings", pairs.meetings())
                .bind("users", pairs.users())
                .bind("unconfirmed", (double) unconfirmed.toSeconds())
                .list();
        var counts = counts(wanted.stream().filter(Wanted::counts).toList());
        return Future.all(places, counts).map(both -> states(places.result(), counts.result()));
    }

    private Future<Map<Long, Counts>> counts(List<Wanted> wanted) {
        return wanted.isEmpty()
                ? Future.succeededFuture(Map.of())
                : COUNTS.on(connection)
                        .bind("meetings", each(wanted, Wanted::meetingId, Long[]::new))
                        .bind("hands", each(wanted, Wanted::hands, Boolean[]::new))
                        .bind("places", each(wanted, Wanted::places, Boolean[]::new))
                        .bind("unconfirmed", (double) unconfirmed.toSeconds())
                        .list()
                        .map(rows -> rows.stream()
                                .collect(Collectors.toMap(
                                        row -> row.getLong("meeting_id"),
                                        row -> new Counts(
                                                row.getLong("places_taken"),
                                                row.getLong("hands_up").intValue()))));
    }

    private static Map<Long, MeetingState> states(List<Row> places, Map<Long, Counts> counts) {
        var byMeeting = places.stream().collect(Collectors.groupingBy(row -> row.getLong("meeting_id")));
        return byMeeting.entrySet().stream()
                .map(meeting -> state(meeting.getValue(), counts.getOrDefault(meeting.getKey(), new Counts(0, 0))))
                .collect(Collectors.toMap(state -> state.facts().meetingId(), Function.identity()));
    }

    private static MeetingState state(List<Row> places, Counts counts) {
        var byUser = places.stream()
                .filter(row -> row.getString("role") != null)
                .collect(Collectors.groupingBy(row -> row.getString("user_id")));
        return new MeetingState(
                facts(places.get(0)),
                recording(places.get(0)),
                counts,
                byUser.values().stream().map(StateReads::person).toList());
    }

    private static Facts facts(Row meeting) {
        return new Facts(
                meeting.getLong("meeting_id"),
                MeetingStatus.of(meeting.getString("status")),
                meeting.getBoolean("recording_enabled"),
                meeting.getInteger("max_participants"),
                meeting.getUUID("epoch"),
                meeting.getLong("seq"),
                MeetingRows.instant(meeting, "now"));
    }

    private static @Nullable Recording recording(Row meeting) {
        var startedBy = meeting.getString("recording_by");
        return startedBy == null ? null : new Recording(startedBy, MeetingRows.instant(meeting, "recording_since"));
    }

    private static Person person(List<Row> places) {
        var person = places.get(0);
        return new Person(
                new Member(
                        person.getString("user_id"),
                        person.getString("name"),
                        Role.of(person.getString("role")),
                        person.getBoolean("is_admitted"),
                        person.getBoolean("is_expected")),
                MeetingRows.instantOrNull(person, "inside_since"),
                MeetingRows.instantOrNull(person, "attended_until"),
                person.getLong("hand_raised_seq"),
                places.stream()
                        .filter(row -> row.getUUID("session_id") != null)
                        .map(StateReads::session)
                        .toList());
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
}
