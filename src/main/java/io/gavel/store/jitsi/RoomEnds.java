package io.gavel.store.jitsi;

import io.gavel.jitsi.RoomTask;
import io.gavel.jitsi.RoomTask.Kind;
import io.gavel.jitsi.RoomTaskRequests.NextTry;
import io.gavel.jitsi.RoomTaskRequests.Remark;
import io.gavel.jitsi.RoomTaskRequests.TaskTried;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.Commits;
import io.gavel.store.stream.LockedMeeting;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.Optional;

/**
 * What follows from having tried to end a room. A room is believed not to be there only by a server that has ended one
 * before: asked for a wrong domain, it knows none.
 */
public final class RoomEnds {
    /**
     * It is so. Where nobody is asked before a room comes about, whoever has a token may make it anew: then it is ended
     * again, after a minute and ever longer.
     */
    private static final Statement<Row> DONE = Statement.update("""
            UPDATE jitsi_control
            SET done_at = now_ms(),
                due_at = CASE WHEN statement_timestamp() < begun_at + make_interval(secs => #{entrance})
                         THEN statement_timestamp() + greatest(interval '1 minute',
                              least(statement_timestamp() - begun_at, interval '30 minutes')) ELSE 'infinity' END
            WHERE kind = #{kind} AND meeting_id = #{meetingId} AND target = #{target} AND tries = #{tries}
            """);

    private static final Statement<Boolean> TOLD_OF = Statement.query("""
            SELECT EXISTS (SELECT FROM jitsi_occupant
                           WHERE meeting_id = #{meetingId} AND room = #{room} AND left_at IS NULL) AS is_so
            """, row -> row.getBoolean("is_so"));

    /** The meeting's mark: the first moment at which one of its rooms is due. */
    private static final Statement<Row> MARK = Statement.update("""
            UPDATE meeting m
            SET rooms_due_at = (
                SELECT nullif(min(coalesce(d.due_at, statement_timestamp())), 'infinity')
                FROM (%s) r
                LEFT JOIN jitsi_control d ON d.kind = 'end' AND d.meeting_id = m.id AND d.target = r.room)
            WHERE m.id = #{meetingId}
            """.formatted(RoomTasks.ROOMS));

    /** Whoever is ending the room right now may have done it before this: his word does not count any more. */
    private static final Statement<Row> AGAIN = Statement.update("""
            WITH anew AS (
                UPDATE jitsi_control SET due_at = statement_timestamp(), done_at = NULL, tries = tries + 1
                WHERE kind = 'end' AND meeting_id = #{meetingId} AND target = #{room}
            )
            UPDATE meeting SET rooms_due_at = statement_timestamp() WHERE id = #{meetingId} AND ended_at IS NOT NULL
            """);

    private final Commits commits;

    public RoomEnds(Commits commits) {
        this.commits = commits;
    }

    /** Somebody came into the room of a meeting: if that is over, the room is ended, once more if need be. */
    static Future<Void> again(LockedMeeting locked, String room) {
        return locked.meeting().status().isOver()
                ? AGAIN.on(locked.connection())
                        .bind("meetingId", locked.id())
                        .bind("room", room)
                        .count()
                        .mapEmpty()
                : Future.succeededFuture();
    }

    Future<NextTry> tried(TaskTried tried) {
        var task = tried.task();
        return commits.write(transaction -> LockedMeeting.lock(transaction, task.meetingId())
                .compose(locked -> apply(locked, tried)
                        .compose(next -> MARK.on(locked.connection())
                                .bind("meetingId", locked.id())
                                .count()
                                .map(next))));
    }

    private static Future<NextTry> apply(LockedMeeting locked, TaskTried tried) {
        var connection = locked.connection();
        return switch (tried.outcome()) {
            case DONE -> FoundRooms.keep(connection, tried.server(), Kind.END).compose(kept -> settle(locked, tried));
            case ABSENT ->
                isDoubtful(connection, tried)
                        .compose(doubtful -> doubtful
                                ? RoomWork.later(connection, tried.task()).map(RoomEnds::doubted)
                                : settle(locked, tried));
            case REFUSED, FAILED -> RoomWork.later(connection, tried.task());
        };
    }

    /** There is no such room, and people in it: one of the two is wrong. */
    private static Future<Boolean> isDoubtful(SqlConnection connection, TaskTried tried) {
        return TOLD_OF.on(connection)
                .bind("meetingId", tried.task().meetingId())
                .bind("room", tried.task().room())
                .one()
                .compose(told -> told
                        ? FoundRooms.any(connection, tried.server(), Kind.END).map(found -> !found)
                        : Future.succeededFuture(false));
    }

    private static NextTry doubted(NextTry next) {
        return next.remark() == Remark.NONE ? new NextTry(next.again(), Remark.DOUBTFUL) : next;
    }

    /** Who was there at the meeting's end and is not told to have left, left then. */
    private static Future<NextTry> settle(LockedMeeting locked, TaskTried tried) {
        var task = tried.task();
        return RoomTasks.bound(DONE.on(locked.connection()), task)
                .bind("entrance", (double) tried.entrance().toSeconds())
                .count()
                .compose(count -> count == 0 ? Future.succeededFuture() : close(locked, task))
                .map(NextTry.NONE);
    }

    private static Future<?> close(LockedMeeting locked, RoomTask task) {
        return new Occupants(locked, task.room())
                .close(null, Optional.ofNullable(locked.meeting().endedAt()).orElseGet(locked::now))
                .compose(closed -> RoomEvidence.closeReservations(locked, task.room()));
    }
}
