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
    private static final Statement<Row> CLOSE_RESERVATIONS =
            Statement.update("""
            UPDATE jitsi_reservation SET gone_at = greatest(asked_at, #{seenAt}), gone_by = 'a look into the room'
            WHERE meeting_id = #{meetingId} AND room = #{room} AND gone_at IS NULL
            """.replace("#{seenAt}", Occupants.SEEN_AT));

    private RoomEvidence() {}

    static Future<Void> close(LockedMeeting locked, String room) {
        return new Occupants(locked, room)
                .vacate()
                .compose(vacated -> CLOSE_RESERVATIONS
                        .on(locked.connection())
                        .bind("meetingId", locked.id())
                        .bind("room", room)
                        .count())
                .mapEmpty();
    }
}
