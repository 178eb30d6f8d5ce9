package io.gavel.store.jitsi;

import io.gavel.jitsi.RoomChange;
import io.gavel.jitsi.RoomChange.Created;
import io.gavel.jitsi.RoomChange.Destroyed;
import io.gavel.jitsi.RoomChange.Joined;
import io.gavel.jitsi.RoomChange.Left;
import io.gavel.jitsi.RoomEvent;
import io.gavel.jitsi.RoomEventOutcome;
import io.gavel.jitsi.RoomName;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.LockedMeeting;
import io.gavel.store.stream.MeetingRows;
import io.gavel.store.stream.MeetingWrites;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps what Jitsi tells of its rooms, each thing once, and has the meetings follow it. */
public final class RoomEvents {
    private static final Statement<Long> FIND = Statement.query(
            "SELECT id FROM meeting WHERE lower(room_name COLLATE \"C\") = #{room}", row -> row.getLong("id"));

    /** Of other rooms of that Jitsi, and of meetings that are forgotten, only as much as tells a repetition. */
    private static final Statement<Boolean> KEEP = Statement.query("""
            INSERT INTO jitsi_event (source, key, type, meeting_id, room, room_change, occurred_at, received_at, body)
            SELECT #{source}::text, #{key}::text, #{type}::text, m.id, CASE WHEN m.id IS NOT NULL THEN #{room}::text END,
                   CASE WHEN m.id IS NOT NULL THEN #{roomChange}::text END, #{at}::timestamptz, now_ms(),
                   CASE WHEN m.id IS NOT NULL THEN #{body}::text::json END
            FROM (SELECT) event LEFT JOIN meeting m ON m.id = #{meetingId} AND m.keeps_events
            ON CONFLICT DO NOTHING
            RETURNING meeting_id IS NOT NULL AS is_of_meeting
            """, row -> row.getBoolean("is_of_meeting"));

    private final Database database;
    private final MeetingWrites writes;

    public RoomEvents(Database database, MeetingWrites writes) {
        this.database = database;
        this.writes = writes;
    }

    /** Where nothing follows from an event it is kept all the same. */
    public Future<RoomEventOutcome> tell(RoomEvent event) {
        var room = event.room();
        return room == null
                ? keep(event)
                : find(room)
                        .compose(found -> found.isEmpty()
                                ? keep(event)
                                : writes.change(
                                        found.get(),
                                        locked -> keep(locked.connection(), event, locked.id())
                                                .compose(kept -> kept.isEmpty()
                                                        ? Future.succeededFuture(RoomEventOutcome.REPEATED)
                                                        : follow(locked, room, event, kept.get()))));
    }

    private Future<Optional<Long>> find(RoomName room) {
        return database.read(client -> FIND.on(client).bind("room", room.room()).first());
    }

    private Future<RoomEventOutcome> keep(RoomEvent event) {
        return database.read(client -> keep(client, event, null)).map(kept -> {
            if (kept.isEmpty()) {
                return RoomEventOutcome.REPEATED;
            }
            return event.room() == null && event.change() == null
                    ? RoomEventOutcome.KEPT
                    : RoomEventOutcome.UNKNOWN_ROOM;
        });
    }

    /** Nothing when it was told before; else whether it is of a meeting that is not forgotten. */
    private static Future<Optional<Boolean>> keep(SqlClient client, RoomEvent event, @Nullable Long meetingId) {
        var room = event.room();
        return KEEP.on(client)
                .bind("source", event.source())
                .bind("key", event.key())
                .bind("type", event.type())
                .bind("meetingId", meetingId)
                .bind("room", room == null ? null : room.folded())
                .bind("roomChange", roomChange(event.change()))
                .bind("at", MeetingRows.timestamp(event.at()))
                .bind("body", event.body())
                .first();
    }

    private static @Nullable String roomChange(@Nullable RoomChange change) {
        if (change instanceof Created created && created.breakout() == null) {
            return "created";
        }
        return change instanceof Destroyed destroyed && destroyed.breakout() == null ? "destroyed" : null;
    }

    private static Future<RoomEventOutcome> follow(
            LockedMeeting meeting, RoomName room, RoomEvent event, boolean isOfMeeting) {
        RoomChange change = event.change();
        if (change == null) {
            return Future.succeededFuture(RoomEventOutcome.KEPT);
        }
        if (!isOfMeeting) {
            return Future.succeededFuture(RoomEventOutcome.STALE);
        }
        var idle = change instanceof Created ? RoomEventOutcome.KEPT : RoomEventOutcome.STALE;
        return apply(meeting, room, change, event).map(changed -> changed == 0 ? idle : RoomEventOutcome.APPLIED);
    }

    private static Future<Integer> apply(LockedMeeting meeting, RoomName room, RoomChange change, RoomEvent event) {
        var occupants = new Occupants(meeting, room.folded());
        if (change instanceof Joined joined) {
            return occupants
                    .come(joined.occupant(), event.at())
                    .compose(changed -> RoomEnds.again(meeting, room.folded()).map(changed));
        }
        if (change instanceof Left left) {
            return occupants.go(left.occupant(), left.joinedAt(), event.at());
        }
        if (change instanceof Created created) {
            return occupants.renew(created.breakout(), event.at());
        }
        return change instanceof Destroyed destroyed
                ? occupants.close(destroyed.breakout(), event.at())
                : Future.succeededFuture(0);
    }
}
