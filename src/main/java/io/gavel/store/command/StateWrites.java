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

/** Writes what a transaction has made of a meeting: one statement per table, one row per thing that has changed. */
final class StateWrites {
    private static final Statement<Row> BEGIN_SESSIONS = Statement.update("""
            INSERT INTO participant_session (session_id, meeting_id, user_id, node_id, incarnation, connection_id, joined_at,
                lost_at, seen_at, left_at, is_muted, is_video_on, is_sharing_screen)
            SELECT c.id, #{meetingId}, c.user_id, c.node_id, c.incarnation, c.connection_id, #{now}::timestamptz,
                   NULL, c.seen_at, c.left_at, c.is_muted, c.is_video_on, c.is_sharing_screen
            FROM unnest(#{ids}::uuid[], #{users}::text[], #{nodes}::text[], #{incarnations}::uuid[], #{connections}::uuid[],
                    #{seen}::timestamptz[], #{left}::timestamptz[], #{muted}::boolean[], #{video}::boolean[],
                    #{sharing}::boolean[])
                c(id, user_id, node_id, incarnation, connection_id, seen_at, left_at, is_muted, is_video_on,
                  is_sharing_screen)
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
            FROM unnest(#{users}::text[], #{inside}::timestamptz[], #{until}::timestamptz[], #{left}::timestamptz[],
                    #{attended}::bigint[], #{hands}::bigint[], #{entered}::boolean[])
                c(user_id, inside_since, attended_until, last_left_at, attended_ms, hand_raised_seq, has_entered)
            WHERE p.meeting_id = #{meetingId} AND p.user_id = c.user_id
            """);
    private static final Statement<Row> CLOSE_INTERVALS = Statement.update("""
            INSERT INTO meeting_attendance AS a (meeting_id, user_id, joined_at, left_at)
            SELECT #{meetingId}, c.user_id, c.joined_at, c.left_at
            FROM unnest(#{users}::text[], #{joined}::timestamptz[], #{left}::timestamptz[]) c(user_id, joined_at, left_at)
            ON CONFLICT (meeting_id, user_id, joined_at) DO UPDATE SET left_at = greatest(a.left_at, excluded.left_at)
            """);
    private static final Statement<Row> APPEND = Statement.update("""
            WITH appended AS (
                INSERT INTO meeting_event (meeting_id, seq, type, body, actor, at)
                SELECT #{meetingId}, e.seq, e.type, e.body::json, e.actor, #{now}::timestamptz
                FROM unnest(#{seqs}::bigint[], #{types}::text[], #{bodies}::text[], #{actors}::text[])
                    e(seq, type, body, actor)
            )
            UPDATE meeting_stream
            SET seq = #{head}::bigint, recording_by = #{recordingBy}::text, recording_since = #{recordingSince}::timestamptz
            WHERE meeting_id = #{meetingId}
            """);

    private final SqlConnection connection;
    private final MeetingState meeting;
    private final List<Future<Integer>> sent = new ArrayList<>();

    private StateWrites(SqlConnection connection, MeetingState meeting) {
        this.connection = connection;
        this.meeting = meeting;
    }

    /** Sends all statements at once. What is to be told of them when they are durable. */
    static Future<Committed> write(SqlConnection connection, MeetingState meeting) {
        var writes = new StateWrites(connection, meeting);
        writes.sendSessions();
        writes.sendPeople();
        var events = writes.sendEvents();
        return Future.all(writes.sent)
                .map(done -> new Committed(
                        Topic.meeting(meeting.facts().meetingId()),
                        meeting.facts().epoch(),
                        events));
    }

    private void sendSessions() {
        var begun = new ArrayList<Owned>();
        var changed = new ArrayList<Owned>();
        for (var person : meeting.people()) {
            for (var session : person.sessions()) {
                if (session.isNew()) {
                    begun.add(new Owned(person.userId(), session));
                } else if (session.isChanged()) {
                    changed.add(new Owned(person.userId(), session));
                }
            }
        }
        if (!begun.isEmpty()) {
            sent.add(sessions(BEGIN_SESSIONS, begun)
                    .bind("meetingId", meeting.facts().meetingId())
                    .bind("users", each(begun, Owned::userId, String[]::new))
                    .bind("now", MeetingRows.timestamp(meeting.now()))
                    .count());
        }
        if (!changed.isEmpty()) {
            sent.add(sessions(CHANGE_SESSIONS, changed)
                    .bind("moved", each(changed, one -> one.session().hasMoved(), Boolean[]::new))
                    .bind("lost", times(changed, one -> one.session().holder().lostAt()))
                    .count());
        }
    }

