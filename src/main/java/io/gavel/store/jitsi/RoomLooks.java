package io.gavel.store.jitsi;

import io.gavel.jitsi.RoomTask;
import io.gavel.jitsi.RoomTask.Kind;
import io.gavel.jitsi.RoomTaskRequests.NextTry;
import io.gavel.jitsi.RoomTaskRequests.Remark;
import io.gavel.jitsi.RoomTaskRequests.TaskTried;
import io.gavel.meeting.MeetingStatus;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.Commits;
import io.gavel.store.stream.LockedMeeting;
import io.gavel.store.stream.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Optional;

/**
 * What follows from looking into a room of Jitsi. Two looks that find nobody, with enough time between them and no sign of
 * life since before the first one, show that what Jitsi had told is false by now: its people have left and nobody said so.
 * Never does a look end a meeting. A room that is about to come about has nobody in it either.
 */
public final class RoomLooks {
    /** For how long a meeting waits to be looked into by whom it would be ended for its emptiness. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    /**
     * A look that found nobody. It happened when the task was taken, or after: what came since then was not seen by it. An
     * absence that began before the last sign of life, or under another version of the meeting, begins anew.
     */
    private static final Statement<Boolean> ABSENT = Statement.query("""
            UPDATE jitsi_control c
            SET absent_at = CASE WHEN goes_on.it THEN c.absent_at WHEN life.at < c.taken_at THEN c.taken_at END,
                absent_version = m.version,
                empty_at = CASE WHEN proof.it THEN c.taken_at WHEN goes_on.it THEN c.empty_at END,
                due_at = greatest(statement_timestamp(), c.taken_at + make_interval(secs => #{every}))
            FROM meeting m
            CROSS JOIN LATERAL (
                SELECT greatest(
                    (SELECT max(greatest(last_joined_at, last_left_at)) FROM meeting_participant WHERE meeting_id = m.id),
                    (SELECT max(joined_at) FROM participant_session WHERE meeting_id = m.id AND left_at IS NULL),
                    (SELECT max(greatest(joined_at, changed_at)) FROM jitsi_occupant
                     WHERE meeting_id = m.id AND left_at IS NULL),
                    (SELECT max(received_at) FROM jitsi_event WHERE meeting_id = m.id),
                    (SELECT max(asked_at) FROM jitsi_reservation WHERE meeting_id = m.id),
                    m.started_at) AS at) life
            CROSS JOIN jitsi_control before
            CROSS JOIN LATERAL (
                SELECT coalesce(life.at < before.absent_at AND before.absent_version = m.version, false) AS it) goes_on
            CROSS JOIN LATERAL (
                SELECT goes_on.it AND before.taken_at >= before.absent_at + make_interval(secs => #{every})
                       AND NOT EXISTS (SELECT FROM participant_session s WHERE s.meeting_id = m.id AND s.left_at IS NULL)
                       AS it) proof
            WHERE m.id = c.meeting_id AND m.id = #{meetingId}
              AND (before.kind, before.meeting_id, before.target) = (c.kind, c.meeting_id, c.target)
              AND c.kind = #{kind} AND c.target = #{target} AND c.tries = #{tries}
            RETURNING proof.it AS is_proved
            """, row -> row.getBoolean("is_proved"));

    private static final Statement<Row> SEEN = Statement.update("""
            UPDATE jitsi_control
            SET seen_at = taken_at, absent_at = NULL, empty_at = NULL,
                due_at = greatest(statement_timestamp(), taken_at + make_interval(secs => #{every}))
            WHERE kind = #{kind} AND meeting_id = #{meetingId} AND target = #{target} AND tries = #{tries}
            """);

    /** No look at all: it neither begins an absence nor ends one. */
    private static final Statement<Row> MISSED = Statement.update("""
            UPDATE jitsi_control
            SET due_at = greatest(statement_timestamp(), taken_at + make_interval(secs => #{every}))
            WHERE kind = #{kind} AND meeting_id = #{meetingId} AND target = #{target} AND tries = #{tries}
            """);

