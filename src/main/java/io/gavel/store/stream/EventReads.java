package io.gavel.store.stream;

import io.gavel.event.EventPage;
import io.gavel.json.WireJson;
import io.gavel.meeting.MeetingRequests.ListEvents;
import io.gavel.meeting.Visibility;
import io.gavel.problem.Problem;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a meeting's stream. */
public final class EventReads {
    /** One statement, hence one snapshot: the events agree with the head. */
    private static final Statement<Row> READ = Statement.query("""
            SELECT s.seq, s.floor_seq, wire_epoch(s.epoch) AS epoch,
                   EXISTS (SELECT FROM meeting_participant
                           WHERE meeting_id = s.meeting_id AND user_id = #{userId} AND removed_at IS NULL) AS is_member,
                   (SELECT coalesce(json_agg(e), '[]')::text FROM (
                       SELECT seq, type, body, at FROM meeting_event
                       WHERE meeting_id = s.meeting_id AND seq > #{after}
                       ORDER BY seq LIMIT #{limit}
                   ) e) AS events
            FROM meeting_stream s WHERE s.meeting_id = #{meetingId}
            """, row -> row);

    private final Database database;

    public EventReads(Database database) {
        this.database = database;
    }

    public Future<EventPage> list(ListEvents list) {
        return database.read(client -> READ.on(client)
                        .bind("meetingId", list.meetingId())
                        .bind("userId", list.caller().userId())
                        .bind("after", list.after())
                        .bind("limit", list.limit())
                        .first())
                .map(found -> {
                    Visibility.requireListed(
                            found.map(row -> row.getBoolean("is_member")),
                            list.caller().admin());
                    return page(found.orElseThrow(Problem::notFound), list);
                });
    }

    private static EventPage page(Row row, ListEvents list) {
        var seq = row.getLong("seq");
        var epoch = row.getString("epoch");
        var wantedEpoch = list.epoch();
        var reset = list.after() < row.getLong("floor_seq")
                || list.after() > seq
                || (wantedEpoch != null && !wantedEpoch.equals(epoch));
        if (reset) {
            return new EventPage(List.of(), seq, epoch, false, true);
        }
        var items = Arrays.stream(WireJson.decode(row.getString("events"), StoredEvent[].class))
                .map(event -> event.onTheWire(list.meetingId()))
                .toList();
        return new EventPage(items, seq, epoch, list.after() + items.size() < seq, false);
    }

    /** A row of meeting_event. */
    private record StoredEvent(long seq, String type, Map<String, Object> body, Instant at) {
        Map<String, Object> onTheWire(long meetingId) {
            var event = new LinkedHashMap<String, Object>();
            event.put("event", type);
            event.put("seq", seq);
            event.put("at", WireJson.time(at));
            event.put("meetingId", meetingId);
            event.putAll(body);
            return event;
        }
    }
}
