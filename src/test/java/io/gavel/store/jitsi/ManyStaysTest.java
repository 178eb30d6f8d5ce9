package io.gavel.store.jitsi;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.jitsi.RoomChange;
import io.gavel.jitsi.RoomName;
import io.gavel.meeting.Meeting;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.LockedMeeting;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How much is read of a room with a thousand people in it, and of a meeting in which much has happened. */
class ManyStaysTest {
    private static final StoredStays STORE = new StoredStays();
    private static final int PEOPLE = 1000;

    private static final Statement<Row> ALWAYS_GENERIC =
            Statement.update("SET LOCAL plan_cache_mode = force_generic_plan");
    private static final Statement<Long> READ = Statement.query("""
            SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint AS read FROM pg_stat_xact_user_tables
            WHERE relname LIKE 'jitsi%' OR relname = 'meeting_participant'
            """, row -> row.getLong("read"));

    private static Meeting meeting;
    private static String room;

    private final Instant now = Instant.now();

    @BeforeAll
    static void fill() {
        meeting = STORE.started();
        room = RoomName.of(meeting.roomName()).orElseThrow().folded();
        STORE.joined(meeting, "device01", Instant.now().minusSeconds(60));
        STORE.node()
                .execute(
                        "INSERT INTO jitsi_occupant (meeting_id, occupant, room, nick, user_id, joined_at, changed_at)"
                                + " SELECT ?, 'device-' || n, ?, n::text, 'user-' || n, now_ms() - interval '30 seconds',"
                                + " now_ms() FROM generate_series(1, ?) n",
                        meeting.id(),
                        room,
                        PEOPLE);
        STORE.node()
                .execute(
                        "INSERT INTO jitsi_event (source, key, type, meeting_id, room, occurred_at, received_at, body)"
                                + " SELECT 'event_sync', gen_random_uuid()::text, 'joined', ?, ?, now_ms(), now_ms(), '{}'"
                                + " FROM generate_series(1, ?)",
                        meeting.id(),
                        room,
                        PEOPLE);
    }

    @AfterAll
    static void stop() {
        STORE.close();
    }

    @Test
    void whoComesCostsTheSameHoweverManyHaveComeBefore() {
        var device = new RoomChange.Occupant(UUID.randomUUID().toString(), "x", "user-1", null, null);

        var read = read(occupants -> occupants.come(device, now));

        assertThat(read).isLessThan(PEOPLE / 20);
    }

    @Test
    void whoGoesCostsTheSameHoweverManyAreIn() {
        var read = read(occupants -> occupants.go(StoredStays.occupant("device01"), null, now));

        assertThat(read).isLessThan(PEOPLE / 20);
    }

    @Test
    void aRoomThatIsGoneIsReadAFewTimesAndNotOncePerPerson() {
        var read = read(occupants -> occupants.close(null, now));

        assertThat(read).isBetween((long) PEOPLE, 10L * PEOPLE);
    }

    /** How many rows are read by a change that is not kept, with plans that know nothing of the values. */
    private static long read(Function<Occupants, Future<Integer>> change) {
        return STORE.run((database, commits) -> commits.write(transaction -> {
                    var connection = transaction.connection();
                    return ALWAYS_GENERIC
                            .on(connection)
                            .count()
                            .compose(set -> LockedMeeting.lock(transaction, meeting.id()))
                            .compose(locked -> count(connection)
                                    .compose(before -> change.apply(new Occupants(locked, room))
                                            .compose(changed -> count(connection))
                                            .map(after -> after - before)))
                            .compose(read -> Future.<Long>failedFuture(new Undone(read)));
                })
                .recover(undone -> undone instanceof Undone done
                        ? Future.succeededFuture(done.read)
                        : Future.failedFuture(undone)));
    }

    private static Future<Long> count(SqlClient client) {
        return READ.on(client).one();
    }

    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final long read;

        Undone(long read) {
            this.read = read;
        }
    }
}
