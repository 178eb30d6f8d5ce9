package io.gavel.store.session;

import static io.gavel.store.StoreNode.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.bus.Addresses;
import io.gavel.bus.HealthCheck;
import io.gavel.command.LostConnections;
import io.gavel.command.LostConnections.Lost;
import io.gavel.postgres.TestPostgres;
import io.gavel.store.StoreNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node whose lease lives for two seconds; nobody reaps within a test. */
class LeaseOnPostgresTest {
    private static final String DATABASE = StoreNode.database();

    private final StoreNode node = StoreNode.start(DATABASE, Duration.ofSeconds(2), Duration.ofHours(1));
    private long meetingId;

    @BeforeEach
    void meeting() {
        meetingId = node.createMeeting(caller("host")).id();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void isTakenBeforeAnythingIsAnsweredAndRenewed() {
        var first = leaseEnd();

        var found = node.ask(Addresses.FIND_LEASE, new HealthCheck());

        assertThat(found).isEqualTo(node.leases.get(0));
        assertThat(node.rows("SELECT incarnation FROM node_lease WHERE node_id = ?", node.id))
                .containsExactly(found.incarnation().toString());
        await().until(() -> leaseEnd().compareTo(first) > 0);
    }

    @Test
    void isRenewedAfterItHasRunOutAsLongAsNobodyTookItAway() {
        node.execute("UPDATE node_lease SET expires_at = now() - interval '1 minute' WHERE node_id = ?", node.id);

        await().until(() -> node.rows("SELECT expires_at > now() FROM node_lease WHERE node_id = ?", node.id)
                .equals(List.of("t")));

        assertThat(node.leases).hasSize(1);
    }

    @Test
    void aNodeTakenForDeadAdoptsItsOpenSessionsAndLearnsWhichWereEnded() {
        var before = node.ask(Addresses.FIND_LEASE, new HealthCheck()).incarnation();
        var kept = session("kept", node.id, before, UUID.randomUUID());
        var markedLost = session("marked", node.id, before, UUID.randomUUID());
        var closed = session("closed", node.id, before, null);
        var elsewhere = session("elsewhere", "another node", before, UUID.randomUUID());
        var reaped = UUID.randomUUID();
        var ended = session("ended", node.id, before, reaped);
        node.execute(
                "UPDATE participant_session SET lost_at = now(), seen_at = now() WHERE session_id IN (?, ?)",
                markedLost,
                closed);
        node.execute("UPDATE participant_session SET lost_at = now(), left_at = now() WHERE session_id = ?", ended);

        node.execute("DELETE FROM node_lease WHERE node_id = ?", node.id);
        await().until(() -> node.leases.size() == 2);

        var after = node.ask(Addresses.FIND_LEASE, new HealthCheck()).incarnation();
        assertThat(node.leases.get(1).incarnation()).isEqualTo(after).isNotEqualTo(before);
        assertThat(node.leases.get(1).reaped()).containsExactly(reaped);
        assertThat(state(kept)).isEqualTo(after + "|f|f|f|t");
        assertThat(state(markedLost)).isEqualTo(after + "|f|f|f|t");
        assertThat(state(closed)).isEqualTo(before + "|t|t|f|f");
        assertThat(state(elsewhere)).isEqualTo(before + "|f|f|f|t");
        await().untilAsserted(() -> assertThat(state(ended)).isEqualTo(before + "|t|f|t|f"));
    }

    @Test
    void aNodeThatStopsGivesItBackAndItsSessionsAreLostSinceThen() {
        var incarnation = node.ask(Addresses.FIND_LEASE, new HealthCheck()).incarnation();
        var open = session("open", node.id, incarnation, UUID.randomUUID());
        var lostBefore = session("lost", node.id, incarnation, null);
        node.execute("UPDATE participant_session SET lost_at = '2020-01-01Z' WHERE session_id = ?", lostBefore);

        node.close();

        assertThat(node.rows("SELECT 1 FROM node_lease WHERE node_id = ?", node.id))
                .isEmpty();
        assertThat(state(open)).isEqualTo(incarnation + "|t|t|f|f");
        assertThat(node.rows(
                        "SELECT lost_at = '2020-01-01Z' FROM participant_session WHERE session_id = ?", lostBefore))
                .containsExactly("t");
    }

    @Test
    void lostConnectionsLoseTheSessionsThatTheyStillHold() {
        var lost = UUID.randomUUID();
        var quiet = UUID.randomUUID();
        var incarnation = UUID.randomUUID();
        var first = session("first", node.id, incarnation, lost);
        var second = session("second", node.id, incarnation, quiet);
        var moved = session("moved", "another node", incarnation, UUID.randomUUID());
        node.execute(
                "UPDATE participant_session SET joined_at = now() - interval '1 hour' WHERE session_id = ?", first);

        node.ask(
                Addresses.LOSE_CONNECTIONS,
                new LostConnections(
                        List.of(new Lost(lost, 20_000), new Lost(quiet, 3_600_000), new Lost(UUID.randomUUID(), 5))));

        assertThat(state(first)).isEqualTo(incarnation + "|t|t|f|f");
        assertThat(state(second)).isEqualTo(incarnation + "|t|t|f|f");
        assertThat(state(moved)).isEqualTo(incarnation + "|f|f|f|t");
        assertThat(node.rows("SELECT lost_at - seen_at FROM participant_session WHERE session_id = ?", first))
                .containsExactly("00:00:20");
        assertThat(node.rows("SELECT seen_at = joined_at FROM participant_session WHERE session_id = ?", second))
                .containsExactly("t");
    }

    /** As the end of a meeting holds its sessions: two who each hold what the other waits for would be a deadlock. */
    @Test
    void aSessionThatIsBeingChangedKeepsNoOtherFromBeingLost() throws SQLException {
        var connection = UUID.randomUUID();
        var incarnation = UUID.randomUUID();
        var held = session("held", node.id, incarnation, connection);
        var free = session("free", node.id, incarnation, connection);
        var behind = session("behind", node.id, incarnation, connection);
        try (var other = TestPostgres.connect(DATABASE);
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(
                    "SELECT FROM gavel.participant_session WHERE session_id = '%s' FOR UPDATE".formatted(held));

            var told = node.send(Addresses.LOSE_CONNECTIONS, new LostConnections(List.of(new Lost(connection, 0))));

            await().until(() -> state(free).equals(incarnation + "|t|t|f|f"));
            await().until(() -> state(behind).equals(incarnation + "|t|t|f|f"));
            assertThat(told.isComplete()).isFalse();
            other.rollback();
            StoreNode.await(told);
        }
        assertThat(state(held)).isEqualTo(incarnation + "|t|t|f|f");
    }

    private UUID session(String userId, String nodeId, UUID incarnation, @Nullable UUID connection) {
        var id = UUID.randomUUID();
        node.execute("INSERT INTO app_user (id, name) VALUES (?, 'x') ON CONFLICT DO NOTHING", userId);
        node.execute(
                "INSERT INTO participant_session (session_id, meeting_id, user_id, node_id, incarnation, connection_id,"
                        + " joined_at) VALUES (?, ?, ?, ?, ?, ?, now_ms())",
                id,
                meetingId,
                userId,
                nodeId,
                incarnation,
                connection);
        return id;
    }

    /** The incarnation; whether it is lost, was seen last at some time, is ended, and has a connection. */
    private String state(UUID session) {
        return node.rows(
                        "SELECT incarnation, lost_at IS NOT NULL, seen_at IS NOT NULL, left_at IS NOT NULL,"
                                + " connection_id IS NOT NULL FROM participant_session WHERE session_id = ?",
                        session)
                .get(0);
    }

    private String leaseEnd() {
        return node.rows("SELECT expires_at FROM node_lease WHERE node_id = ?", node.id)
                .get(0);
    }
}
