package io.gavel.store.jitsi;

import io.gavel.bus.Done;
import io.gavel.jitsi.Reservation;
import io.gavel.jitsi.ReservationRequests.FindReservation;
import io.gavel.jitsi.ReservationRequests.JudgeRoom;
import io.gavel.jitsi.ReservationRequests.ReserveRoom;
import io.gavel.jitsi.ReservationRequests.RoomGone;
import io.gavel.jitsi.RoomMeeting;
import io.gavel.jitsi.RoomName;
import io.gavel.jitsi.RoomRules;
import io.gavel.meeting.MeetingStatus;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.MeetingRows;
import io.gavel.store.stream.MeetingWrites;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets rooms come about in Jitsi, and keeps what Jitsi says of their end. */
public final class RoomReservations {
    private static final Logger LOG = LoggerFactory.getLogger(RoomReservations.class);
    /** Each waits for the meeting's lock as long as anybody may. */
    private static final int TRIES = 3;

    private static final String COLUMNS = """
            m.id, m.status, m.scheduled_at, m.duration_minutes, m.time_zone, m.started_at, m.max_participants,
            (SELECT count(*) FROM meeting_participant p
             WHERE p.meeting_id = m.id AND p.role <> 'Participant' AND p.removed_at IS NULL) AS moderating,
            now_ms() AS now
            """;

    private static final Statement<Asked> LOOK = Statement.query(
            "SELECT %s FROM meeting m WHERE lower(m.room_name COLLATE \"C\") = #{room}".formatted(COLUMNS),
            RoomReservations::asked);

    /**
     * In a statement of its own, so that all that is read after it is as it was when the lock was there: the meeting's end
     * waits for the reservation, or the reservation for the end. The judgement of whether the meeting is empty takes this lock
     * too, and before it judges.
     */
    private static final Statement<Row> HOLD = Statement.query(
            "SELECT id FROM meeting WHERE lower(room_name COLLATE \"C\") = #{room} FOR SHARE", row -> row);

    /** Open ones that a meeting may have before no further room below a tenant is let come about. */
    private static final int MOST_ROOMS = 20;

    private static final Statement<Given> RESERVE =
            Statement.query("""
            INSERT INTO jitsi_reservation AS r (id, meeting_id, room, mail_owner, reserved_at, reserved_by, asked_at)
            SELECT #{id}::uuid, #{meetingId}::bigint, #{room}::text, #{mailOwner}::text, now.at, #{peer}::text, now.at
            FROM (SELECT now_ms() AS at) now
            WHERE #{isOwn}::boolean
               OR EXISTS (SELECT FROM jitsi_reservation WHERE room = #{room} AND gone_at IS NULL)
               OR (SELECT count(*) FROM jitsi_reservation WHERE meeting_id = #{meetingId} AND gone_at IS NULL) < %d
            ON CONFLICT (room) WHERE gone_at IS NULL
                DO UPDATE SET mail_owner = excluded.mail_owner, asked_at = now_ms()
            RETURNING id, meeting_id, room, mail_owner, reserved_at, asked_at, %s
            """.formatted(MOST_ROOMS, occupied("r")), RoomReservations::given);

    private static final Statement<Found> FIND =
            Statement.query("""
            SELECT r.id AS reservation_id, r.meeting_id, r.room, r.mail_owner, r.reserved_at, r.asked_at, false AS is_occupied,
                   %s
            FROM jitsi_reservation r JOIN meeting m ON m.id = r.meeting_id
            WHERE r.id = #{id} AND r.gone_at IS NULL
            """.formatted(COLUMNS), row -> new Found(given(row, "reservation_id"), asked(row)));

    private static final Statement<Instant> KNOWN = Statement.query(
            "SELECT now_ms() AS now FROM jitsi_reservation WHERE id = #{id}", row -> MeetingRows.instant(row, "now"));

    /** Whoever asked later asked for the next room, though it is the same reservation. */
    private static final Statement<Left> GONE = Statement.query(
            """
            UPDATE jitsi_reservation r SET gone_at = #{toldAt}, gone_by = #{peer}
            WHERE id = #{id} AND gone_at IS NULL AND asked_at <= #{toldAt}
            RETURNING meeting_id, room, gone_at, %s
            """.formatted(occupied("r")),
            row -> new Left(
                    row.getLong("meeting_id"),
                    row.getString("room"),
                    MeetingRows.instant(row, "gone_at"),
                    true,
                    row.getBoolean("is_occupied")));

    private static String occupied(String reservation) {
        return """
                EXISTS (SELECT FROM jitsi_occupant o
                        WHERE o.meeting_id = %1$s.meeting_id AND o.room = %1$s.room AND o.left_at IS NULL) AS is_occupied""".formatted(reservation);
    }

