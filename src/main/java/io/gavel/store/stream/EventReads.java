package io.gavel.store.stream;

import io.gavel.event.EventPage;
import io.gavel.event.StreamEvent;
import io.gavel.event.StreamRequests.EventSlice;
import io.gavel.event.StreamRequests.ListEvents;
import io.gavel.event.StreamRequests.ReadEvents;
import io.gavel.event.Topic;
import io.gavel.json.WireJson;
import io.gavel.meeting.Visibility;
import io.gavel.problem.Problem;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads streams. */
public final class EventReads {
    /** One statement, hence one snapshot: the events agree with the head, which stands beside each, or alone. */
    private static final String READ = """
            SELECT s.seq AS head, s.floor_seq, s.epoch || '.' || (SELECT database_identity()) AS epoch,
                   p.user_id IS NOT NULL AS is_member, e.seq, e.type, e.body::text AS payload, e.at
            FROM {streams} s
            LEFT JOIN {members} p ON p.{id} = s.{id} AND p.user_id = #{userId}::text AND p.removed_at IS NULL
            LEFT JOIN LATERAL (
                SELECT seq, type, body, at FROM (
                    SELECT seq, type, body, at,
                           sum(length(body::text)) OVER (ORDER BY seq) - length(body::text) AS before
                    FROM (SELECT seq, type, body, at FROM {events}
                          WHERE {id} = s.{id} AND seq > #{after}
                          ORDER BY seq LIMIT #{limit}) page
                ) sized
                WHERE before < #{most}
            ) e ON true
            WHERE s.{id} = #{topicId}
            ORDER BY e.seq
            """;

    /** What one answer holds in characters, its last event aside: messages may be long. */
    private static final int MOST_CHARS = 1 << 20;

    private static final Function<Topic, Statement<Row>> READS =
            StreamTables.each(READ, sql -> Statement.query(sql, row -> row));

    private final Database database;

    public EventReads(Database database) {
        this.database = database;
    }

    /** What a member may read over REST. */
    public Future<EventPage> list(ListEvents list) {
        return read(list.topic(), list.caller().userId(), list.after(), list.limit())
                .map(found -> {
                    requireListed(found.map(Found::isMember), list);
                    return page(found.orElseThrow(Problem::notFound).slice(), list);
                });
    }

    /** Who may read any meeting is told so; of others' conversations nobody is told. */
    private static void requireListed(Optional<Boolean> isMember, ListEvents list) {
        var mayKnow = list.topic().kind() == Topic.Kind.MEETING && list.caller().admin();
        Visibility.requireListed(isMember, mayKnow);
    }

    /** What a channel lacks; who hears it is judged elsewhere. */
    public Future<EventSlice> read(ReadEvents read) {
        return read(read.topic(), null, read.after(), ReadEvents.MOST_EVENTS)
                .map(found -> found.orElseThrow(Problem::notFound).slice());
    }

    private Future<Optional<Found>> read(Topic topic, @Nullable String userId, long after, int limit) {
        return database.read(client -> READS.apply(topic)
                        .on(client)
                        .bind("topicId", topic.id())
                        .bind("userId", userId)
                        .bind("after", after)
                        .bind("limit", limit)
                        .bind("most", MOST_CHARS)
                        .list())
                .map(rows -> rows.isEmpty() ? Optional.empty() : Optional.of(found(rows)));
    }

    private static Found found(List<Row> rows) {
        var first = rows.get(0);
        var events = rows.stream()
                .filter(row -> row.getLong("seq") != null)
                .map(EventReads::event)
                .toList();
        return new Found(
                first.getBoolean("is_member"),
                new EventSlice(first.getString("epoch"), first.getLong("head"), first.getLong("floor_seq"), events));
    }

    private static StreamEvent event(Row row) {
        return new StreamEvent(
                row.getLong("seq"), row.getString("type"), MeetingRows.instant(row, "at"), row.getString("payload"));
    }

    private static EventPage page(EventSlice slice, ListEvents list) {
        var wantedEpoch = list.epoch();
        var reset = list.after() < slice.floor()
                || list.after() > slice.head()
                || (wantedEpoch != null && !wantedEpoch.equals(slice.epoch()));
        if (reset) {
            return new EventPage(List.of(), slice.head(), slice.epoch(), false, true);
        }
        var items = slice.events().stream()
                .map(event -> WireJson.decodeObject(event.json(list.topic())))
                .toList();
        return new EventPage(items, slice.head(), slice.epoch(), list.after() + items.size() < slice.head(), false);
    }

    private record Found(boolean isMember, EventSlice slice) {}
}
