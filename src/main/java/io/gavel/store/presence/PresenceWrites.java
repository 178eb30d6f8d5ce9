package io.gavel.store.presence;

import io.gavel.presence.PresenceRequests.ChangeSettings;
import io.gavel.presence.PresenceRequests.Gone;
import io.gavel.presence.PresenceRequests.WritePresence;
import io.gavel.presence.PresenceRequests.Written;
import io.gavel.presence.PresenceSettings;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.OffsetDateTime;
import java.util.List;

/** Writes who came to a node and who is no longer there. All write users in the order of their ids, against deadlocks. */
public final class PresenceWrites {
    /**
     * A lease that is given back or reaped meanwhile waits for what is written under it, so that it is found and ended with
     * the rest. Its renewal does not wait.
     */
    private static final Statement<Boolean> WRITE = Statement.query("""
            WITH lease AS (
                SELECT node_id, incarnation FROM node_lease
                WHERE node_id = #{nodeId} AND incarnation = #{incarnation} FOR KEY SHARE
            ), came AS (
                INSERT INTO presence_connection AS p (user_id, node_id, incarnation, since)
                SELECT c.user_id, l.node_id, l.incarnation, now_ms()
                FROM lease l, unnest(#{came}::text[]) c(user_id) ORDER BY c.user_id
                ON CONFLICT (user_id, node_id) DO UPDATE SET incarnation = excluded.incarnation
                    WHERE p.incarnation <> excluded.incarnation
            ), gone AS (
                DELETE FROM presence_connection p USING lease l
                WHERE p.user_id = ANY (#{gone}::text[]) AND p.node_id = l.node_id
            ), seen AS (
                INSERT INTO presence AS p (user_id, last_seen_at)
                SELECT g.user_id, now_ms() - g.ago_millis * interval '1 millisecond'
                FROM lease, unnest(#{gone}::text[], #{agoMillis}::bigint[]) g(user_id, ago_millis) ORDER BY g.user_id
                ON CONFLICT (user_id) DO UPDATE SET last_seen_at = greatest(p.last_seen_at, excluded.last_seen_at)
            )
            SELECT EXISTS (SELECT FROM lease) AS done
            """, row -> row.getBoolean("done"));

    private static final Statement<Row> END = Statement.update("""
            WITH gone AS (
                DELETE FROM presence_connection c
                USING unnest(#{nodeIds}::text[], #{seenAt}::timestamptz[]) n(node_id, seen_at)
                WHERE c.node_id = n.node_id
                RETURNING c.user_id, greatest(c.since, n.seen_at) AS seen_at
            )
            INSERT INTO presence AS p (user_id, last_seen_at)
            SELECT user_id, max(seen_at) FROM gone GROUP BY user_id ORDER BY user_id
            ON CONFLICT (user_id) DO UPDATE SET last_seen_at = greatest(p.last_seen_at, excluded.last_seen_at)
            """);
    private static final Statement<OffsetDateTime> NOW =
            Statement.query("SELECT now_ms() AS now", row -> row.getOffsetDateTime("now"));

    private static final Statement<Row> CHANGE_SETTINGS = Statement.update("""
            INSERT INTO presence (user_id, hides_last_seen) VALUES (#{userId}, #{hides})
            ON CONFLICT (user_id) DO UPDATE SET hides_last_seen = excluded.hides_last_seen
            """);

    private final Database database;
    private final String nodeId;

    public PresenceWrites(Database database, String nodeId) {
        this.database = database;
        this.nodeId = nodeId;
    }

    public Future<Written> write(WritePresence change) {
        var gone = change.gone();
        return database.write(connection -> WRITE.on(connection)
                        .bind("nodeId", nodeId)
                        .bind("incarnation", change.incarnation())
                        .bind("came", change.came().toArray(String[]::new))
                        .bind("gone", gone.stream().map(Gone::userId).toArray(String[]::new))
                        .bind("agoMillis", gone.stream().map(Gone::agoMillis).toArray(Long[]::new))
                        .one())
                .map(Written::new);
    }

    /**
     * Ends what was written under leases that are no more, in the transaction that took them away.
     *
     * @param seenAt when each of the nodes last proved that it lives
     */
    public static Future<Void> end(SqlConnection connection, List<String> nodeIds, List<OffsetDateTime> seenAt) {
        return END.on(connection)
                .bind("nodeIds", nodeIds.toArray(String[]::new))
                .bind("seenAt", seenAt.toArray(OffsetDateTime[]::new))
                .count()
                .mapEmpty();
    }

    /** Ends what was written under a lease that its node has just given back. */
    public static Future<Void> end(SqlConnection connection, String nodeId) {
        return NOW.on(connection).one().compose(now -> end(connection, List.of(nodeId), List.of(now)));
    }

    public Future<PresenceSettings> change(ChangeSettings change) {
        var settings = change.settings();
        return database.read(client -> CHANGE_SETTINGS
                .on(client)
                .bind("userId", change.caller().userId())
                .bind("hides", settings.hideLastSeen())
                .count()
                .map(written -> settings));
    }
}
