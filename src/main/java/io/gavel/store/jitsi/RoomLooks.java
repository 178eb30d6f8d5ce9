package io.gavel.store.jitsi;

import io.gavel.jitsi.RoomTask;
import io.gavel.jitsi.RoomTask.Outcome;
import io.gavel.jitsi.RoomTaskRequests.NextTry;
import io.gavel.meeting.MeetingStatus;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.Commits;
import io.gavel.store.stream.LockedMeeting;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;

/**
 * What follows from looking into a room of Jitsi. Two looks that find nobody, with enough time between them and no sign of
 * life since before the first one, show that what Jitsi had told is false by now: its people have left and nobody said so.
 * Never does a look end a meeting. A room that is about to come about has nobody in it either.
 */
public final class RoomLooks {
    /**
     * A look that found nobody. It happened when the task was taken, or after: what came since then was not seen by it. An
     * absence that began before the last sign of life, or under another version of the meeting, begins anew.
     */
    private static final Statement<Boolean> ABSENT = Statement.query("""
            UPDATE jitsi_control c
            SET absent_at = CASE WHEN goes_on.it THEN c.absent_at WHEN life.at < c.taken_at THEN c.taken_at END,
                absent_version = m.version,
                due_at = greatest(statement_timestamp(), c.taken_at + make_interval(secs => #{every}))
            FROM meeting m
            CROSS JOIN LATERAL (
                SELECT greatest(
                    (SELECT max(greatest(last_joined_at, last_left_at)) FROM meeting_participant WHERE meeting_id = m.id),
                    (SELECT max(joined_at) FROM participant_session WHERE meeting_id = m.id),
                    (SELECT max(greatest(joined_at, changed_at)) FROM jitsi_occupant
                     WHERE meeting_id = m.id AND left_at IS NULL),
                    (SELECT max(received_at) FROM jitsi_event WHERE meeting_id = m.id),
                    (SELECT max(asked_at) FROM jitsi_reservation WHERE meeting_id = m.id),
                    m.started_at) AS at) life
            CROSS JOIN jitsi_control before
            CROSS JOIN LATERAL (
                SELECT coalesce(life.at < before.absent_at AND before.absent_version = m.version, false) AS it) goes_on
            WHERE m.id = c.meeting_id AND m.id = #{meetingId}
              AND (before.kind, before.meeting_id, before.target) = (c.kind, c.meeting_id, c.target)
              AND c.kind = #{kind} AND c.target = #{target} AND c.tries = #{tries}
            RETURNING goes_on.it AND c.taken_at >= c.absent_at + make_interval(secs => #{every})
                AND NOT EXISTS (SELECT FROM participant_session s WHERE s.meeting_id = m.id AND s.left_at IS NULL)
                AS is_proved
            """, row -> row.getBoolean("is_proved"));

    private static final Statement<Row> SEEN = Statement.update("""
            UPDATE jitsi_control
            SET seen_at = taken_at, absent_at = NULL,
                due_at = greatest(statement_timestamp(), taken_at + make_interval(secs => #{every}))
            WHERE kind = #{kind} AND meeting_id = #{meetingId} AND target = #{target} AND tries = #{tries}
            """);

    /** No look at all: it neither begins an absence nor ends one. */
    private static final Statement<Row> MISSED = Statement.update("""
            UPDATE jitsi_control
            SET due_at = greatest(statement_timestamp(), taken_at + make_interval(secs => #{every}))
            WHERE kind = #{kind} AND meeting_id = #{meetingId} AND target = #{target} AND tries = #{tries}
            """);

    private final Commits commits;
    private final Duration every;

    /** @param every how long after one look the next one counts */
    public RoomLooks(Commits commits, Duration every) {
        this.commits = commits;
        this.every = every;
    }

    /** Keeps what was seen. A meeting that somebody holds is alive enough: it is looked at again. */
    Future<NextTry> looked(RoomTask task, Outcome outcome) {
        return commits.write(transaction -> LockedMeeting.tryLock(transaction, task.meetingId())
                        .compose(locked ->
                                locked.isEmpty() || locked.get().meeting().status() != MeetingStatus.IN_PROGRESS
                                        ? Future.succeededFuture()
                                        : apply(locked.get(), task, outcome)))
                .map(new NextTry(every));
    }

    private Future<?> apply(LockedMeeting locked, RoomTask task, Outcome outcome) {
        return switch (outcome) {
            case DONE -> keep(SEEN, locked, task);
            case REFUSED, FAILED -> keep(MISSED, locked, task);
            case ABSENT ->
                RoomWork.bound(ABSENT.on(locked.connection()), task)
                        .bind("every", seconds())
                        .first()
                        .compose(proved -> proved.orElse(false)
                                ? RoomEvidence.close(locked, task.room())
                                : Future.succeededFuture());
        };
    }

    private Future<Integer> keep(Statement<Row> statement, LockedMeeting locked, RoomTask task) {
        return RoomWork.bound(statement.on(locked.connection()), task)
                .bind("every", seconds())
                .count();
    }

    private double seconds() {
        return every.toMillis() / 1000.0;
    }
}
