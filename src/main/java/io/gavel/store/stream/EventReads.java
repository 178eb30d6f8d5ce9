package io.gavel.store.stream;

import io.gavel.event.EventPage;
import io.gavel.event.StreamEvent;
import io.gavel.event.StreamRequests.EventSlice;
import io.gavel.event.StreamRequests.ReadEvents;
import io.gavel.json.WireJson;
import io.gavel.meeting.MeetingRequests.ListEvents;
import io.gavel.meeting.Visibility;
import io.gavel.problem.Problem;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a meeting's stream. */
public final class EventReads {
    /** One statement, hence one snapshot: the events agree with the head, which stands beside each, or alone. */
    private static final Statement<Row> READ = Statement.query("""
            SELECT s.seq AS head, s.floor_seq, s.epoch || '.' || (SELECT database_identity()) AS epoch,
                   p.user_id IS NOT NULL AS is_member, e.seq, e.type, e.body::text AS payload, e.at
            FROM meeting_stream s
            LEFT JOIN meeting_participant p
                ON p.meeting_id = s.meeting_id AND p.user_id = #{userId}::text AND p.removed_at IS NULL
            LEFT JOIN LATERAL (
                SELECT seq, type, body, at FROM meeting_event
                WHERE meeting_id = s.meeting_id AND seq > #{after}
                ORDER BY seq LIMIT #{limit}
            ) e ON true
            WHERE s.meeting_id = #{meetingId}
            ORDER BY e.seq
            """, row -> row);

    private final Database database;

    public EventReads(Database database) {
        this.database = database;
    }

    /** What a member may read over REST. */
    public Future<EventPage> list(ListEvents list) {
        return read(list.meetingId(), list.caller().userId(), list.after(), list.limit())
                .map(found -> {
                    Visibility.requireListed(
                            found.map(Found::isMember), list.caller().admin());
                    return page(found.orElseThrow(Problem::notFound).slice(), list);
                });
    }

    /** What a channel lacks; who hears it is judged elsewhere. */
    public Future<EventSlice> read(ReadEvents read) {
        return read(read.meetingId(), null, read.after(), ReadEvents.MOST_EVENTS)
                .map(found -> found.orElseThrow(Problem::notFound).slice());
    }

    private Future<Optional<Found>> read(long meetingId, @Nullable String userId, long after, int limit) {
        return database.read(client -> READ.on(client)
                        .bind("meetingId", meetingId)
                        .bind("userId", userId)
                        .bind("after", after)
                        .bind("limit", limit)
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
                .map(event -> WireJson.decodeObject(event.json(list.meetingId())))
                .toList();
        return new EventPage(items, slice.head(), slice.epoch(), list.after() + items.size() < slice.head(), false);
    }

    private record Found(boolean isMember, EventSlice slice) {}
}