    private static final Statement<Boolean> TOLD_OF = Statement.query("""
            SELECT EXISTS (SELECT FROM jitsi_occupant
                           WHERE meeting_id = #{meetingId} AND room = #{room} AND left_at IS NULL)
                OR EXISTS (SELECT FROM jitsi_reservation
                           WHERE meeting_id = #{meetingId} AND room = #{room} AND gone_at IS NULL) AS is_so
            """, row -> row.getBoolean("is_so"));

    private final Commits commits;
    private final Duration every;

    /** @param every how long after one look the next one counts */
    public RoomLooks(Commits commits, Duration every) {
        this.commits = commits;
        this.every = every;
    }

    /**
     * Whether a meeting m that was last alive at #{last} may end because nobody is there: where its room can be looked into,
     * looks have shown that since, or there was no answer for an hour.
     *
     * @param last an expression
     */
    public static String permit(String last) {
        return """
                (NOT #{observes}::boolean
                 OR EXISTS (SELECT FROM jitsi_control look WHERE look.kind = 'observe' AND look.meeting_id = m.id
                              AND look.target = lower(m.room_name COLLATE "C") AND look.empty_at > %1$s)
                 OR %1$s <= statement_timestamp() - make_interval(secs => #{empty} + %2$d))
                """.formatted(last, PATIENCE.toSeconds());
    }

    /** Keeps what was seen. A meeting that somebody holds is alive enough: it is looked at again. */
    Future<NextTry> looked(TaskTried tried) {
        return commits.write(transaction -> hold(transaction, tried.task().meetingId())
                        .compose(held -> held.isEmpty()
                                ? missed(transaction.connection(), tried.task())
                                : apply(held.get(), tried)))
                .map(remark -> new NextTry(every, remark));
    }

    /** The meeting while it runs, as the holder of both its locks; nothing when somebody else has one of them. */
    private static Future<Optional<LockedMeeting>> hold(Transaction transaction, long meetingId) {
        return LockedMeeting.tryLock(transaction, meetingId)
                .compose(locked -> locked.isEmpty() || locked.get().meeting().status() != MeetingStatus.IN_PROGRESS
                        ? Future.succeededFuture(Optional.empty())
                        : locked.get().tryHold().map(held -> held ? locked : Optional.empty()));
    }

    private Future<Remark> apply(LockedMeeting locked, TaskTried tried) {
        var connection = locked.connection();
        return switch (tried.outcome()) {
            case DONE ->
                keep(SEEN, connection, tried.task())
                        .compose(kept -> FoundRooms.keep(connection, tried.server(), Kind.OBSERVE))
                        .map(Remark.NONE);
            case REFUSED, FAILED -> missed(connection, tried.task());
            case ABSENT ->
                RoomTasks.bound(ABSENT.on(connection), tried.task())
                        .bind("every", seconds())
                        .first()
                        .compose(proved ->
                                proved.orElse(false) ? disprove(locked, tried) : Future.succeededFuture(Remark.NONE));
        };
    }

    /** A server that has never found a room takes nothing back. */
    private static Future<Remark> disprove(LockedMeeting locked, TaskTried tried) {
        var room = tried.task().room();
        return FoundRooms.any(locked.connection(), tried.server(), Kind.OBSERVE)
                .compose(found -> found
                        ? RoomEvidence.disprove(locked, room).map(Remark.NONE)
                        : TOLD_OF.on(locked.connection())
                                .bind("meetingId", locked.id())
                                .bind("room", room)
                                .one()
                                .map(told -> told ? Remark.DOUBTFUL : Remark.NONE));
    }

    private Future<Remark> missed(SqlConnection connection, RoomTask task) {
        return keep(MISSED, connection, task).map(Remark.NONE);
    }

    private Future<Integer> keep(Statement<Row> statement, SqlConnection connection, RoomTask task) {
        return RoomTasks.bound(statement.on(connection), task)
                .bind("every", seconds())
                .count();
    }

    private double seconds() {
        return every.toMillis() / 1000.0;
    }
}
