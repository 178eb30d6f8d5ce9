package io.gavel.store.jitsi;

import io.gavel.bus.Done;
import io.gavel.jitsi.Reservation;
import io.gavel.jitsi.ReservationRequests.FindReservation;
import io.gavel.jitsi.ReservationRequests.JudgeRoom;
import io.gavel.jitsi.ReservationRequests.ReserveRoom;
import io.gavel.jitsi.ReservationRequests.RoomGone;
import io.gavel.jitsi.RoomMeeting;
import io.gavel.jitsi.RoomRules;
import io.gavel.meeting.MeetingStatus;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.LockedMeeting;
import io.gavel.store.stream.MeetingRows;
import io.gavel.store.stream.MeetingWrites;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.UUID;

/** Lets rooms come about in Jitsi, and keeps what Jitsi says of their end. */
public final class RoomReservations {
    private static final String COLUMNS = """
            m.id, m.status, m.scheduled_at, m.duration_minutes, m.time_zone, m.started_at, m.max_participants,
            EXISTS (SELECT FROM meeting_participant p
                    WHERE p.meeting_id = m.id AND p.is_admitted AND p.removed_at IS NULL) AS has_admitted,
            (SELECT count(*) FROM meeting_participant p
             WHERE p.meeting_id = m.id AND p.role <> 'Participant' AND p.removed_at IS NULL) AS moderating,
            now_ms() AS now
            """;

    private static final Statement<Asked> LOOK = Statement.query(
            "SELECT %s FROM meeting m WHERE lower(m.room_name COLLATE \"C\") = #{room}".formatted(COLUMNS),
            RoomReservations::asked);

    /** The meeting's end waits for the reservation, or the reservation for the end: none comes about after it. */
    private static final Statement<Asked> FIND_ROOM = Statement.query(
            "SELECT %s FROM meeting m WHERE lower(m.room_name COLLATE \"C\") = #{room} FOR SHARE".formatted(COLUMNS),
            RoomReservations::asked);

    private static final Statement<Given> RESERVE = Statement.query("""
            INSERT INTO jitsi_reservation AS r (id, meeting_id, room, mail_owner, reserved_at, reserved_by, asked_at)
            VALUES (#{id}, #{meetingId}, #{room}, #{mailOwner}, #{now}, #{peer}, #{now})
            ON CONFLICT (room) WHERE gone_at IS NULL
                DO UPDATE SET mail_owner = excluded.mail_owner, asked_at = greatest(r.asked_at, excluded.asked_at)
            RETURNING id, room, mail_owner, reserved_at
            """, RoomReservations::given);

    private static final Statement<Found> FIND = Statement.query(
            """
            SELECT r.id AS reservation_id, r.room, r.mail_owner, r.reserved_at, %s
            FROM jitsi_reservation r JOIN meeting m ON m.id = r.meeting_id
            WHERE r.id = #{id} AND r.gone_at IS NULL
            """.formatted(COLUMNS),
            row -> new Found(
                    new Given(
                            row.getUUID("reservation_id"),
                            row.getString("room"),
                            row.getString("mail_owner"),
                            MeetingRows.instant(row, "reserved_at")),
                    asked(row)));

    private static final Statement<Row> GONE = Statement.update("""
            UPDATE jitsi_reservation SET gone_at = now_ms(), gone_by = #{peer}
            WHERE id = #{id} AND gone_at IS NULL
            """);
    private static final Statement<Row> WHERE =
            Statement.query("SELECT meeting_id, room FROM jitsi_reservation WHERE id = #{id}", row -> row);

    private final Database database;
    private final MeetingWrites writes;
    private final RoomRules rules;

    public RoomReservations(Database database, MeetingWrites writes, RoomRules rules) {
        this.database = database;
        this.writes = writes;
        this.rules = rules;
    }

