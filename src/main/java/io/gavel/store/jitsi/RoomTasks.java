package io.gavel.store.jitsi;

import io.gavel.jitsi.RoomTask;
import io.gavel.jitsi.RoomTask.Kind;
import io.gavel.store.sql.Statement;
import io.vertx.sqlclient.Row;
import java.util.Locale;

/** What is due in Jitsi's rooms, and the statements by which a node takes it: no other gets it for a while. */
final class RoomTasks {
    /** Of each kind at a time: what can be done within the lease. */
    static final int MOST = 5;

    /** Longer than all calls of a round may take. */
    private static final int LEASE_SECONDS = 15;

    private static final String TAKE = """
            INSERT INTO jitsi_control AS c (kind, meeting_id, target, tries, begun_at, taken_at, due_at)
            SELECT '%1$s', due.meeting_id, due.target, 1, statement_timestamp(), statement_timestamp(),
                   statement_timestamp() + make_interval(secs => %3$d)
            FROM (%2$s) due
            ORDER BY due.meeting_id, due.target
            ON CONFLICT (kind, meeting_id, target) DO UPDATE
                SET tries = c.tries + 1, taken_at = excluded.taken_at, due_at = excluded.due_at, done_at = NULL
                WHERE c.due_at <= statement_timestamp()
            RETURNING c.kind, c.meeting_id, c.target, c.tries, %4$s
            """;

    /** What may be taken of a kind; of what nobody has taken yet there is no row. */
    private static final String UNTAKEN = """
            LEFT JOIN jitsi_control d ON d.kind = '%s' AND d.meeting_id = m.id AND d.target = %s
            WHERE (d.due_at IS NULL OR d.due_at <= statement_timestamp())
            """;

    /** All rooms that the meeting m may have: its own, and those below tenants' addresses that Jitsi has told of. */
    static final String ROOMS = """
            SELECT lower(m.room_name COLLATE "C") AS room
            UNION SELECT room FROM jitsi_reservation WHERE meeting_id = m.id
            UNION SELECT room FROM jitsi_occupant WHERE meeting_id = m.id
            """;

    /** A mark that nobody has touched for a day is of a time when nobody saw to rooms at all. */
    static final String ENDS_DUE = """
            SELECT m.id AS meeting_id, r.room AS target
            FROM meeting m
            CROSS JOIN LATERAL (%s) r
            %s
              AND m.rooms_due_at <= statement_timestamp()
              AND m.rooms_due_at > statement_timestamp() - interval '24 hours' AND m.ended_at IS NOT NULL
            ORDER BY m.rooms_due_at LIMIT %d
            """.formatted(ROOMS, UNTAKEN.formatted("end", "r.room"), MOST);

    /** Each device once, however many stays it has. Jitsi sends nobody out of a breakout room; whoever comes back is sent out then. */
    static final String KICKS_DUE = """
            SELECT m.id AS meeting_id, o.occupant AS target
            FROM meeting m
            JOIN meeting_participant p ON p.meeting_id = m.id AND p.removed_at IS NOT NULL
            JOIN jitsi_occupant o ON o.meeting_id = m.id AND o.user_id = p.user_id AND o.left_at IS NULL
                AND o.breakout IS NULL
            %s
              AND m.status = 'InProgress'
            GROUP BY m.id, o.occupant
            ORDER BY min(d.due_at) NULLS FIRST LIMIT %d
            """.formatted(UNTAKEN.formatted("kick", "o.occupant"), MOST);

    /**
     * A session is evidence of its own: as long as there is one, nobody need look. What may end soon is looked into although
     * Jitsi has told nothing: its word may have been lost.
     */
    static final String LOOKS_DUE = """
            SELECT m.id AS meeting_id, r.room AS target
            FROM meeting m
            CROSS JOIN LATERAL (
                SELECT lower(m.room_name COLLATE "C") AS room
                WHERE m.scheduled_at + make_interval(mins => m.duration_minutes) <= statement_timestamp()
                UNION SELECT room FROM jitsi_reservation WHERE meeting_id = m.id AND gone_at IS NULL
                UNION SELECT room FROM jitsi_occupant WHERE meeting_id = m.id AND left_at IS NULL) r
            %s
              AND m.status = 'InProgress'
              AND NOT EXISTS (SELECT FROM participant_session s WHERE s.meeting_id = m.id AND s.left_at IS NULL)
            ORDER BY d.due_at NULLS FIRST LIMIT %d
            """.formatted(UNTAKEN.formatted("observe", "r.room"), MOST);

    private static final String NOBODY = "c.target AS room, NULL::text AS nick";

    private static final String WHOM = """
            (SELECT o.room FROM jitsi_occupant o WHERE o.meeting_id = c.meeting_id AND o.occupant = c.target
             ORDER BY o.left_at DESC NULLS FIRST, o.joined_at DESC LIMIT 1) AS room,
            (SELECT o.nick FROM jitsi_occupant o WHERE o.meeting_id = c.meeting_id AND o.occupant = c.target
             ORDER BY o.left_at DESC NULLS FIRST, o.joined_at DESC LIMIT 1) AS nick
            """;

    private static final Statement<RoomTask> TAKE_ENDS = take(Kind.END, ENDS_DUE, NOBODY);
    private static final Statement<RoomTask> TAKE_KICKS = take(Kind.KICK, KICKS_DUE, WHOM);
    private static final Statement<RoomTask> TAKE_LOOKS = take(Kind.OBSERVE, LOOKS_DUE, NOBODY);

    private RoomTasks() {}

    static Statement<RoomTask> take(Kind kind) {
        return switch (kind) {
            case END -> TAKE_ENDS;
            case KICK -> TAKE_KICKS;
            case OBSERVE -> TAKE_LOOKS;
        };
    }

    /** Binds what tells a task that this node still has from one that somebody else has taken since. */
    static <T> Statement<T>.Execution bound(Statement<T>.Execution statement, RoomTask task) {
        return statement
                .bind("kind", task.kind().wire())
                .bind("meetingId", task.meetingId())
                .bind("target", task.target())
                .bind("tries", task.tries());
    }

    private static Statement<RoomTask> take(Kind kind, String due, String columns) {
        return Statement.query(TAKE.formatted(kind.wire(), due, LEASE_SECONDS, columns), RoomTasks::task);
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
}
