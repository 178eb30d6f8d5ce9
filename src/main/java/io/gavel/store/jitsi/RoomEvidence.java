package io.gavel.store.jitsi;

import io.gavel.store.sql.Statement;
import io.gavel.store.stream.LockedMeeting;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;

/**
 * Takes back what Jitsi has told of a room that is proved to be empty: its people left when they were last known to be
 * there, and not when that was found out.
 */
final class RoomEvidence {
    /** One that was asked for since the looks began is of a room that they may not have seen. */
    private static final Statement<Row> DISPROVE = Statement.update("""
            UPDATE jitsi_reservation r SET gone_at = greatest(asked_at, #{seenAt}), gone_by = 'a look into the room'
            WHERE meeting_id = #{meetingId} AND room = #{room} AND gone_at IS NULL
              AND asked_at < (SELECT absent_at FROM jitsi_control
                              WHERE kind = 'observe' AND meeting_id = r.meeting_id AND target = r.room)
            """.replace("#{seenAt}", Occupants.SEEN_AT));

    private static final Statement<Row> CLOSE = Statement.update("""
            UPDATE jitsi_reservation SET gone_at = now_ms(), gone_by = 'the end of the room'
            WHERE meeting_id = #{meetingId} AND room = #{room} AND gone_at IS NULL
            """);

    private RoomEvidence() {}

    static Future<Void> disprove(LockedMeeting locked, String room) {
        return new Occupants(locked, room).vacate().compose(vacated -> close(DISPROVE, locked, room));
    }

    /** The room of a meeting that is over was ended, and does not come about again. */
    static Future<Void> closeReservations(LockedMeeting locked, String room) {
        return close(CLOSE, locked, room);
    }

    private static Future<Void> close(Statement<Row> statement, LockedMeeting locked, String room) {
        return statement
                .on(locked.connection())
                .bind("meetingId", locked.id())
                .bind("room", room)
                .count()
                .mapEmpty();
    }
}
