package io.gavel.store.jitsi;

import io.gavel.jitsi.RoomTask;
import io.gavel.jitsi.RoomTask.Kind;
import io.gavel.jitsi.RoomTaskRequests.NextTry;
import io.gavel.jitsi.RoomTaskRequests.TakeTasks;
import io.gavel.jitsi.RoomTaskRequests.TakenTasks;
import io.gavel.jitsi.RoomTaskRequests.TaskTried;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is to be done in Jitsi. It follows from how things are, each time anew; what stands in the table says only who is at
 * it, and when it may be tried again.
 */
public final class RoomWork {
    /** Of each kind at a time: what can be done within the lease. */
    private static final int MOST = 5;

    /** Longer than all calls of a round may take. */
    private static final int LEASE_SECONDS = 15;

    private static final String TAKE = """
            INSERT INTO jitsi_control AS c (kind, meeting_id, target, tries, taken_at, due_at)
            SELECT '%1$s', due.meeting_id, due.target, 1, statement_timestamp(),
                   statement_timestamp() + make_interval(secs => %3$d)
            FROM (%2$s) due
            ORDER BY due.meeting_id, due.target
            ON CONFLICT (kind, meeting_id, target) DO UPDATE
                SET tries = c.tries + 1, taken_at = excluded.taken_at, due_at = excluded.due_at, done_at = NULL
                WHERE c.due_at <= statement_timestamp()
            """;

    /** What may be taken of a kind; of what nobody has taken yet there is no row. */
    private static final String UNTAKEN = """
            LEFT JOIN jitsi_control d ON d.kind = '%s' AND d.meeting_id = %s AND d.target = %s
            WHERE (d.due_at IS NULL OR d.due_at <= statement_timestamp())
            """;

    /** All rooms that the meeting may have: its own, and those below tenants' addresses that Jitsi has told of. */
    private static final Statement<RoomTask> TAKE_ENDS = take(
            Kind.END,
            """
            SELECT m.id AS meeting_id, r.room AS target
            FROM meeting m
            CROSS JOIN LATERAL (
                SELECT lower(m.room_name COLLATE "C") AS room WHERE m.started_at IS NOT NULL
                UNION SELECT room FROM jitsi_reservation WHERE meeting_id = m.id
                UNION SELECT room FROM jitsi_occupant WHERE meeting_id = m.id) r
            %s
              AND m.ended_at > statement_timestamp() - interval '24 hours' AND m.keeps_events
              AND (d.done_at IS NULL
                   OR EXISTS (SELECT FROM jitsi_occupant o WHERE o.meeting_id = m.id AND o.room = r.room
                                AND o.left_at IS NULL AND o.changed_at > d.done_at))
            ORDER BY d.due_at NULLS FIRST, m.ended_at LIMIT %d
            """.formatted(UNTAKEN.formatted("end", "m.id", "r.room"), MOST),
            "c.target AS room, NULL::text AS nick");

    /** Each device once, however many stays it has. Jitsi sends nobody out of a breakout room; whoever comes back is sent out then. */
    private static final Statement<RoomTask> TAKE_KICKS =
            take(Kind.KICK, """
            SELECT o.meeting_id, o.occupant AS target
            FROM jitsi_occupant o
            JOIN meeting m ON m.id = o.meeting_id AND m.status = 'InProgress'
            JOIN meeting_participant p ON p.meeting_id = o.meeting_id AND p.user_id = o.user_id
            %s
              AND o.left_at IS NULL AND o.breakout IS NULL AND p.removed_at IS NOT NULL
              AND (d.done_at IS NULL OR o.changed_at > d.done_at)
            GROUP BY o.meeting_id, o.occupant
            ORDER BY min(d.due_at) NULLS FIRST LIMIT %d
            """.formatted(UNTAKEN.formatted("kick", "o.meeting_id", "o.occupant"), MOST), """
            (SELECT o.room FROM jitsi_occupant o WHERE o.meeting_id = c.meeting_id AND o.occupant = c.target
             ORDER BY o.left_at DESC NULLS FIRST, o.joined_at DESC LIMIT 1) AS room,
            (SELECT o.nick FROM jitsi_occupant o WHERE o.meeting_id = c.meeting_id AND o.occupant = c.target
             ORDER BY o.left_at DESC NULLS FIRST, o.joined_at DESC LIMIT 1) AS nick
            """);

    /** A session is evidence of its own: as long as there is one, nobody need look. */
    private static final Statement<RoomTask> TAKE_LOOKS = take(
            Kind.OBSERVE,
            """
            SELECT m.id AS meeting_id, r.room AS target
            FROM meeting m
            CROSS JOIN LATERAL (
                SELECT room FROM jitsi_reservation WHERE meeting_id = m.id AND gone_at IS NULL
                UNION SELECT room FROM jitsi_occupant WHERE meeting_id = m.id AND left_at IS NULL) r
            %s
              AND m.status = 'InProgress'
              AND NOT EXISTS (SELECT FROM participant_session s WHERE s.meeting_id = m.id AND s.left_at IS NULL)
            ORDER BY d.due_at NULLS FIRST LIMIT %d
            """.formatted(UNTAKEN.formatted("observe", "m.id", "r.room"), MOST),
            "c.target AS room, NULL::text AS nick");

