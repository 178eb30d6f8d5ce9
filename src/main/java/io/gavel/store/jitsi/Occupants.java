package io.gavel.store.jitsi;

import io.gavel.event.MeetingEvent;
import io.gavel.jitsi.RoomChange.Occupant;
import io.gavel.meeting.MeetingStatus;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.LockedMeeting;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a meeting's rooms in Jitsi. A device is in one of them at a time: when it is told to be in another one, the stay
 * before that is over, whether or not its end has been told.
 */
final class Occupants {
    private static final Statement<Row> OPEN = Statement.query("""
            SELECT DISTINCT ON (o.occupant) o.occupant, o.nick, o.user_id AS claimed, p.user_id,
                   coalesce(u.name, o.name, o.nick) AS name
            FROM jitsi_occupant o
            LEFT JOIN meeting_participant p
                ON p.meeting_id = o.meeting_id AND p.user_id = o.user_id AND p.removed_at IS NULL
            LEFT JOIN app_user u ON u.id = p.user_id
            WHERE o.meeting_id = #{meetingId} AND o.left_at IS NULL
              AND (#{occupant}::text IS NULL OR o.occupant = #{occupant})
            ORDER BY o.occupant, o.joined_at
            """, row -> row);

    private static final String STAY = """
            INSERT INTO jitsi_occupant AS o
                (meeting_id, occupant, room, breakout, nick, user_id, name, joined_at, left_at, changed_at)
            VALUES (#{meetingId}, #{occupant}, #{room}, #{breakout}, #{nick}, #{userId}, #{name}, #{joinedAt}, %s, now_ms())
            ON CONFLICT (meeting_id, occupant, joined_at, coalesce(breakout, ''))
            """;

    /**
     * One that is followed by another is over by then, and every one with its room. Times are whole seconds: who comes in the
     * second in which the room went and came about anew is in the new one.
     */
    private static final Statement<Row> COME = Statement.update(STAY.formatted("""
            least((SELECT min(next.joined_at) FROM jitsi_occupant next
                   WHERE next.meeting_id = #{meetingId} AND next.occupant = #{occupant}
                     AND next.joined_at > #{joinedAt}::timestamptz),
                  (SELECT min(gone.occurred_at) FROM jitsi_event gone
                   WHERE gone.meeting_id = #{meetingId} AND gone.room = #{room} AND gone.room_change = 'destroyed'
                     AND gone.occurred_at >= #{joinedAt}::timestamptz
                     AND NOT (gone.occurred_at = #{joinedAt}::timestamptz
                              AND EXISTS (SELECT FROM jitsi_event anew
                                          WHERE anew.meeting_id = #{meetingId} AND anew.room = #{room}
                                            AND anew.room_change = 'created' AND anew.occurred_at = gone.occurred_at))))
            """) + "DO NOTHING");

    /** The device itself says that it is elsewhere now. */
    private static final Statement<Row> GO_ON = Statement.update("""
            UPDATE jitsi_occupant SET left_at = greatest(joined_at, #{joinedAt}::timestamptz), changed_at = now_ms()
            WHERE meeting_id = #{meetingId} AND occupant = #{occupant} AND left_at IS NULL
              AND (joined_at, coalesce(breakout, '')) <> (#{joinedAt}::timestamptz, coalesce(#{breakout}::text, ''))
              AND joined_at <= #{joinedAt}::timestamptz
            """);

    /** The end of a stay that was known to be over may only be told better: it was taken to last until the next one. */
    private static final Statement<Row> GO = Statement.update(STAY.formatted("#{leftAt}::timestamptz") + """
            DO UPDATE SET left_at = excluded.left_at, changed_at = excluded.changed_at
            WHERE o.left_at IS NULL OR o.left_at > excluded.left_at
            """);

    private static final Statement<Row> CURRENT = Statement.query("""
            SELECT joined_at FROM jitsi_occupant
            WHERE meeting_id = #{meetingId} AND occupant = #{occupant}
              AND coalesce(breakout, '') = coalesce(#{breakout}::text, '') AND joined_at <= #{leftAt}::timestamptz
            ORDER BY joined_at DESC LIMIT 1
            """, row -> row);

    private static final Statement<Row> CLOSE = Statement.update("""
            UPDATE jitsi_occupant SET left_at = greatest(joined_at, #{at}::timestamptz), changed_at = now_ms()
            WHERE meeting_id = #{meetingId} AND room = #{room} AND left_at IS NULL AND joined_at <= #{at}::timestamptz
              AND (#{breakout}::text IS NULL OR breakout = #{breakout})
            """);

    /** When somebody was last seen in #{room} by a look into it. */
    static final String SEEN_AT = """
            (SELECT seen_at FROM jitsi_control
             WHERE kind = 'observe' AND meeting_id = #{meetingId} AND target = #{room})""";

    /** We last heard of them when we were last told, or last looked. */
    private static final Statement<Row> VACATE = Statement.update("""
            UPDATE jitsi_occupant
            SET left_at = greatest(joined_at, changed_at, %1$s), changed_at = greatest(changed_at, %1$s)
            WHERE meeting_id = #{meetingId} AND room = #{room} AND left_at IS NULL
            """.formatted(SEEN_AT));

