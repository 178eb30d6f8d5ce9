package io.gavel.store.access;

import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.gavel.stream.Turns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;

/**
 * Attempts at a meeting's password, per user, for all nodes together. An attempt is counted before its hash is checked, so
 * that trying on many nodes at once gives no extra ones. The fifth wrong one blocks for 30 seconds, each further one for
 * twice as long, up to 15 minutes; success or an hour's rest forgets them. What blocks is audited.
 */
public final class PasswordAttempts {
    private static final Statement<Row> COUNT = Statement.query("""
            WITH counted AS (
                INSERT INTO password_attempt AS a (meeting_id, user_id, failures, attempted_at)
                VALUES (#{meetingId}, #{userId}, 1, now_ms())
                ON CONFLICT (meeting_id, user_id) DO UPDATE
                    SET failures = CASE WHEN a.attempted_at <= excluded.attempted_at - interval '1 hour' THEN 1
                                        ELSE a.failures + 1 END,
                        blocked_until = CASE
                            WHEN a.attempted_at > excluded.attempted_at - interval '1 hour' AND a.failures >= 4
                            THEN excluded.attempted_at
                                + make_interval(secs => least(30 * power(2, least(a.failures - 4, 10)), 900)) END,
                        attempted_at = excluded.attempted_at
                    WHERE a.blocked_until IS NULL OR a.blocked_until <= excluded.attempted_at
                RETURNING meeting_id, user_id, failures, attempted_at, blocked_until
            ), audited AS (
                INSERT INTO audit_entry (at, action, actor, meeting_id, detail)
                SELECT attempted_at, 'password_blocked', user_id, meeting_id, jsonb_build_object('failures', failures)
                FROM counted WHERE blocked_until IS NOT NULL
            )
            SELECT failures FROM counted
            """, row -> row);
    private static final Statement<Long> BLOCKED_FOR = Statement.query("""
            SELECT greatest(1, ceil(extract(epoch FROM blocked_until - now_ms())))::bigint AS seconds
            FROM password_attempt WHERE meeting_id = #{meetingId} AND user_id = #{userId}
            """, row -> row.getLong("seconds"));
    private static final Statement<Row> RESET =
            Statement.update("DELETE FROM password_attempt WHERE meeting_id = #{meetingId} AND user_id = #{userId}");

    private final Database database;

    /** Many tries of one user at once wait for the same row: here that takes no connection from the others. */
    private final Turns<Guesser> turns = new Turns<>(System::nanoTime);

    public PasswordAttempts(Database database) {
        this.database = database;
    }

    /** Counts one attempt. Problems: TOO_MANY_REQUESTS while blocked, which counts as none. */
    public Future<Void> count(long meetingId, String userId) {
        return turns.run(
                new Guesser(meetingId, userId), () -> database.read(client -> count(client, meetingId, userId)));
    }

    private static Future<Void> count(SqlClient client, long meetingId, String userId) {
        return keyed(COUNT.on(client), meetingId, userId)
                .first()
                .compose(counted -> counted.isPresent()
                        ? Future.succeededFuture()
                        : keyed(BLOCKED_FOR.on(client), meetingId, userId)
                                .first()
                                .compose(seconds -> Future.failedFuture(blocked(seconds.orElse(1L)))));
    }

    public Future<Void> reset(long meetingId, String userId) {
        return database.read(
                client -> keyed(RESET.on(client), meetingId, userId).count().mapEmpty());
    }

    private static Problem blocked(long seconds) {
        return new Problem(Code.TOO_MANY_REQUESTS, "too many wrong passwords; wait " + seconds + " s")
                .retryAfter(Duration.ofSeconds(seconds));
    }

    private static <T> Statement<T>.Execution keyed(Statement<T>.Execution execution, long meetingId, String userId) {
        return execution.bind("meetingId", meetingId).bind("userId", userId);
    }

    private record Guesser(long meetingId, String userId) {}
}
