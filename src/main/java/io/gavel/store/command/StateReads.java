package io.gavel.store.command;

import io.gavel.meeting.MeetingStatus;
import io.gavel.meeting.Role;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the state of a meeting, as far as it concerns these people, in a transaction that has its lock. */
final class StateReads {
    /** What is counted over all of a large meeting is counted only where a command asks for it. */
    private static final Statement<Row> MEETING = Statement.query("""
            SELECT m.status, m.recording_enabled, m.max_participants, s.epoch, s.seq, s.recording_by, s.recording_since,
                   now_ms() AS now,
                   CASE WHEN #{hands}::boolean THEN (
                       SELECT count(*) FROM meeting_participant
                       WHERE meeting_id = m.id AND removed_at IS NULL AND hand_raised_seq IS NOT NULL
                   ) ELSE 0 END AS hands_up,
                   CASE WHEN #{places}::boolean AND m.max_participants IS NOT NULL THEN (
                       SELECT count(*) FROM meeting_participant
                       WHERE meeting_id = m.id AND role = 'Participant' AND removed_at IS NULL
                         AND (inside_since IS NOT NULL OR in_media_since IS NOT NULL
                              OR is_admitted AND last_joined_at > now_ms() - make_interval(secs => #{unconfirmed}))
                   ) ELSE 0 END AS places_taken
            FROM meeting m JOIN meeting_stream s ON s.meeting_id = m.id
            WHERE m.id = #{meetingId}
            """, row -> row);

    private static final Statement<Row> PEOPLE = Statement.query("""
            SELECT p.user_id, u.name, p.role, p.is_admitted, p.inside_since, p.attended_until, p.hand_raised_seq,
                   p.in_media_since IS NOT NULL
                       OR coalesce(p.is_admitted AND p.last_joined_at > now_ms() - make_interval(secs => #{unconfirmed}), false)
                       AS is_expected
            FROM meeting_participant p JOIN app_user u ON u.id = p.user_id
            WHERE p.meeting_id = #{meetingId} AND p.user_id = ANY (#{users}::text[]) AND p.removed_at IS NULL
            """, row -> row);
    private static final Statement<Row> SESSIONS = Statement.query("""
            SELECT s.session_id, s.user_id, s.node_id, s.incarnation, s.connection_id, s.joined_at, s.lost_at, s.seen_at,
                   s.is_muted, s.is_video_on, s.is_sharing_screen,
                   s.connection_id IS NOT NULL AND EXISTS (
                       SELECT FROM node_lease l
                       WHERE l.node_id = s.node_id AND l.incarnation = s.incarnation
                         AND l.expires_at > clock_timestamp()) AS is_held_alive
            FROM participant_session s
            WHERE s.meeting_id = #{meetingId} AND s.user_id = ANY (#{users}::text[]) AND s.left_at IS NULL
            """, row -> row);

    private final SqlConnection connection;
    private final long meetingId;
    private final Duration unconfirmed;

    /** @param unconfirmed how long a REST join keeps a place that no session has confirmed */
    StateReads(SqlConnection connection, long meetingId, Duration unconfirmed) {
        this.connection = connection;
        this.meetingId = meetingId;
        this.unconfirmed = unconfirmed;
    }

    /** All statements are sent at once. Empty when there is no such meeting. */
    Future<Optional<MeetingState>> read(Collection<String> users, Wanted wanted) {
        var ids = users.toArray(String[]::new);
        var meeting = MEETING.on(connection)
                .bind("meetingId", meetingId)
                .bind("hands", wanted.hands())
                .bind("places", wanted.places())
                .bind("unconfirmed", (double) unconfirmed.toSeconds())
                .first();
        var people = PEOPLE.on(connection)
                .bind("meetingId", meetingId)
                .bind("users", ids)
                .bind("unconfirmed", (double) unconfirmed.toSeconds())
                .list();
        var sessions = SESSIONS.on(connection)
                .bind("meetingId", meetingId)
                .bind("users", ids)
                .list();
        return Future.all(meeting, people, sessions)
                .map(all -> meeting.result().map(row -> state(row, people.result(), sessions.result())));
    }

    private MeetingState state(Row meeting, List<Row> people, List<Row> sessions) {
        var sessionsOf = sessions.stream()
                .collect(Collectors.groupingBy(
                        row -> row.getString("user_id"),
                        Collectors.mapping(StateReads::session, Collectors.toUnmodifiableList())));
        return new MeetingState(
                new Facts(
                        meetingId,
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
                people.stream().map(row -> person(row, sessionsOf)).toList());
    }

    private static @Nullable Recording recording(Row meeting) {
        var startedBy = meeting.getString("recording_by");
        return startedBy == null ? null : new Recording(startedBy, MeetingRows.instant(meeting, "recording_since"));
    }

    private static Person person(Row row, Map<String, List<LiveSession>> sessionsOf) {
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
                sessionsOf.getOrDefault(userId, List.of()));
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

    /**
     * What of the whole meeting must be counted.
     *
     * @param hands for the position of the next one
     * @param places for who wants to come in
     */
    record Wanted(boolean hands, boolean places) {}
}
