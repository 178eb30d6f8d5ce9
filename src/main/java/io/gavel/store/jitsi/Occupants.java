package io.gavel.store.jitsi;

import io.gavel.jitsi.RoomChange.Occupant;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.LockedMeeting;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a meeting's rooms in Jitsi. A device is in one of them at a time: when it is told to be in another one, the stay
 * before that is over, whether or not its end has been told.
 */
final class Occupants {
    private static final String STAY = """
            INSERT INTO jitsi_occupant AS o
                (meeting_id, occupant, room, breakout, nick, user_id, name, joined_at, left_at, changed_at)
            VALUES (#{meetingId}, #{occupant}, #{room}, #{breakout}, #{nick}, #{userId}, #{name}, #{joinedAt}, %s, now_ms())
            ON CONFLICT (meeting_id, occupant, joined_at, coalesce(breakout, ''))
            """;

    /** Times are whole seconds: who comes in the second in which the room went and came about anew is in the new one. */
    private static final String CREATED_IN_SECOND = """
            EXISTS (SELECT FROM jitsi_event anew
                    WHERE anew.meeting_id = #{meetingId} AND anew.room = #{room}
                      AND anew.room_change = 'created' AND anew.occurred_at = %s)""";

    /** One that is followed by another is over by then; so is every one with its room, and when that comes about anew. */
    private static final Statement<Row> COME = Statement.update(
            STAY.formatted("""
            least((SELECT min(next.joined_at) FROM jitsi_occupant next
                   WHERE next.meeting_id = #{meetingId} AND next.occupant = #{occupant}
                     AND next.joined_at > #{joinedAt}::timestamptz),
                  (SELECT min(cut.occurred_at) FROM jitsi_event cut
                   WHERE cut.meeting_id = #{meetingId} AND cut.room = #{room} AND cut.room_change IS NOT NULL
                     AND cut.occurred_at >= #{joinedAt}::timestamptz
                     AND CASE cut.room_change
                         WHEN 'created' THEN date_trunc('second', cut.occurred_at) > #{joinedAt}::timestamptz
                         ELSE cut.occurred_at > #{joinedAt}::timestamptz OR NOT %s END))
            """.formatted(CREATED_IN_SECOND.formatted("cut.occurred_at"))) + "DO NOTHING");

    /** The device itself says that it is elsewhere now. */
    private static final Statement<Row> GO_ON = Statement.update("""
            UPDATE jitsi_occupant SET left_at = greatest(joined_at, #{joinedAt}::timestamptz), changed_at = now_ms()
            WHERE meeting_id = #{meetingId} AND occupant = #{occupant} AND left_at IS NULL
              AND (joined_at, coalesce(breakout, '')) <> (#{joinedAt}::timestamptz, coalesce(#{breakout}::text, ''))
              AND joined_at <= #{joinedAt}::timestamptz
            """);

    /**
     * Whoever left came before: a stay that had begun before that was over by then, though nobody has told of the coming at
     * the time. One that began in the same second may be the next one.
     */
    private static final Statement<Row> WENT_ON = Statement.update("""
            UPDATE jitsi_occupant SET left_at = #{joinedAt}::timestamptz, changed_at = now_ms()
            WHERE meeting_id = #{meetingId} AND occupant = #{occupant} AND left_at IS NULL
              AND joined_at < #{joinedAt}::timestamptz
            """);

    /**
     * The end of a stay that was known to be over may only be told better: it was taken to last until the next one, or the
     * end was guessed.
     */
    private static final Statement<Row> GO = Statement.update(STAY.formatted("#{leftAt}::timestamptz") + """
            DO UPDATE SET left_at = excluded.left_at, changed_at = excluded.changed_at, is_guessed = false
            WHERE o.left_at IS NULL OR o.left_at > excluded.left_at OR o.is_guessed
            """);

    private static final Statement<Row> CURRENT = Statement.query("""
            SELECT joined_at FROM jitsi_occupant
            WHERE meeting_id = #{meetingId} AND occupant = #{occupant}
              AND coalesce(breakout, '') = coalesce(#{breakout}::text, '') AND joined_at <= #{leftAt}::timestamptz
            ORDER BY joined_at DESC LIMIT 1
            """, row -> row);

    private static final Statement<Row> CLOSE =
            Statement.update("""
            UPDATE jitsi_occupant SET left_at = greatest(joined_at, #{at}::timestamptz), changed_at = now_ms()
            WHERE meeting_id = #{meetingId} AND room = #{room} AND left_at IS NULL AND joined_at <= #{at}::timestamptz
              AND (#{breakout}::text IS NULL OR breakout = #{breakout})
              AND NOT (#{breakout}::text IS NULL AND joined_at = #{at}::timestamptz AND %s)
            """.formatted(CREATED_IN_SECOND.formatted("#{at}::timestamptz")));

    /** When somebody was last seen in #{room} by a look into it. */
    static final String SEEN_AT = """
            (SELECT seen_at FROM jitsi_control
             WHERE kind = 'observe' AND meeting_id = #{meetingId} AND target = #{room})""";

    /** We last heard of them when we were last told, or last looked. */
    private static final Statement<Row> VACATE = Statement.update("""
            UPDATE jitsi_occupant
            SET left_at = greatest(joined_at, changed_at, %1$s), changed_at = greatest(changed_at, %1$s), is_guessed = true
            WHERE meeting_id = #{meetingId} AND room = #{room} AND left_at IS NULL
            """.formatted(SEEN_AT));

    /** We last heard of them when we were last told, or last looked; and that may have been told late. */
    private static final Statement<Row> RENEW = Statement.update("""
            UPDATE jitsi_occupant
            SET left_at = least(greatest(joined_at, changed_at, %s), #{at}::timestamptz), changed_at = now_ms(),
                is_guessed = true
            WHERE meeting_id = #{meetingId} AND room = #{room} AND left_at IS NULL
              AND joined_at < date_trunc('second', #{at}::timestamptz)
              AND (#{breakout}::text IS NULL OR breakout = #{breakout})
            """.formatted(SEEN_AT));

    /**
     * By our own clock, which alone says who was heard of before the room was told to be gone, or asked for anew; the source's
     * may differ. Where only the latter is known, they were there until we last heard of them.
     */
    private static final Statement<Row> LEAVE_BEHIND = Statement.update("""
            UPDATE jitsi_occupant
            SET left_at = greatest(joined_at, CASE WHEN #{isTold} THEN #{at}::timestamptz ELSE greatest(changed_at, %s) END),
                changed_at = now_ms(), is_guessed = NOT #{isTold}
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
        var joinedAt = since.isAfter(at) ? at : since;
        return stay(GO, occupant, joinedAt)
                .bind("leftAt", MeetingRows.timestamp(at))
                .count()
                .compose(told -> WENT_ON.on(meeting.connection())
                        .bind("meetingId", meeting.id())
                        .bind("occupant", occupant.id())
                        .bind("joinedAt", MeetingRows.timestamp(joinedAt))
                        .count()
                        .map(ended -> told + ended));
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
        return close(CLOSE, breakout, at);
    }

    /** The room came about anew: nobody has said when they left whom the one before still has. */
    Future<Integer> renew(@Nullable String breakout, Instant at) {
        return close(RENEW, breakout, at);
    }

    private Future<Integer> close(Statement<Row> statement, @Nullable String breakout, Instant at) {
        return tell(
                null,
                null,
                () -> statement
                        .on(meeting.connection())
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

    private Future<Integer> tell(@Nullable String occupant, @Nullable String userId, Supplier<Future<Integer>> change) {
        return OccupantNews.tell(meeting, occupant, userId, change);
    }
}
