package io.gavel.store.jitsi;

import io.gavel.event.MeetingEvent;
import io.gavel.meeting.MeetingStatus;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.LockedMeeting;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells a meeting's stream who is in its rooms in Jitsi and was not before, or the other way round. */
public final class OccupantNews {
    private static final String OPEN = """
            SELECT DISTINCT ON (o.occupant) o.occupant, o.nick, o.user_id AS claimed, p.user_id,
                   coalesce(u.name, o.name, o.nick) AS name
            FROM jitsi_occupant o
            LEFT JOIN meeting_participant p
                ON p.meeting_id = o.meeting_id AND p.user_id = o.user_id AND p.removed_at IS NULL
            LEFT JOIN app_user u ON u.id = p.user_id
            WHERE o.meeting_id = #{meetingId} AND o.left_at IS NULL %s
            ORDER BY o.occupant, o.joined_at
            """;
    private static final Statement<Row> ALL_OPEN = Statement.query(OPEN.formatted(""), row -> row);
    private static final Statement<Row> OPEN_OF_DEVICE =
            Statement.query(OPEN.formatted("AND o.occupant = #{occupant}"), row -> row);

    private OccupantNews() {}

    /** The meeting has just started: who is in already is told now, for nothing was told before. */
    public static Future<Void> begin(LockedMeeting meeting) {
        return open(meeting, null)
                .compose(open -> open.isEmpty()
                        ? Future.succeededFuture()
                        : MediaTimes.reckon(meeting, null).compose(reckoned -> meeting.append(news(Map.of(), open))));
    }

    /**
     * Makes the change, and brings the people's times and the stream up to date with it.
     *
     * @param occupant the only device that it concerns; null where any may be concerned
     * @param userId as whom the device comes or goes now
     * @param change how many stays are other than before
     */
    static Future<Integer> tell(
            LockedMeeting meeting,
            @Nullable String occupant,
            @Nullable String userId,
            Supplier<Future<Integer>> change) {
        return open(meeting, occupant)
                .compose(before -> change.get()
                        .compose(changed -> changed == 0
                                ? Future.succeededFuture(0)
                                : open(meeting, occupant)
                                        .compose(after -> MediaTimes.reckon(meeting, users(userId, before))
                                                .compose(reckoned -> append(meeting, before, after)))
                                        .map(changed)));
    }

    private static Set<String> users(@Nullable String userId, Map<String, Row> before) {
        var users = new TreeSet<String>();
        if (userId != null) {
            users.add(userId);
        }
        for (var row : before.values()) {
            var claimed = row.getString("claimed");
            if (claimed != null) {
                users.add(claimed);
            }
        }
        return users;
    }

    private static Future<Map<String, Row>> open(LockedMeeting meeting, @Nullable String occupant) {
        var statement = occupant == null
                ? ALL_OPEN.on(meeting.connection())
                : OPEN_OF_DEVICE.on(meeting.connection()).bind("occupant", occupant);
        return statement.bind("meetingId", meeting.id()).list().map(rows -> {
            var open = new LinkedHashMap<String, Row>();
            rows.forEach(row -> open.put(row.getString("occupant"), row));
            return open;
        });
    }

    /** A meeting that does not run has nothing to tell, yet what is known of its room is kept. */
    private static Future<Void> append(LockedMeeting meeting, Map<String, Row> before, Map<String, Row> after) {
        return meeting.meeting().status() == MeetingStatus.IN_PROGRESS
                ? meeting.append(news(before, after))
                : Future.succeededFuture();
    }

    private static List<MeetingEvent> news(Map<String, Row> before, Map<String, Row> after) {
        var events = new ArrayList<MeetingEvent>();
        before.forEach((id, row) -> {
            if (!after.containsKey(id)) {
                events.add(MeetingEvent.occupantLeft(
                        row.getString("nick"), row.getString("user_id"), row.getString("name")));
            }
        });
        after.forEach((id, row) -> {
            if (!before.containsKey(id)) {
                events.add(MeetingEvent.occupantJoined(
                        row.getString("nick"), row.getString("user_id"), row.getString("name")));
            }
        });
        return events;
    }
}
