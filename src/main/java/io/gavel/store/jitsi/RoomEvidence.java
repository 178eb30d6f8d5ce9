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
    private static final String SEEN = """
            (SELECT seen_at FROM jitsi_control
             WHERE kind = 'observe' AND meeting_id = #{meetingId} AND target = #{room})
            """;

    private static final Statement<Row> CLOSE_OCCUPANTS = Statement.update("""
            UPDATE jitsi_occupant SET left_at = greatest(joined_at, changed_at, %s)
            WHERE meeting_id = #{meetingId} AND room = #{room} AND left_at IS NULL
            """.formatted(SEEN));
    private static final Statement<Row> CLOSE_RESERVATIONS = Statement.update("""
            UPDATE jitsi_reservation SET gone_at = greatest(asked_at, %s), gone_by = 'a look into the room'
            WHERE meeting_id = #{meetingId} AND room = #{room} AND gone_at IS NULL
            """.formatted(SEEN));

    /** Whose devices have all left was in Jitsi until the last of them was. */
    private static final Statement<Row> CLOSE_MEDIA = Statement.update("""
            UPDATE meeting_participant p
            SET media_ms = p.media_ms + (extract(epoch FROM greatest(gone.at, p.in_media_since) - p.in_media_since)
                    * 1000)::bigint,
                in_media_since = NULL
            FROM (SELECT user_id, max(left_at) AS at FROM jitsi_occupant
                  WHERE meeting_id = #{meetingId} AND user_id IS NOT NULL
                  GROUP BY user_id HAVING bool_and(left_at IS NOT NULL)) gone
            WHERE p.meeting_id = #{meetingId} AND p.user_id = gone.user_id AND p.in_media_since IS NOT NULL
            """);

    private RoomEvidence() {}

    static Future<Void> close(LockedMeeting locked, String room) {
        return CLOSE_OCCUPANTS
                .on(locked.connection())
                .bind("meetingId", locked.id())
                .bind("room", room)
                .count()
                .compose(occupants -> CLOSE_RESERVATIONS
                        .on(locked.connection())
                        .bind("meetingId", locked.id())
                        .bind("room", room)
                        .count())
                .compose(reservations -> CLOSE_MEDIA
                        .on(locked.connection())
                        .bind("meetingId", locked.id())
                        .count())
                .mapEmpty();
    }
}
