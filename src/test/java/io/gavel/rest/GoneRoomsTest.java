package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.Prosody.accepted;
import static io.gavel.rest.Prosody.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.RunningNode;
import io.gavel.SharedNode;
import io.gavel.User;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Rooms that go and come about anew, and who was in the one before. */
class GoneRoomsTest {
    private static final RunningNode NODE = SharedNode.get();
    private static final Prosody PROSODY = Prosody.at(NODE);
    private static final String ONE = "one00001-1@meet.test";
    private static final String TWO = "two00002-1@meet.test";

    private final User guest = newUser();
    private final JitsiRoom room = new JitsiRoom(HostedMeeting.with(guest).started());
    private final String name = room.name();
    private final long now = Instant.now().getEpochSecond();

    @Test
    void aRoomComesAboutAndGoesWhileItsMeetingIsHeld() throws SQLException {
        try (var holder =
                held("meeting_stream WHERE meeting_id = " + room.meeting().id())) {
            var reserved = accepted(PROSODY.create(name), name);
            var gone = PROSODY.delete(reserved.id());
            var anew = accepted(PROSODY.create(name), name);

            assertThat(gone.status()).isEqualTo(204);
            assertThat(anew.id()).isNotEqualTo(reserved.id());
            refused(PROSODY.find(reserved.id()), 404);
            holder.rollback();
            accepted(PROSODY.find(anew.id()), name);
        }
    }

    @Test
    void wordThatARoomIsGoneDoesNotHarmTheOneThatWasAskedForMeanwhile() throws SQLException {
        var reserved = accepted(PROSODY.create(name), name);

        try (var asking = held("jitsi_reservation WHERE id = '" + reserved.id() + "'")) {
            var gone = CompletableFuture.runAsync(
                    () -> RawHttp.ask(NODE, PROSODY.head("DELETE", "/conference/" + reserved.id()), ""));
            awaitWaiting("%UPDATE jitsi_reservation%");
            asking.createStatement()
                    .execute("UPDATE jitsi_reservation SET asked_at = now_ms() WHERE id = '" + reserved.id() + "'");
            asking.commit();
            gone.join();
        }

        awaitNoneWaiting("%UPDATE jitsi_reservation%");
        accepted(PROSODY.find(reserved.id()), name);
    }

    @Test
    void whoCameIntoTheNextRoomStaysInItWhenWordOfTheOneBeforeIsLate() throws SQLException {
        var reserved = accepted(PROSODY.create(name), name);
        room.joined(ONE, guest.id(), now - 10);

        try (var other =
                held("meeting_stream WHERE meeting_id = " + room.meeting().id())) {
            PROSODY.delete(reserved.id());
            accepted(PROSODY.create(name), name);
            stay(other, TWO);
            other.commit();
        }

        soonOccupiedBy("two00002");
    }

    @Test
    void whoIsInByAClockAheadOfOursIsGoneWithTheRoom() {
        var reserved = accepted(PROSODY.create(name), name);
        room.joined(ONE, guest.id(), now + 3);

        PROSODY.delete(reserved.id());

        soonOccupiedBy();
    }

    @Test
    void whoWasInARoomThatIsAskedForAgainIsNotInItAnyMore() {
        accepted(PROSODY.create(name), name);
        room.joined(ONE, guest.id(), now - 10);

        accepted(PROSODY.create(name), name);
        soonOccupiedBy();
        room.joined(TWO, guest.id(), now);

        soonOccupiedBy("two00002");
        assertThat(room.news()).containsExactly("occupant_joined", "occupant_left", "occupant_joined");
    }

    @Test
    void roomsBelowTenantsAreLimitedAndTheMeetingsOwnIsNot() {
        for (int tenant = 1; tenant <= 20; tenant++) {
            var below = "[t" + tenant + "]" + name;
            accepted(PROSODY.create(below), below);
        }

        var tooMany = refused(PROSODY.create("[t21]" + name), 403);

        assertThat(tooMany).contains("too many rooms");
        accepted(PROSODY.create("[t7]" + name), "[t7]" + name);
        accepted(PROSODY.create(name), name);
    }

    private void soonOccupiedBy(String... nicks) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(room.occupants())
                        .extracting(one -> one.getString("occupantId"))
                        .containsExactly(nicks));
    }

    private void stay(Connection connection, String occupant) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO jitsi_occupant (meeting_id, occupant, room, nick, user_id, joined_at, changed_at)"
                        + " VALUES (?, ?, lower(?), 'two00002', ?, now_ms(), now_ms())")) {
            insert.setLong(1, room.meeting().id());
            insert.setString(2, occupant);
            insert.setString(3, name);
            insert.setString(4, guest.id());
            insert.executeUpdate();
        }
    }

    /** A transaction that has these rows locked. */
    private static Connection held(String rows) throws SQLException {
        var connection = NODE.connect();
        connection.setAutoCommit(false);
        connection.createStatement().execute("SELECT FROM " + rows + " FOR UPDATE");
        return connection;
    }

    private static void awaitWaiting(String query) {
        await().atMost(Duration.ofSeconds(20)).until(() -> waiting(query) > 0);
    }

    private static void awaitNoneWaiting(String query) {
        await().atMost(Duration.ofSeconds(20)).until(() -> waiting(query) == 0);
    }

    private static int waiting(String query) {
        return Integer.parseInt(NODE.value(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND state <> 'idle' AND application_name = 'gavel' AND query LIKE ?",
                query));
    }
}
