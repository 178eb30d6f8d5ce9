package io.gavel.store.command;

import static io.gavel.store.command.Columns.each;
import static io.gavel.store.command.Columns.times;

import io.gavel.event.Committed;
import io.gavel.store.command.Hearing.Heard;
import io.gavel.store.sql.LastWrites;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/** Writes what a transaction has made of meetings: one statement per table, one row per thing that has changed. */
final class StateWrites {
    private static final Statement<Row> BEGIN_SESSIONS = Statement.update("""
            INSERT INTO participant_session (session_id, meeting_id, user_id, node_id, incarnation, connection_id, joined_at,
                lost_at, seen_at, left_at, is_muted, is_video_on, is_sharing_screen)
            SELECT c.id, c.meeting_id, c.user_id, c.node_id, c.incarnation, c.connection_id, c.joined_at,
                   NULL, c.seen_at, c.left_at, c.is_muted, c.is_video_on, c.is_sharing_screen
            FROM unnest(#{ids}::uuid[], #{meetings}::bigint[], #{users}::text[], #{joined}::timestamptz[], #{nodes}::text[], #{incarnations}::uuid[], #{connections}::uuid[],
                    #{seen}::timestamptz[], #{left}::timestamptz[], #{muted}::boolean[], #{video}::boolean[],
                    #{sharing}::boolean[])
                c(id, meeting_id, user_id, joined_at, node_id, incarnation, connection_id, seen_at, left_at, is_muted,
                  is_video_on, is_sharing_screen)
            """);

    private static final Statement<Row> CHANGE_SESSIONS = Statement.update("""
            UPDATE participant_session s
            SET left_at = c.left_at, is_muted = c.is_muted, is_video_on = c.is_video_on,
                is_sharing_screen = c.is_sharing_screen
            FROM unnest(#{ids}::uuid[], #{left}::timestamptz[], #{muted}::boolean[], #{video}::boolean[],
                    #{sharing}::boolean[])
                c(id, left_at, is_muted, is_video_on, is_sharing_screen)
            WHERE s.session_id = c.id
            """);

    /** A connection may be lost, and a lease run out, without the meeting's lock: only a session that moves overrules that. */
    private static final Statement<Row> MOVE_SESSIONS = Statement.update("""
            UPDATE participant_session s
            SET node_id = c.node_id, incarnation = c.incarnation, connection_id = c.connection_id, lost_at = c.lost_at,
                seen_at = c.seen_at, left_at = c.left_at, is_muted = c.is_muted, is_video_on = c.is_video_on,
                is_sharing_screen = c.is_sharing_screen
            FROM unnest(#{ids}::uuid[], #{nodes}::text[], #{incarnations}::uuid[], #{connections}::uuid[],
                    #{lost}::timestamptz[], #{seen}::timestamptz[], #{left}::timestamptz[], #{muted}::boolean[],
                    #{video}::boolean[], #{sharing}::boolean[])
                c(id, node_id, incarnation, connection_id, lost_at, seen_at, left_at, is_muted, is_video_on,
                  is_sharing_screen)
            WHERE s.session_id = c.id
            """);

    private static final Statement<Row> CHANGE_PEOPLE = Statement.update("""
            UPDATE meeting_participant p
            SET inside_since = c.inside_since, attended_until = c.attended_until,
                last_left_at = coalesce(c.last_left_at, p.last_left_at), attended_ms = p.attended_ms + c.attended_ms,
                hand_raised_seq = c.hand_raised_seq,
                is_media_missing = p.is_media_missing AND c.inside_since IS NOT NULL,
                is_unconfirmed = p.is_unconfirmed AND NOT c.has_entered
            FROM unnest(#{meetings}::bigint[], #{users}::text[], #{inside}::timestamptz[], #{until}::timestamptz[], #{left}::timestamptz[],
                    #{attended}::bigint[], #{hands}::bigint[], #{entered}::boolean[])
                c(meeting_id, user_id, inside_since, attended_until, last_left_at, attended_ms, hand_raised_seq, has_entered)
            WHERE p.meeting_id = c.meeting_id AND p.user_id = c.user_id
            """);
    private static final Statement<Row> CLOSE_INTERVALS = Statement.update("""
            INSERT INTO meeting_attendance AS a (meeting_id, user_id, joined_at, left_at)
            SELECT * FROM unnest(#{meetings}::bigint[], #{users}::text[], #{joined}::timestamptz[], #{left}::timestamptz[])
            ON CONFLICT (meeting_id, user_id, joined_at) DO UPDATE SET left_at = greatest(a.left_at, excluded.left_at)
            """);

    private final SqlConnection connection;
    private final List<MeetingState> meetings;
    private final List<Future<Integer>> sent = new ArrayList<>();

    private StateWrites(SqlConnection connection, List<MeetingState> meetings) {
        this.connection = connection;
        this.meetings = meetings;
    }