    private final Database database;
    private final MeetingWrites writes;
    private final RoomRules rules;

    public RoomReservations(Database database, MeetingWrites writes, RoomRules rules) {
        this.database = database;
        this.writes = writes;
        this.rules = rules;
    }

    /**
     * Whoever asks again for a room that is not known to be gone gets the same answer, from whichever node. Jitsi asks only
     * for rooms that it does not have: nobody is left in the one before.
     */
    public Future<Reservation> reserve(ReserveRoom wanted) {
        return database.write(connection -> hold(connection, wanted.name()).compose(asked -> {
                    rules.requireOpen(asked.meeting(), asked.at());
                    return reserve(connection, wanted, asked).map(given -> new Found(given, asked));
                }))
                .map(found -> {
                    var given = found.given();
                    leave(new Left(given.meetingId(), given.room(), given.askedAt(), false, given.isOccupied()), TRIES);
                    return reservation(given, found.asked(), wanted.name().asked());
                });
    }

    /** Both statements are sent at once; the second one runs, and sees, after the first one has its lock. */
    private static Future<Asked> hold(SqlConnection connection, RoomName name) {
        var held = HOLD.on(connection).bind("room", name.room()).first();
        var found = LOOK.on(connection).bind("room", name.room()).first();
        return Future.all(held, found).map(both -> found.result().orElseThrow(RoomRules::unknown));
    }

    private static Future<Given> reserve(SqlConnection connection, ReserveRoom wanted, Asked asked) {
        return RESERVE.on(connection)
                .bind("id", wanted.id())
                .bind("meetingId", asked.meeting().id())
                .bind("room", wanted.name().folded())
                .bind("isOwn", wanted.name().folded().equals(wanted.name().room()))
                .bind("mailOwner", wanted.mailOwner())
                .bind("peer", wanted.peer())
                .first()
                .map(given -> given.orElseThrow(RoomRules::tooMany));
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
     * into the room's successor. It is written down without the meeting's lock; what follows for its people waits for that.
     */
    public Future<Done> gone(RoomGone gone) {
        var toldAt = System.nanoTime();
        return database.write(connection -> {
                    var waited = System.nanoTime() - toldAt;
                    return KNOWN.on(connection)
                            .bind("id", gone.id())
                            .first()
                            .map(now -> now.orElseThrow(RoomRules::unknown).minusNanos(waited))
                            .compose(at -> close(connection, gone, at));
                })
                .map(left -> {
                    left.ifPresent(room -> leave(room, TRIES));
                    return Done.DONE;
                });
    }

    /** Nothing when it was told before, or the room was asked for since. */
    private static Future<Optional<Left>> close(SqlConnection connection, RoomGone gone, Instant toldAt) {
        return GONE.on(connection)
                .bind("id", gone.id())
                .bind("peer", gone.peer())
                .bind("toldAt", MeetingRows.timestamp(toldAt.truncatedTo(ChronoUnit.MILLIS)))
                .first();
    }

    /** Nobody waits for it: Jitsi has its answer, and the meeting may be held by somebody else. */
    private void leave(Left left, int tries) {
        if (!left.isOccupied()) {
            return;
        }
        writes.change(
                        left.meetingId(),
                        locked -> new Occupants(locked, left.room()).leaveBehind(left.at(), left.isTold()))
                .onFailure(failure -> {
                    LOG.warn("meeting {}: a room's people were not told to have left it", left.meetingId(), failure);
                    if (tries > 1) {
                        leave(left, tries - 1);
                    }
                });
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
                        Math.toIntExact(row.getLong("moderating"))),
                MeetingRows.instant(row, "now"));
    }

    private static Given given(Row row) {
        return given(row, "id");
    }

    private static Given given(Row row, String id) {
        return new Given(
                row.getUUID(id),
                row.getLong("meeting_id"),
                row.getString("room"),
                row.getString("mail_owner"),
                MeetingRows.instant(row, "reserved_at"),
                MeetingRows.instant(row, "asked_at"),
                row.getBoolean("is_occupied"));
    }

    /** The meeting of a room, and when it was looked at. */
    private record Asked(RoomMeeting meeting, Instant at) {}

    private record Given(
            UUID id,
            long meetingId,
            String room,
            String mailOwner,
            Instant reservedAt,
            Instant askedAt,
            boolean isOccupied) {}

    /**
     * A room that is no more.
     *
     * @param at whoever was heard of later is in its successor
     * @param isTold whether it was told to be gone then, and not at some time before
     * @param isOccupied whether anybody is in it, by what we know
     */
    private record Left(long meetingId, String room, Instant at, boolean isTold, boolean isOccupied) {}

    private record Found(Given given, Asked asked) {}
}