    private static final Statement<GivenUp> FORGET =
            Statement.query("""
            DELETE FROM jitsi_control c USING meeting m
            WHERE m.id = c.meeting_id
              AND (m.ended_at <= statement_timestamp() - interval '24 hours'
                   OR c.kind <> 'end' AND m.ended_at IS NOT NULL)
            RETURNING c.target, c.kind = 'end' AND c.done_at IS NULL AS given_up
            """, row -> new GivenUp(row.getString("target"), row.getBoolean("given_up")));

    /** Whoever was too slow has lost the task to somebody else, and says nothing any more. */
    private static final Statement<Row> DONE = Statement.update("""
            UPDATE jitsi_control SET done_at = now_ms(), due_at = statement_timestamp()
            WHERE kind = #{kind} AND meeting_id = #{meetingId} AND target = #{target} AND tries = #{tries}
            """);

    /** From a second up to a minute, each time about double, and never for all nodes at the same moment. */
    private static final Statement<Double> LATER = Statement.query("""
            UPDATE jitsi_control
            SET due_at = statement_timestamp()
                + make_interval(secs => least(60, power(2, least(tries, 7) - 1)) * (0.75 + random() / 4))
            WHERE kind = #{kind} AND meeting_id = #{meetingId} AND target = #{target} AND tries = #{tries}
            RETURNING extract(epoch FROM due_at - statement_timestamp())::float8 AS again
            """, row -> row.getDouble("again"));

    private final Database database;
    private final RoomLooks looks;

    public RoomWork(Database database, RoomLooks looks) {
        this.database = database;
        this.looks = looks;
    }

    /** Each task goes to one node; to another one only when this one has not said what came of it for too long. */
    public Future<TakenTasks> take(TakeTasks wanted) {
        var tasks = new ArrayList<RoomTask>();
        return take(TAKE_ENDS, tasks)
                .compose(more -> take(TAKE_KICKS, tasks).map(most -> more || most))
                .compose(more -> wanted.observes()
                        ? take(TAKE_LOOKS, tasks).map(most -> more || most)
                        : Future.succeededFuture(more))
                .compose(more -> database.read(client -> FORGET.on(client).list())
                        .map(forgotten -> new TakenTasks(tasks, more, givenUp(forgotten))));
    }

    private Future<Boolean> take(Statement<RoomTask> statement, List<RoomTask> tasks) {
        return database.read(client -> statement.on(client).list()).map(taken -> {
            tasks.addAll(taken);
            return taken.size() == MOST;
        });
    }

    private static List<String> givenUp(List<GivenUp> forgotten) {
        return forgotten.stream().filter(GivenUp::isGivenUp).map(GivenUp::room).toList();
    }

    /**
     * Keeps what came of a task. A person who was sent out is sent out again until Jitsi tells that he is out: plugins of some
     * ages answer that it was done when it was not.
     */
    public Future<NextTry> tried(TaskTried tried) {
        var task = tried.task();
        if (task.kind() == Kind.OBSERVE) {
            return looks.looked(task, tried.outcome());
        }
        return switch (tried.outcome()) {
            case ABSENT -> done(task);
            case DONE -> task.kind() == Kind.END ? done(task) : later(task);
            case REFUSED, FAILED -> later(task);
        };
    }

    private Future<NextTry> done(RoomTask task) {
        return database.read(client -> bound(DONE.on(client), task).count()).map(count -> new NextTry(null));
    }

    private Future<NextTry> later(RoomTask task) {
        return database.read(client -> bound(LATER.on(client), task).first())
                .map(again -> new NextTry(again.map(RoomWork::duration).orElse(null)));
    }

    static <T> Statement<T>.Execution bound(Statement<T>.Execution statement, RoomTask task) {
        return statement
                .bind("kind", task.kind().wire())
                .bind("meetingId", task.meetingId())
                .bind("target", task.target())
                .bind("tries", task.tries());
    }

    /** Rather a little late: what is not due yet would not be taken. */
    static Duration duration(double seconds) {
        return Duration.ofMillis((long) Math.ceil(seconds * 1000) + 5);
    }

    private static Statement<RoomTask> take(Kind kind, String due, String columns) {
        var sql = TAKE.formatted(kind.wire(), due, LEASE_SECONDS)
                + "RETURNING c.kind, c.meeting_id, c.target, c.tries, " + columns;
        return Statement.query(sql, RoomWork::task);
    }

    private static RoomTask task(Row row) {
        return new RoomTask(
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getLong("meeting_id"),
                row.getString("target"),
                row.getString("room"),
                row.getString("nick"),
                row.getInteger("tries"));
    }

    private record GivenUp(String room, boolean isGivenUp) {}
}
