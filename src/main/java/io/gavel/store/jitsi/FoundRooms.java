package io.gavel.store.jitsi;

import io.gavel.jitsi.RoomTask.Kind;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;

/** Which servers have found a room under the name that we gave it. What the others do not find may be there. */
final class FoundRooms {
    private static final Statement<Row> KEEP = Statement.update("""
            INSERT INTO jitsi_found (server, call, found_at) VALUES (#{server}, #{call}, now_ms())
            ON CONFLICT DO NOTHING
            """);

    /** Who ends a room by its whole name knows its domain too. */
    private static final Statement<Boolean> ANY = Statement.query("""
            SELECT EXISTS (SELECT FROM jitsi_found
                           WHERE server = #{server} AND call IN (#{call}, 'end')) AS is_so
            """, row -> row.getBoolean("is_so"));

    private FoundRooms() {}

    static Future<Void> keep(SqlClient client, String server, Kind call) {
        return KEEP.on(client)
                .bind("server", server)
                .bind("call", call.wire())
                .count()
                .mapEmpty();
    }

    static Future<Boolean> any(SqlClient client, String server, Kind call) {
        return ANY.on(client).bind("server", server).bind("call", call.wire()).one();
    }
}
