package io.gavel.store.stream;

import io.gavel.event.StreamRequests.Authorization;
import io.gavel.event.StreamRequests.Authorizations;
import io.gavel.event.StreamRequests.Authorize;
import io.gavel.event.StreamRequests.CheckPositions;
import io.gavel.event.StreamRequests.Listener;
import io.gavel.event.StreamRequests.Position;
import io.gavel.event.StreamRequests.Positions;
import io.gavel.event.Topic;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Tells where streams are and who may hear them: one query, however many are asked for. */
public final class StreamHeads {
    private static final Statement<Authorization> AUTHORIZE = Statement.query(
            eachKind("""
            SELECT l.place, p.user_id IS NOT NULL AS is_member, coalesce(s.seq, 0) AS seq,
                   coalesce(s.epoch || '.' || here.identity, '') AS epoch
            FROM unnest(#{kinds}::text[], #{ids}::bigint[], #{userIds}::text[])
                WITH ORDINALITY l(kind, topic_id, user_id, place)
            CROSS JOIN here
            LEFT JOIN {streams} s ON s.{id} = l.topic_id
            LEFT JOIN {members} p ON p.{id} = l.topic_id AND p.user_id = l.user_id AND p.removed_at IS NULL
            WHERE l.kind = '{kind}'
            """) + "ORDER BY place",
            row -> new Authorization(row.getBoolean("is_member"), row.getString("epoch"), row.getLong("seq")));
    private static final Statement<Position> CHANGED = Statement.query(
            eachKind("""
            SELECT c.kind, s.{id} AS topic_id, s.epoch || '.' || here.identity AS epoch, s.seq
            FROM unnest(#{kinds}::text[], #{ids}::bigint[], #{epochs}::text[], #{seqs}::bigint[])
                c(kind, topic_id, epoch, seq)
            JOIN {streams} s ON s.{id} = c.topic_id
            CROSS JOIN here
            WHERE c.kind = '{kind}' AND (s.seq <> c.seq OR s.epoch || '.' || here.identity <> c.epoch)
            """),
            row -> new Position(
                    new Topic(Topic.Kind.valueOf(row.getString("kind")), row.getLong("topic_id")),
                    row.getString("epoch"),
                    row.getLong("seq")));

    /** The same of each kind's tables, in one statement. */
    private static String eachKind(String sql) {
        return "WITH here AS MATERIALIZED (SELECT database_identity() AS identity)\n"
                + Arrays.stream(Topic.Kind.values())
                        .map(kind -> StreamTables.of(kind).in(sql).replace("{kind}", kind.name()))
                        .collect(Collectors.joining("UNION ALL\n"));
    }

    private final Database database;

    public StreamHeads(Database database) {
        this.database = database;
    }

    public Future<Authorizations> authorize(Authorize authorize) {
        var listeners = authorize.listeners();
        var topics = listeners.stream().map(Listener::topic).toList();
        return database.read(client -> bind(AUTHORIZE.on(client), topics)
                        .bind(
                                "userIds",
                                listeners.stream().map(Listener::userId).toArray(String[]::new))
                        .list())
                .map(Authorizations::new);
    }

    public Future<Positions> check(CheckPositions check) {
        var positions = check.positions();
        var topics = positions.stream().map(Position::topic).toList();
        return database.read(client -> bind(CHANGED.on(client), topics)
                        .bind("epochs", positions.stream().map(Position::epoch).toArray(String[]::new))
                        .bind("seqs", positions.stream().map(Position::seq).toArray(Long[]::new))
                        .list())
                .map(Positions::new);
    }

    private static <T> Statement<T>.Execution bind(Statement<T>.Execution execution, List<Topic> topics) {
        return execution
                .bind("kinds", topics.stream().map(topic -> topic.kind().name()).toArray(String[]::new))
                .bind("ids", topics.stream().map(Topic::id).toArray(Long[]::new));
    }
}
