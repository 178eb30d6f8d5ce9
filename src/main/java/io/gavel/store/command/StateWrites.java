package io.gavel.store.command;

import io.gavel.event.Committed;
import io.gavel.event.StreamEvent;
import io.gavel.event.Topic;
import io.gavel.json.WireJson;
import io.gavel.store.command.MeetingState.Addition;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

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

    /** A connection may be lost, and a lease run out, without the meeting's lock: only a session that moves overrules that. */
    private static final Statement<Row> CHANGE_SESSIONS = Statement.update("""
            UPDATE participant_session s
            SET node_id = CASE WHEN c.has_moved THEN c.node_id ELSE s.node_id END,
                incarnation = CASE WHEN c.has_moved THEN c.incarnation ELSE s.incarnation END,
                connection_id = CASE WHEN c.has_moved THEN c.connection_id ELSE s.connection_id END,
                lost_at = CASE WHEN c.has_moved THEN c.lost_at ELSE s.lost_at END,
                seen_at = CASE WHEN c.has_moved THEN c.seen_at ELSE s.seen_at END,
                left_at = c.left_at, is_muted = c.is_muted, is_video_on = c.is_video_on,
                is_sharing_screen = c.is_sharing_screen
            FROM unnest(#{ids}::uuid[], #{moved}::boolean[], #{nodes}::text[], #{incarnations}::uuid[],
                    #{connections}::uuid[], #{lost}::timestamptz[], #{seen}::timestamptz[], #{left}::timestamptz[],
                    #{muted}::boolean[], #{video}::boolean[], #{sharing}::boolean[])
                c(id, has_moved, node_id, incarnation, connection_id, lost_at, seen_at, left_at, is_muted, is_video_on,
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
    private static final Statement<Row> APPEND = Statement.update("""
            WITH appended AS (
                INSERT INTO meeting_event (meeting_id, seq, type, body, actor, at)
                SELECT e.meeting_id, e.seq, e.type, e.body::json, e.actor, e.at
                FROM unnest(#{meetings}::bigint[], #{seqs}::bigint[], #{types}::text[], #{bodies}::text[],
                        #{actors}::text[], #{times}::timestamptz[])
                    e(meeting_id, seq, type, body, actor, at)
            )
            UPDATE meeting_stream s
            SET seq = c.head, recording_by = c.recording_by, recording_since = c.recording_since
            FROM unnest(#{streams}::bigint[], #{heads}::bigint[], #{recordingBy}::text[], #{recordingSince}::timestamptz[])
                c(meeting_id, head, recording_by, recording_since)
            WHERE s.meeting_id = c.meeting_id
            """);

    private final SqlConnection connection;
    private final List<MeetingState> meetings;
    private final List<Future<Integer>> sent = new ArrayList<>();

    private StateWrites(SqlConnection connection, List<MeetingState> meetings) {
        this.connection = connection;
        this.meetings = meetings;
    }

    /** Sends all statements at once. What is to be told of each meeting when they are durable. */
    static Future<List<Committed>> write(SqlConnection connection, List<MeetingState> meetings) {
        var writes = new StateWrites(connection, meetings);
        writes.sendSessions();
        writes.sendPeople();
        var committed = writes.sendEvents();
        return Future.all(writes.sent).map(done -> committed);
    }

    private void sendSessions() {
        var begun = new ArrayList<Owned<LiveSession>>();
        var changed = new ArrayList<Owned<LiveSession>>();
        for (var owned : people()) {
            for (var session : owned.what().sessions()) {
                if (session.isNew()) {
                    begun.add(owned.with(session));
                } else if (session.isChanged()) {
                    changed.add(owned.with(session));
                }
            }
        }
        if (!begun.isEmpty()) {
            sent.add(sessions(BEGIN_SESSIONS, begun)
                    .bind("meetings", each(begun, Owned::meetingId, Long[]::new))
                    .bind("users", each(begun, Owned::userId, String[]::new))
                    .bind("joined", times(begun, one -> one.what().joinedAt()))
                    .count());
        }
        if (!changed.isEmpty()) {
            sent.add(sessions(CHANGE_SESSIONS, changed)
                    .bind("moved", each(changed, one -> one.what().hasMoved(), Boolean[]::new))
                    .bind("lost", times(changed, one -> one.what().holder().lostAt()))
                    .count());
        }
    }

    private Statement<Row>.Execution sessions(Statement<Row> statement, List<Owned<LiveSession>> rows) {
        return statement
                .on(connection)
                .bind("ids", each(rows, one -> one.what().id(), UUID[]::new))
                .bind("nodes", each(rows, one -> one.what().holder().nodeId(), String[]::new))
                .bind("incarnations", each(rows, one -> one.what().holder().incarnation(), UUID[]::new))
                .bind("connections", each(rows, one -> one.what().holder().connectionId(), UUID[]::new))
                .bind("seen", times(rows, one -> one.what().holder().seenAt()))
                .bind("left", times(rows, one -> one.what().leftAt()))
                .bind("muted", each(rows, one -> one.what().media().isMuted(), Boolean[]::new))
                .bind("video", each(rows, one -> one.what().media().isVideoOn(), Boolean[]::new))
                .bind("sharing", each(rows, one -> one.what().media().isSharingScreen(), Boolean[]::new));
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

    private List<Committed> sendEvents() {
        var told = meetings.stream()
                .filter(meeting -> !meeting.additions().isEmpty())
                .toList();
        if (told.isEmpty()) {
            return List.of();
        }
        var committed = told.stream().map(StateWrites::committed).toList();
        var events = committed.stream().flatMap(one -> one.events().stream()).toList();
        var additions = told.stream()
                .flatMap(meeting -> meeting.additions().stream().map(addition -> Owned.of(meeting, addition)))
                .toList();
        sent.add(append(told)
                .bind("meetings", each(additions, Owned::meetingId, Long[]::new))
                .bind("seqs", each(events, StreamEvent::seq, Long[]::new))
                .bind("types", each(events, StreamEvent::type, String[]::new))
                .bind("bodies", each(events, StreamEvent::payload, String[]::new))
                .bind("actors", each(additions, Owned::userId, String[]::new))
                .bind("times", times(events, StreamEvent::at))
                .count());
        return committed;
    }

    private Statement<Row>.Execution append(List<MeetingState> told) {
        return APPEND.on(connection)
                .bind("streams", each(told, meeting -> meeting.facts().meetingId(), Long[]::new))
                .bind("heads", each(told, MeetingState::head, Long[]::new))
                .bind("recordingBy", each(told, StateWrites::recordingBy, String[]::new))
                .bind("recordingSince", times(told, StateWrites::recordingSince));
    }

    private static Committed committed(MeetingState meeting) {
        var events = meeting.additions().stream()
                .map(addition -> new StreamEvent(
                        addition.seq(),
                        addition.event().type(),
                        meeting.now(),
                        WireJson.encode(addition.event().payload())))
                .toList();
        return new Committed(
                Topic.meeting(meeting.facts().meetingId()), meeting.facts().epoch(), events);
    }

    private static @Nullable String recordingBy(MeetingState meeting) {
        var recording = meeting.recording();
        return recording == null ? null : recording.startedBy();
    }

    private static @Nullable Instant recordingSince(MeetingState meeting) {
        var recording = meeting.recording();
        return recording == null ? null : recording.startedAt();
    }

    private List<Owned<Person>> people() {
        return meetings.stream()
                .flatMap(meeting -> meeting.people().stream()
                        .map(person -> new Owned<>(meeting.facts().meetingId(), person.userId(), person)))
                .toList();
    }

    private static <R> @Nullable OffsetDateTime[] times(List<R> rows, Function<R, @Nullable Instant> column) {
        return each(rows, row -> MeetingRows.timestamp(column.apply(row)), OffsetDateTime[]::new);
    }

    private static <R, C> C[] each(List<R> rows, Function<R, ? extends @Nullable C> column, IntFunction<C[]> array) {
        return rows.stream().map(column).toArray(array);
    }

    /** What is somebody's in a meeting. */
    private record Owned<T>(long meetingId, String userId, T what) {
        static Owned<Addition> of(MeetingState meeting, Addition addition) {
            return new Owned<>(meeting.facts().meetingId(), addition.actor(), addition);
        }

        <P> Owned<P> with(P part) {
            return new Owned<>(meetingId, userId, part);
        }
    }
}