    private Statement<Row>.Execution sessions(Statement<Row> statement, List<Owned> rows) {
        return statement
                .on(connection)
                .bind("ids", each(rows, one -> one.session().id(), UUID[]::new))
                .bind("nodes", each(rows, one -> one.session().holder().nodeId(), String[]::new))
                .bind("incarnations", each(rows, one -> one.session().holder().incarnation(), UUID[]::new))
                .bind("connections", each(rows, one -> one.session().holder().connectionId(), UUID[]::new))
                .bind("seen", times(rows, one -> one.session().holder().seenAt()))
                .bind("left", times(rows, one -> one.session().leftAt()))
                .bind("muted", each(rows, one -> one.session().media().isMuted(), Boolean[]::new))
                .bind("video", each(rows, one -> one.session().media().isVideoOn(), Boolean[]::new))
                .bind("sharing", each(rows, one -> one.session().media().isSharingScreen(), Boolean[]::new));
    }

    private void sendPeople() {
        var changed = meeting.people().stream().filter(Person::isChanged).toList();
        if (changed.isEmpty()) {
            return;
        }
        sent.add(CHANGE_PEOPLE
                .on(connection)
                .bind("meetingId", meeting.facts().meetingId())
                .bind("users", each(changed, Person::userId, String[]::new))
                .bind("inside", times(changed, Person::insideSince))
                .bind("until", times(changed, Person::attendedUntil))
                .bind("left", times(changed, Person::lastLeftAt))
                .bind("attended", each(changed, Person::attendedMillis, Long[]::new))
                .bind("hands", each(changed, Person::handRaisedSeq, Long[]::new))
                .bind("entered", each(changed, Person::hasEntered, Boolean[]::new))
                .count());
        sendIntervals(changed);
    }

    /** One without length tells nothing, and several of them within a transaction would begin at once. */
    private void sendIntervals(List<Person> people) {
        var users = new ArrayList<String>();
        var closed = new ArrayList<Person.Interval>();
        for (var person : people) {
            for (var interval : person.attended()) {
                if (interval.millis() > 0) {
                    users.add(person.userId());
                    closed.add(interval);
                }
            }
        }
        if (!closed.isEmpty()) {
            sent.add(CLOSE_INTERVALS
                    .on(connection)
                    .bind("meetingId", meeting.facts().meetingId())
                    .bind("users", users.toArray(String[]::new))
                    .bind("joined", times(closed, Person.Interval::joinedAt))
                    .bind("left", times(closed, Person.Interval::leftAt))
                    .count());
        }
    }

    private List<StreamEvent> sendEvents() {
        var additions = meeting.additions();
        if (additions.isEmpty()) {
            return List.of();
        }
        var events = additions.stream().map(this::placed).toList();
        var recording = meeting.recording();
        sent.add(APPEND.on(connection)
                .bind("meetingId", meeting.facts().meetingId())
                .bind("now", MeetingRows.timestamp(meeting.now()))
                .bind("seqs", each(events, StreamEvent::seq, Long[]::new))
                .bind("types", each(events, StreamEvent::type, String[]::new))
                .bind("bodies", each(events, StreamEvent::payload, String[]::new))
                .bind("actors", each(additions, Addition::actor, String[]::new))
                .bind("head", meeting.head())
                .bind("recordingBy", recording == null ? null : recording.startedBy())
                .bind("recordingSince", recording == null ? null : MeetingRows.timestamp(recording.startedAt()))
                .count());
        return events;
    }

    private StreamEvent placed(Addition addition) {
        var event = addition.event();
        return new StreamEvent(addition.seq(), event.type(), meeting.now(), WireJson.encode(event.payload()));
    }

    private static <R> @Nullable OffsetDateTime[] times(List<R> rows, Function<R, @Nullable Instant> column) {
        return each(rows, row -> MeetingRows.timestamp(column.apply(row)), OffsetDateTime[]::new);
    }

    private static <R, C> C[] each(List<R> rows, Function<R, ? extends @Nullable C> column, IntFunction<C[]> array) {
        return rows.stream().map(column).toArray(array);
    }

    private record Owned(String userId, LiveSession session) {}
}