    /** Whoever asks again for a room that is not known to be gone gets the same answer, from whichever node. */
    public Future<Reservation> reserve(ReserveRoom wanted) {
        return database.write(connection -> FIND_ROOM
                .on(connection)
                .bind("room", wanted.name().room())
                .first()
                .compose(found -> {
                    var asked = found.orElseThrow(RoomRules::unknown);
                    rules.requireOpen(asked.meeting(), asked.at());
                    return reserve(connection, wanted, asked)
                            .map(given ->
                                    reservation(given, asked, wanted.name().asked()));
                }));
    }

    private static Future<Given> reserve(SqlConnection connection, ReserveRoom wanted, Asked asked) {
        return RESERVE.on(connection)
                .bind("id", wanted.id())
                .bind("meetingId", asked.meeting().id())
                .bind("room", wanted.name().folded())
                .bind("mailOwner", wanted.mailOwner())
                .bind("now", MeetingRows.timestamp(asked.at()))
                .bind("peer", wanted.peer())
                .one();
    }

    /** Whether a room would be reserved at this moment. */
    public Future<Done> judge(JudgeRoom wanted) {
        return database.read(client ->
                        LOOK.on(client).bind("room", wanted.name().room()).first())
                .map(found -> {
                    var asked = found.orElseThrow(RoomRules::unknown);
                    rules.requireOpen(asked.meeting(), asked.at());
                    return Done.DONE;
                });
    }

    /** What was answered, as long as it would be answered again. */
    public Future<Reservation> find(FindReservation wanted) {
        return database.read(client -> FIND.on(client).bind("id", wanted.id()).first())
                .map(row -> {
                    var found = row.orElseThrow(RoomRules::unknown);
                    rules.requireOpen(found.asked().meeting(), found.asked().at());
                    return reservation(
                            found.given(), found.asked(), found.given().room());
                });
    }

    /**
     * Nobody is in the room any more. It says no more about the meeting: people may be in it without Jitsi, or on their way
     * into the room's successor.
     */
    public Future<Done> gone(RoomGone gone) {
        return database.read(client -> WHERE.on(client).bind("id", gone.id()).first())
                .map(found -> found.orElseThrow(RoomRules::unknown))
                .compose(row ->
                        writes.change(row.getLong("meeting_id"), locked -> close(locked, row.getString("room"), gone)));
    }

    /** A room is told to be gone more than once, and may have come about anew meanwhile. */
    private static Future<Done> close(LockedMeeting meeting, String room, RoomGone gone) {
        return GONE.on(meeting.connection())
                .bind("id", gone.id())
                .bind("peer", gone.peer())
                .count()
                .compose(first -> first == 0
                        ? Future.succeededFuture(0)
                        : new Occupants(meeting, room).close(null, meeting.now()))
                .map(closed -> Done.DONE);
    }

    private Reservation reservation(Given given, Asked asked, String name) {
        return new Reservation(
                given.id(),
                name,
                given.mailOwner(),
                given.reservedAt(),
                rules.duration(asked.meeting(), given.reservedAt(), asked.at()),
                RoomRules.people(asked.meeting()));
    }

    private static Asked asked(Row row) {
        return new Asked(
                new RoomMeeting(
                        row.getLong("id"),
                        MeetingStatus.of(row.getString("status")),
                        MeetingRows.instant(row, "scheduled_at"),
                        row.getInteger("duration_minutes"),
                        row.getString("time_zone"),
                        MeetingRows.instantOrNull(row, "started_at"),
                        row.getInteger("max_participants"),
                        row.getBoolean("has_admitted"),
                        Math.toIntExact(row.getLong("moderating"))),
                MeetingRows.instant(row, "now"));
    }

    private static Given given(Row row) {
        return new Given(
                row.getUUID("id"),
                row.getString("room"),
                row.getString("mail_owner"),
                MeetingRows.instant(row, "reserved_at"));
    }

    /** The meeting of a room, and when it was looked at. */
    private record Asked(RoomMeeting meeting, Instant at) {}

    private record Given(UUID id, String room, String mailOwner, Instant reservedAt) {}

    private record Found(Given given, Asked asked) {}
}
