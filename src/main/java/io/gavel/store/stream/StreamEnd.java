package io.gavel.store.stream;

import io.gavel.event.Committed;
import io.gavel.event.NewEvent;
import io.gavel.event.StreamEvent;
import io.gavel.event.Topic;
import io.gavel.json.WireJson;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Where a stream goes on. Whoever appends to it holds the lock of the topic.
 *
 * @param epoch the stream's own, with which the wire's begins
 * @param seq the number of its last event
 * @param at the one moment at which all of the transaction happens
 */
public record StreamEnd(Topic topic, UUID epoch, long seq, Instant at) {
    private static final String APPEND = """
            WITH appended AS (
                INSERT INTO {events} ({id}, seq, type, body, actor, at)
                SELECT #{topicId}, #{seq}::bigint + e.place, e.type, e.body::json, #{actor}::text, #{at}::timestamptz
                FROM unnest(#{types}::text[], #{bodies}::text[]) WITH ORDINALITY AS e(type, body, place)
            )
            UPDATE {streams} SET seq = #{seq}::bigint + cardinality(#{types}::text[])
            WHERE {id} = #{topicId}
            """;
    private static final Function<Topic, Statement<Row>> APPENDS = StreamTables.each(APPEND, Statement::update);

    /** Adds events in this order; all nodes are told of them if the transaction commits. */
    public Future<Void> append(Transaction transaction, String actor, List<? extends NewEvent> events) {
        if (events.isEmpty()) {
            return Future.succeededFuture();
        }
        var placed = tell(transaction, events);
        return APPENDS.apply(topic)
                .on(transaction.connection())
                .bind("topicId", topic.id())
                .bind("seq", seq)
                .bind("actor", actor)
                .bind("at", MeetingRows.timestamp(at))
                .bind("types", placed.stream().map(StreamEvent::type).toArray(String[]::new))
                .bind("bodies", placed.stream().map(StreamEvent::payload).toArray(String[]::new))
                .count()
                .mapEmpty();
    }

    /** The events as they stand in the stream; all nodes are told of them, and the caller writes them. */
    public List<StreamEvent> tell(Transaction transaction, List<? extends NewEvent> events) {
        var placed = new ArrayList<StreamEvent>();
        for (var event : events) {
            placed.add(new StreamEvent(seq + placed.size() + 1, event.type(), at, WireJson.encode(event.payload())));
        }
        transaction.tell(new Committed(topic, epoch, placed));
        return placed;
    }
}
