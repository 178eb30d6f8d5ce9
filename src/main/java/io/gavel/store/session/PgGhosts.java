package io.gavel.store.session;

import io.gavel.store.presence.PresenceWrites;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.gavel.stream.Ghosts;
import io.gavel.stream.SessionTimes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.LongFunction;

/** Sessions in PostgreSQL whose users are gone. */
public final class PgGhosts implements Ghosts {
    /** A lease that somebody holds is being renewed, judged by another node, or needed by a change that still runs. */
    private static final Statement<Expired> END_LEASES = Statement.query(
            """
            DELETE FROM node_lease WHERE node_id = ANY (ARRAY(
                SELECT node_id FROM node_lease WHERE expires_at <= now_ms() FOR UPDATE SKIP LOCKED))
            RETURNING node_id, incarnation, expires_at
            """,
            row -> new Expired(
                    row.getString("node_id"), row.getUUID("incarnation"), row.getOffsetDateTime("expires_at")));

    /** The connection is kept: its node may only have been asleep, and then asks for it. */
    private static final Statement<Row> LOSE = Statement.update("""
            UPDATE participant_session s
            SET lost_at = e.expires_at,
                seen_at = greatest(s.joined_at, e.expires_at - make_interval(secs => #{life}))
            FROM unnest(#{nodeIds}::text[], #{incarnations}::uuid[], #{expired}::timestamptz[])
                e(node_id, incarnation, expires_at)
            WHERE s.node_id = e.node_id AND s.incarnation = e.incarnation AND s.left_at IS NULL AND s.lost_at IS NULL
            """);

    private static final Statement<Long> OVERDUE = Statement.query("""
            SELECT meeting_id FROM participant_session
            WHERE left_at IS NULL AND lost_at <= statement_timestamp() - make_interval(secs => #{grace})
            GROUP BY meeting_id ORDER BY min(lost_at) LIMIT 5000
            """, row -> row.getLong("meeting_id"));

    private final Database database;
    private final SessionTimes times;
    private final LongFunction<Future<Void>> departures;

    /** @param departures ends the overdue sessions of one meeting under its lock */
    public PgGhosts(Database database, SessionTimes times, LongFunction<Future<Void>> departures) {
        this.database = database;
        this.times = times;
        this.departures = departures;
    }

    /** Two statements: the second one sees what was committed while the first one waited. */
    @Override
    public Future<Void> loseSessionsOfDeadNodes() {
        return database.write(connection -> END_LEASES
                .on(connection)
                .list()
                .compose(ended -> ended.isEmpty() ? Future.succeededFuture() : lose(connection, ended)));
    }

    private Future<Void> lose(SqlConnection connection, List<Expired> ended) {
        return LOSE.on(connection)
                .bind("nodeIds", ended.stream().map(Expired::nodeId).toArray(String[]::new))
                .bind("incarnations", ended.stream().map(Expired::incarnation).toArray(UUID[]::new))
                .bind("expired", ended.stream().map(Expired::at).toArray(OffsetDateTime[]::new))
                .bind("life", Seconds.of(times.lease()))
                .count()
                .compose(lost -> PresenceWrites.end(
                        connection,
                        ended.stream().map(Expired::nodeId).toList(),
                        ended.stream()
                                .map(expired -> expired.at().minus(times.lease()))
                                .toList()));
    }

    @Override
    public Future<List<Long>> meetingsWithGhosts() {
        return database.read(client ->
                OVERDUE.on(client).bind("grace", Seconds.of(times.grace())).list());
    }

    @Override
    public Future<Void> end(long meetingId) {
        return departures.apply(meetingId);
    }

    private record Expired(String nodeId, UUID incarnation, OffsetDateTime at) {}
}
