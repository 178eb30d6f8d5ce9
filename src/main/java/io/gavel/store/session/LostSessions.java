package io.gavel.store.session;

import io.gavel.bus.Done;
import io.gavel.command.LostConnections;
import io.gavel.command.LostConnections.Lost;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Has sessions wait for their users when their connections are gone. */
public final class LostSessions {
    /**
     * A session that has moved on bears another connection by now. One that is being changed is left for later: its meeting's
     * lock is not held here, so whoever waited with others in hand could be waited for by the one who has it.
     */
    private static final Statement<Row> LOSE_FREE = Statement.update("""
            UPDATE participant_session s
            SET lost_at = now_ms(), connection_id = NULL,
                seen_at = greatest(s.joined_at, now_ms() - free.silent_millis * interval '1 millisecond')
            FROM (
                SELECT f.session_id, l.silent_millis
                FROM unnest(#{connections}::uuid[], #{silentMillis}::bigint[]) l(connection_id, silent_millis)
                JOIN participant_session f ON f.connection_id = l.connection_id AND f.left_at IS NULL
                FOR UPDATE OF f SKIP LOCKED
            ) free
            WHERE s.session_id = free.session_id
            """);

    private static final Statement<Busy> BUSY =
            Statement.query("""
            SELECT session_id, connection_id FROM participant_session
            WHERE connection_id = ANY (#{connections}::uuid[]) AND left_at IS NULL
            """, row -> new Busy(row.getUUID("session_id"), row.getUUID("connection_id")));

    private static final Statement<Row> LOSE_BUSY = Statement.update("""
            UPDATE participant_session
            SET lost_at = now_ms(), connection_id = NULL,
                seen_at = greatest(joined_at, now_ms() - #{silentMillis}::bigint * interval '1 millisecond')
            WHERE session_id = #{sessionId} AND connection_id = #{connection} AND left_at IS NULL
            """);

    private final Database database;

    public LostSessions(Database database) {
        this.database = database;
    }

    public Future<Done> lose(LostConnections lost) {
        var silent = lost.connections().stream()
                .collect(Collectors.toMap(Lost::connectionId, Lost::silentMillis, Math::min, LinkedHashMap::new));
        var connections = silent.keySet().toArray(UUID[]::new);
        return database.writeAlone(connection -> LOSE_FREE
                        .on(connection)
                        .bind("connections", connections)
                        .bind("silentMillis", silent.values().toArray(Long[]::new))
                        .count())
                .compose(free -> database.read(client ->
                        BUSY.on(client).bind("connections", connections).list()))
                .compose(busy -> loseEach(busy.iterator(), silent));
    }

    /** One row in each transaction: whoever waits for it holds nothing that anybody could wait for. */
    private Future<Done> loseEach(Iterator<Busy> busy, Map<UUID, Long> silent) {
        if (!busy.hasNext()) {
            return Future.succeededFuture(Done.DONE);
        }
        var next = busy.next();
        return database.writeAlone(connection -> LOSE_BUSY
                        .on(connection)
                        .bind("sessionId", next.sessionId())
                        .bind("connection", next.connectionId())
                        .bind("silentMillis", silent.get(next.connectionId()))
                        .count())
                .compose(done -> loseEach(busy, silent));
    }

    private record Busy(UUID sessionId, UUID connectionId) {}
}
