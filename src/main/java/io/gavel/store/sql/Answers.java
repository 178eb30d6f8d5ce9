package io.gavel.store.sql;

import io.gavel.json.WireJson;
import io.gavel.meeting.Repeatable;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * First answers of requests that may be sent again. The key is claimed in the transaction of the change: a concurrent
 * repeat waits for it, then finds the answer; a failed one leaves nothing behind.
 */
public final class Answers {
    /** Claims a new key, or one that has outlived its 24 hours. */
    private static final Statement<Row> CLAIM = Statement.update("""
            INSERT INTO idempotency_key AS k (user_id, method, path, key, body_hash, answer, created_at)
            VALUES (#{userId}, #{method}, #{path}, #{key}, #{bodyHash}, '', now_ms())
            ON CONFLICT (user_id, method, path, key) DO UPDATE
                SET body_hash = excluded.body_hash, answer = '', created_at = excluded.created_at
                WHERE k.created_at <= excluded.created_at - interval '24 hours'
            """);

    private static final Statement<Row> FIND = Statement.query("""
            SELECT body_hash, answer FROM idempotency_key
            WHERE user_id = #{userId} AND method = #{method} AND path = #{path} AND key = #{key}
            """, row -> row);
    private static final Statement<Row> KEEP = Statement.update("""
            UPDATE idempotency_key SET answer = #{answer}
            WHERE user_id = #{userId} AND method = #{method} AND path = #{path} AND key = #{key}
            """);

    private Answers() {}

    /** The work's answer, or the first one of its repeat. Problems: IDEMPOTENCY_MISMATCH. */
    public static <T> Future<T> once(
            SqlConnection connection,
            String userId,
            @Nullable Repeatable repeatable,
            Class<T> type,
            Supplier<Future<T>> work) {
        if (repeatable == null) {
            return work.get();
        }
        return keyed(CLAIM, connection, userId, repeatable)
                .bind("bodyHash", repeatable.bodyHash())
                .count()
                .compose(claimed -> claimed == 1
                        ? work.get().compose(answer -> keep(connection, userId, repeatable, answer))
                        : keyed(FIND, connection, userId, repeatable)
                                .one()
                                .map(row -> firstAnswer(row, repeatable, type)));
    }

    private static <T> Future<T> keep(SqlConnection connection, String userId, Repeatable repeatable, T answer) {
        return keyed(KEEP, connection, userId, repeatable)
                .bind("answer", WireJson.encode(answer))
                .count()
                .map(answer);
    }

    private static <T> T firstAnswer(Row row, Repeatable repeatable, Class<T> type) {
        if (!row.getString("body_hash").equals(repeatable.bodyHash())) {
            throw new Problem(
                    Code.IDEMPOTENCY_MISMATCH, "this Idempotency-Key came with another body within the last 24 hours");
        }
        return WireJson.decode(row.getString("answer"), type);
    }

    private static Statement<Row>.Execution keyed(
            Statement<Row> statement, SqlConnection connection, String userId, Repeatable repeatable) {
        return statement
                .on(connection)
                .bind("userId", userId)
                .bind("method", repeatable.method())
                .bind("path", repeatable.path())
                .bind("key", repeatable.key());
    }
}
