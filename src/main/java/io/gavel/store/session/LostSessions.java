package io.gavel.store.session;

import io.gavel.bus.Done;
import io.gavel.command.LostConnections;
import io.gavel.command.LostConnections.Lost;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.UUID;

/** Has sessions wait for their users when their connections are gone. */
public final class LostSessions {
    /** A session that has moved on bears another connection by now. */
    private static final Statement<Row> LOSE = Statement.update("""
            UPDATE participant_session s
            SET lost_at = now_ms(), connection_id = NULL,
                seen_at = greatest(s.joined_at, now_ms() - l.silent_millis * interval '1 millisecond')
            FROM unnest(#{connections}::uuid[], #{silentMillis}::bigint[]) l(connection_id, silent_millis)
            WHERE s.connection_id = l.connection_id AND s.left_at IS NULL
            """);

    private final Database database;

    public LostSessions(Database database) {
        this.database = database;
    }

    public Future<Done> lose(LostConnections lost) {
        var connections = lost.connections();
        return database.write(connection -> LOSE.on(connection)
                .bind(
                        "connections",
                        connections.stream().map(Lost::connectionId).toArray(UUID[]::new))
                .bind(
                        "silentMillis",
                        connections.stream().map(Lost::silentMillis).toArray(Long[]::new))
                .count()
                .map(count -> Done.DONE));
    }
}