    /**
     * Sends all statements at once.
     *
     * @param result of what is to be told of each meeting when they are durable
     */
    static <T> LastWrites<T> last(SqlConnection connection, List<Heard> heard, Function<List<Committed>, T> result) {
        var writes =
                new StateWrites(connection, heard.stream().map(Heard::meeting).toList());
        writes.sendSessions();
        writes.sendPeople();
        var stream = new StreamWrites(heard);
        stream.send(connection).forEach(writes.sent::add);
        AnswerRows.keepForwarded(connection, heard).forEach(writes.sent::add);
        return new LastWrites<>(Future.all(writes.sent).map(done -> result.apply(stream.committed())));
    }

    private void sendSessions() {
        send(
                BEGIN_SESSIONS,
                sessions(LiveSession::isNew),
                (begin, begun) -> held(begin, begun)
                        .bind("meetings", each(begun, Owned::meetingId, Long[]::new))
                        .bind("users", each(begun, Owned::userId, String[]::new))
                        .bind("joined", times(begun, one -> one.what().joinedAt())));
        send(
                MOVE_SESSIONS,
                sessions(session -> !session.isNew() && session.hasMoved()),
                (move, moved) -> held(move, moved)
                        .bind("lost", times(moved, one -> one.what().holder().lostAt())));
        send(
                CHANGE_SESSIONS,
                sessions(session -> !session.isNew() && !session.hasMoved() && session.isChanged()),
                (change, changed) -> change);
    }

    private void send(
            Statement<Row> statement,
            List<Owned<LiveSession>> sessions,
            BiFunction<Statement<Row>.Execution, List<Owned<LiveSession>>, Statement<Row>.Execution> columns) {
        if (!sessions.isEmpty()) {
            var execution = statement
                    .on(connection)
                    .bind("ids", each(sessions, one -> one.what().id(), UUID[]::new))
                    .bind("left", times(sessions, one -> one.what().leftAt()))
                    .bind("muted", each(sessions, one -> one.what().media().isMuted(), Boolean[]::new))
                    .bind("video", each(sessions, one -> one.what().media().isVideoOn(), Boolean[]::new))
                    .bind("sharing", each(sessions, one -> one.what().media().isSharingScreen(), Boolean[]::new));
            sent.add(columns.apply(execution, sessions).count());
        }
    }

    private static Statement<Row>.Execution held(Statement<Row>.Execution execution, List<Owned<LiveSession>> rows) {
        return execution
                .bind("nodes", each(rows, one -> one.what().holder().nodeId(), String[]::new))
                .bind("incarnations", each(rows, one -> one.what().holder().incarnation(), UUID[]::new))
                .bind("connections", each(rows, one -> one.what().holder().connectionId(), UUID[]::new))
                .bind("seen", times(rows, one -> one.what().holder().seenAt()));
    }

    private List<Owned<LiveSession>> sessions(Predicate<LiveSession> which) {
        return people().stream()
                .flatMap(owned -> owned.what().sessions().stream().filter(which).map(owned::with))
                .toList();
    }

    private void sendPeople() {
        var changed = people().stream().filter(one -> one.what().isChanged()).toList();
        if (changed.isEmpty()) {
            return;
        }
        sent.add(CHANGE_PEOPLE
                .on(connection)
                .bind("meetings", each(changed, Owned::meetingId, Long[]::new))
                .bind("users", each(changed, Owned::userId, String[]::new))
                .bind("inside", times(changed, one -> one.what().insideSince()))
                .bind("until", times(changed, one -> one.what().attendedUntil()))
                .bind("left", times(changed, one -> one.what().lastLeftAt()))
                .bind("attended", each(changed, one -> one.what().attendedMillis(), Long[]::new))
                .bind("hands", each(changed, one -> one.what().handRaisedSeq(), Long[]::new))
                .bind("entered", each(changed, one -> one.what().hasEntered(), Boolean[]::new))
                .count());
        sendIntervals(changed);
    }

    /** One without length tells nothing, and several of them within a transaction would begin at once. */
    private void sendIntervals(List<Owned<Person>> people) {
        var closed = people.stream()
                .flatMap(owned -> owned.what().attended().stream()
                        .filter(interval -> interval.millis() > 0)
                        .map(owned::with))
                .toList();
        if (!closed.isEmpty()) {
            sent.add(CLOSE_INTERVALS
                    .on(connection)
                    .bind("meetings", each(closed, Owned::meetingId, Long[]::new))
                    .bind("users", each(closed, Owned::userId, String[]::new))
                    .bind("joined", times(closed, one -> one.what().joinedAt()))
                    .bind("left", times(closed, one -> one.what().leftAt()))
                    .count());
        }
    }

    private List<Owned<Person>> people() {
        return meetings.stream()
                .flatMap(meeting -> meeting.people().stream()
                        .map(person -> new Owned<>(meeting.facts().meetingId(), person.userId(), person)))
                .toList();
    }

    /** What is somebody's in a meeting. */
    private record Owned<T>(long meetingId, String userId, T what) {
        <P> Owned<P> with(P part) {
            return new Owned<>(meetingId, userId, part);
        }
    }
}
