package io.gavel.store.stream;

import io.gavel.event.StreamRequests.Authorization;
import io.gavel.event.StreamRequests.Authorizations;
import io.gavel.event.StreamRequests.Authorize;
import io.gavel.event.StreamRequests.CheckPositions;
import io.gavel.event.StreamRequests.Listener;
import io.gavel.event.StreamRequests.Position;
import io.gavel.event.StreamRequests.Positions;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;

/** Tells where streams are and who may hear them: one query, however many are asked for. */
public final class StreamHeads {
    private static final Statement<Authorization> AUTHORIZE = Statement.query(
            """
            SELECT p.role, coalesce(s.seq, 0) AS seq,
                   coalesce(s.epoch || '.' || (SELECT database_identity()), '') AS epoch
            FROM unnest(#{meetingIds}::bigint[], #{userIds}::text[]) WITH ORDINALITY l(meeting_id, user_id, place)
            LEFT JOIN meeting_stream s ON s.meeting_id = l.meeting_id
            LEFT JOIN meeting_participant p
                ON p.meeting_id = l.meeting_id AND p.user_id = l.user_id AND p.removed_at IS NULL
            ORDER BY l.place
            """, row -> new Authorization(MeetingRows.role(row), row.getString("epoch"), row.getLong("seq")));
    private static final Statement<Position> CHANGED = Statement.query(
            """
            WITH here AS MATERIALIZED (SELECT database_identity() AS identity)
            SELECT s.meeting_id, s.epoch || '.' || here.identity AS epoch, s.seq
            FROM unnest(#{meetingIds}::bigint[], #{epochs}::text[], #{seqs}::bigint[]) c(meeting_id, epoch, seq)
            JOIN meeting_stream s ON s.meeting_id = c.meeting_id
            CROSS JOIN here
            WHERE s.seq <> c.seq OR s.epoch || '.' || here.identity <> c.epoch
            """, row -> new Position(row.getLong("meeting_id"), row.getString("epoch"), row.getLong("seq")));

    private final Database database;

    public StreamHeads(Database database) {
        this.database = database;
    }

    public Future<Authorizations> authorize(Authorize authorize) {
        var listeners = authorize.listeners();
        return database.read(client -> AUTHORIZE
                        .on(client)
                        .bind(
                                "meetingIds",
                                listeners.stream().map(Listener::meetingId).toArray(Long[]::new))
                        .bind(
                                "userIds",
                                listeners.stream().map(Listener::userId).toArray(String[]::new))
                        .list())
                .map(Authorizations::new);
    }

    public Future<Positions> check(CheckPositions check) {
        var positions = check.positions();
        return database.read(client -> CHANGED.on(client)
                        .bind(
                                "meetingIds",
                                positions.stream().map(Position::meetingId).toArray(Long[]::new))
                        .bind("epochs", positions.stream().map(Position::epoch).toArray(String[]::new))
                        .bind("seqs", positions.stream().map(Position::seq).toArray(Long[]::new))
                        .list())
                .map(Positions::new);
    }
}
