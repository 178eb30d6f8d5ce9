package io.gavel.store.session;

import io.gavel.store.presence.PresenceWrites;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.gavel.stream.Leases;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The lease of this node in PostgreSQL, and the sessions that live by it. */
public final class PgLeases implements Leases {
    private static final Statement<Row> RENEW = Statement.update("""
            UPDATE node_lease SET expires_at = now_ms() + make_interval(secs => #{life})
            WHERE node_id = #{nodeId} AND incarnation = #{incarnation}
            """);

    /** There is a row already where an earlier attempt has succeeded without our knowing. */
    private static final Statement<Row> TAKE = Statement.update("""
            INSERT INTO node_lease (node_id, incarnation, expires_at)
            VALUES (#{nodeId}, #{incarnation}, now_ms() + make_interval(secs => #{life}))
            ON CONFLICT (node_id) DO UPDATE SET incarnation = excluded.incarnation, expires_at = excluded.expires_at
            """);

    private static final Statement<Row> ADOPT = Statement.update("""
            UPDATE participant_session SET incarnation = #{incarnation}, lost_at = NULL, seen_at = NULL
            WHERE node_id = #{nodeId} AND connection_id IS NOT NULL AND left_at IS NULL
            """);
    private static final Statement<UUID> REAPED = Statement.query("""
            SELECT DISTINCT connection_id FROM participant_session
            WHERE node_id = #{nodeId} AND connection_id IS NOT NULL AND left_at IS NOT NULL
            """, row -> row.getUUID("connection_id"));
    private static final Statement<Row> FORGET = Statement.update("""
            UPDATE participant_session SET connection_id = NULL
            WHERE connection_id = ANY (#{connections}::uuid[]) AND left_at IS NOT NULL
            """);
    private static final Statement<Row> GIVE_BACK =
            Statement.update("DELETE FROM node_lease WHERE node_id = #{nodeId}");
    private static final Statement<Row> LOSE_ALL = Statement.update("""
            UPDATE participant_session
            SET lost_at = coalesce(lost_at, now_ms()), seen_at = coalesce(seen_at, now_ms()), connection_id = NULL
            WHERE node_id = #{nodeId} AND connection_id IS NOT NULL AND left_at IS NULL
            """);

    private final Database database;
    private final String nodeId;
    private final Duration life;

    public PgLeases(Database database, String nodeId, Duration life) {
        this.database = database;
        this.nodeId = nodeId;
        this.life = life;
    }

    @Override
    public Future<Boolean> renew(UUID incarnation) {
        return database.read(client -> RENEW.on(client)
                .bind("nodeId", nodeId)
                .bind("incarnation", incarnation)
                .bind("life", Seconds.of(life))
                .count()
                .map(renewed -> renewed == 1));
    }

    @Override
    public Future<List<UUID>> take(UUID incarnation) {
        return database.write(connection -> TAKE.on(connection)
                .bind("nodeId", nodeId)
                .bind("incarnation", incarnation)
                .bind("life", Seconds.of(life))
                .count()
                .compose(taken -> adopt(connection, incarnation))
                .compose(adopted -> REAPED.on(connection).bind("nodeId", nodeId).list()));
    }

    private Future<Integer> adopt(SqlConnection connection, UUID incarnation) {
        return ADOPT.on(connection)
                .bind("nodeId", nodeId)
                .bind("incarnation", incarnation)
                .count();
    }

    @Override
    public Future<Void> forget(List<UUID> reaped) {
        return database.write(connection -> FORGET.on(connection)
                .bind("connections", reaped.toArray(UUID[]::new))
                .count()
                .mapEmpty());
    }

    /** The lease goes first: that waits for changes which hold on to it, so that the sessions which they make are seen. */
    @Override
    public Future<Void> giveBack() {
        return database.write(connection -> GIVE_BACK
                .on(connection)
                .bind("nodeId", nodeId)
                .count()
                .compose(given -> LOSE_ALL.on(connection).bind("nodeId", nodeId).count())
                .compose(lost -> PresenceWrites.end(connection, nodeId)));
    }
}