    /**
     * By our own clock, which alone says who was heard of before the room was told to be gone, or asked for anew; the source's
     * may differ. Where only the latter is known, they were there until we last heard of them.
     */
    private static final Statement<Row> LEAVE_BEHIND = Statement.update("""
            UPDATE jitsi_occupant
            SET left_at = greatest(joined_at, CASE WHEN #{isTold} THEN #{at}::timestamptz ELSE greatest(changed_at, %s) END),
                changed_at = now_ms()
            WHERE meeting_id = #{meetingId} AND room = #{room} AND left_at IS NULL AND changed_at <= #{at}::timestamptz
            """.formatted(SEEN_AT));

    private final LockedMeeting meeting;
    private final String room;

    /** @param room with its tenant, in lower case */
    Occupants(LockedMeeting meeting, String room) {
        this.meeting = meeting;
        this.room = room;
    }

    /** How many stays are other than before. */
    Future<Integer> come(Occupant occupant, Instant at) {
        return tell(
                occupant.id(),
                occupant.userId(),
                () -> stay(COME, occupant, at)
                        .count()
                        .compose(begun -> GO_ON.on(meeting.connection())
                                .bind("meetingId", meeting.id())
                                .bind("occupant", occupant.id())
                                .bind("breakout", occupant.breakout())
                                .bind("joinedAt", MeetingRows.timestamp(at))
                                .count()
                                .map(ended -> begun + ended)));
    }

    /**
     * How many stays are other than before.
     *
     * @param joinedAt null where it was not told: then it is the last one before
     */
    Future<Integer> go(Occupant occupant, @Nullable Instant joinedAt, Instant at) {
        return tell(
                occupant.id(),
                occupant.userId(),
                () -> joinedAt == null
                        ? lastCame(occupant, at).compose(since -> end(occupant, since, at))
                        : end(occupant, joinedAt, at));
    }

    private Future<Integer> end(Occupant occupant, Instant since, Instant at) {
        return stay(GO, occupant, since.isAfter(at) ? at : since)
                .bind("leftAt", MeetingRows.timestamp(at))
                .count();
    }

    private Future<Instant> lastCame(Occupant occupant, Instant at) {
        return CURRENT.on(meeting.connection())
                .bind("meetingId", meeting.id())
                .bind("occupant", occupant.id())
                .bind("breakout", occupant.breakout())
                .bind("leftAt", MeetingRows.timestamp(at))
                .first()
                .map(row -> row.map(found -> MeetingRows.instant(found, "joined_at"))
                        .orElse(at));
    }

    /** How many stays are other than before. */
    Future<Integer> close(@Nullable String breakout, Instant at) {
        return tell(
                null,
                null,
                () -> CLOSE.on(meeting.connection())
                        .bind("meetingId", meeting.id())
                        .bind("room", room)
                        .bind("breakout", breakout)
                        .bind("at", MeetingRows.timestamp(at))
                        .count());
    }

    /** Nobody is in the room, and nobody has said when they left. How many stays are other than before. */
    Future<Integer> vacate() {
        return tell(
                null,
                null,
                () -> VACATE.on(meeting.connection())
                        .bind("meetingId", meeting.id())
                        .bind("room", room)
                        .count());
    }

    /**
     * Whoever we had heard of until then is not in the room any more. How many stays are other than before.
     *
     * @param isTold whether the room was told to be gone then, and not at some time before
     */
    Future<Integer> leaveBehind(Instant at, boolean isTold) {
        return tell(
                null,
                null,
                () -> LEAVE_BEHIND
                        .on(meeting.connection())
                        .bind("meetingId", meeting.id())
                        .bind("room", room)
                        .bind("isTold", isTold)
                        .bind("at", MeetingRows.timestamp(at))
                        .count());
    }

    private Statement<Row>.Execution stay(Statement<Row> statement, Occupant occupant, Instant joinedAt) {
        return statement
                .on(meeting.connection())
                .bind("meetingId", meeting.id())
                .bind("occupant", occupant.id())
                .bind("room", room)
                .bind("breakout", occupant.breakout())
                .bind("nick", occupant.nick())
                .bind("userId", occupant.userId())
                .bind("name", occupant.name())
                .bind("joinedAt", MeetingRows.timestamp(joinedAt));
    }

    /** Does what is told, and adds to the stream who is in now and was not before, or the other way round. */
    private Future<Integer> tell(@Nullable String occupant, @Nullable String userId, Supplier<Future<Integer>> change) {
        return open(occupant)
                .compose(before -> change.get()
                        .compose(changed -> changed == 0
                                ? Future.succeededFuture(0)
                                : open(occupant)
                                        .compose(after -> MediaTimes.reckon(meeting, users(userId, before))
                                                .compose(reckoned -> append(before, after)))
                                        .map(changed)));
    }

    private static List<String> users(@Nullable String userId, Map<String, Row> before) {
        return userId != null
                ? List.of(userId)
                : before.values().stream()
                        .map(row -> row.getString("claimed"))
                        .filter(Objects::nonNull)
                        .toList();
    }

    private Future<Map<String, Row>> open(@Nullable String occupant) {
        return OPEN.on(meeting.connection())
                .bind("meetingId", meeting.id())
                .bind("occupant", occupant)
                .list()
                .map(rows -> {
                    var open = new LinkedHashMap<String, Row>();
                    rows.forEach(row -> open.put(row.getString("occupant"), row));
                    return open;
                });
    }

    /** A meeting that does not run has nothing to tell, yet what is known of its room is kept. */
    private Future<Void> append(Map<String, Row> before, Map<String, Row> after) {
        if (meeting.meeting().status() != MeetingStatus.IN_PROGRESS) {
            return Future.succeededFuture();
        }
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
        return meeting.append(events);
    }
}
