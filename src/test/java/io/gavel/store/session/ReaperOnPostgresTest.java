package io.gavel.store.session;

import static io.gavel.store.StoreNode.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.config.DatabaseUrl;
import io.gavel.postgres.TestPostgres;
import io.gavel.store.StoreNode;
import io.gavel.store.sql.Database;
import io.gavel.stream.SessionTimes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ReaperOnPostgresTest {
    private static final String DATABASE = StoreNode.database();
    private static final StoreNode NODE = StoreNode.start(DATABASE);
    private static final Vertx VERTX = Vertx.vertx();
    private static final SessionTimes TIMES = new SessionTimes(Duration.ofSeconds(8), Duration.ofSeconds(15));

    private final UUID incarnation = UUID.randomUUID();
    private final String dead = "dead-" + incarnation;
    private final long meetingId = NODE.createMeeting(caller("host")).id();

    @AfterAll
    static void stop() {
        StoreNode.await(VERTX.close());
        NODE.close();
    }

    @Test
    void theSessionsOfADeadNodeWereLostWhenItsLeaseEndedAndSeenWhenItWasLastRenewed() {
        var old = session(dead, "1 hour");
        var young = session(dead, "12 seconds");
        var alive = session(NODE.id, "1 hour");
        lease(dead, "10 seconds");

        reap(1);

        assertThat(NODE.rows("SELECT 1 FROM node_lease WHERE node_id = ?", dead))
                .isEmpty();
        assertThat(NODE.rows(
                        "SELECT lost_at - seen_at, connection_id IS NOT NULL, left_at FROM participant_session"
                                + " WHERE session_id = ?",
                        old))
                .containsExactly("00:00:08|t|");
        assertThat(NODE.rows(
                        "SELECT seen_at = joined_at, lost_at > joined_at FROM participant_session WHERE session_id = ?",
                        young))
                .containsExactly("t|t");
        assertThat(NODE.rows("SELECT lost_at FROM participant_session WHERE session_id = ?", alive))
                .containsExactly("");
    }

    @Test
    void ofManyReapersOneMarks() {
        var session = session(dead, "1 hour");
        lease(dead, "10 seconds");
        NODE.execute("CREATE TABLE IF NOT EXISTS marked (session_id uuid)");
        NODE.execute("CREATE OR REPLACE FUNCTION mark() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN INSERT INTO gavel.marked VALUES (new.session_id); RETURN new; END $$");
        NODE.execute("CREATE OR REPLACE TRIGGER mark AFTER UPDATE OF lost_at ON participant_session"
                + " FOR EACH ROW EXECUTE FUNCTION mark()");

        reap(8);

        assertThat(NODE.rows("SELECT count(*) FROM marked WHERE session_id = ?", session))
                .containsExactly("1");
    }

    @Test
    void aLeaseThatAChangeHoldsOnToIsLeftForTheNextRound() throws Exception {
        var session = session(dead, "1 hour");
        lease(dead, "10 seconds");
        try (var change = TestPostgres.connect(DATABASE);
                var statement = change.createStatement()) {
            change.setAutoCommit(false);
            statement.execute("SELECT 1 FROM gavel.node_lease WHERE node_id = '" + dead + "' FOR KEY SHARE");

            reap(1);
            assertThat(NODE.rows("SELECT lost_at FROM participant_session WHERE session_id = ?", session))
                    .containsExactly("");
            change.commit();
        }
        reap(1);

        assertThat(NODE.rows("SELECT lost_at IS NOT NULL FROM participant_session WHERE session_id = ?", session))
                .containsExactly("t");
    }

    @Test
    void onlyThoseWhoDidNotComeBackWithinTheGraceAreGhosts() {
        var waiting = NODE.createMeeting(caller("host")).id();
        var left = NODE.createMeeting(caller("host")).id();
        for (long meeting : List.of(meetingId, waiting, left)) {
            session(meeting, "another node", "1 hour");
        }
        NODE.execute("UPDATE participant_session SET lost_at = now() - interval '16 seconds', left_at ="
                + " CASE WHEN meeting_id = %d THEN now() END WHERE meeting_id IN (%d, %d)"
                        .formatted(left, left, meetingId));
        NODE.execute("UPDATE participant_session SET lost_at = now() WHERE meeting_id = ?", waiting);

        var found = onPostgres((database, ghosts) -> ghosts.meetingsWithGhosts());

        assertThat(found).contains(meetingId).doesNotContain(waiting, left);
    }

    @Test
    void aRunningNodeReapsWhoeverIsDeadOnceTheDatabaseHasAnsweredLongEnough() {
        var own = StoreNode.database();
        try (var reaper = StoreNode.start(own, Duration.ofSeconds(1), Duration.ofSeconds(1))) {
            reaper.execute("INSERT INTO node_lease VALUES ('dead', gen_random_uuid(), now() - interval '1 hour')");
            assertThat(reaper.rows("SELECT node_id FROM node_lease ORDER BY 1")).contains("dead");

            await().until(() -> reaper.rows("SELECT node_id FROM node_lease").equals(List.of(reaper.id)));

            assertThat(reaper.leases).hasSize(1);
        }
    }

    private void reap(int reapers) {
        onPostgres((database, ghosts) -> Future.all(IntStream.range(0, reapers)
                .mapToObj(i -> ghosts.loseSessionsOfDeadNodes())
                .toList()));
    }

    private static <T> T onPostgres(Work<T> work) {
        var done = VERTX.<Void>executeBlocking(() -> null).compose(started -> {
            var database = Database.open(VERTX, DatabaseUrl.parse(DATABASE), 8);
            var ghosts = new PgGhosts(database, TIMES, meeting -> Future.succeededFuture());
            return work.with(database, ghosts).eventually(database::close);
        });
        return StoreNode.await(done);
    }

    private interface Work<T> {
        Future<T> with(Database database, PgGhosts ghosts);
    }

    private UUID session(String nodeId, String ago) {
        return session(meetingId, nodeId, ago);
    }

    private UUID session(long meeting, String nodeId, String ago) {
        var id = UUID.randomUUID();
        NODE.execute(
                "INSERT INTO participant_session (session_id, meeting_id, user_id, node_id, incarnation, connection_id,"
                        + " joined_at) VALUES (?, ?, 'host', ?, ?, gen_random_uuid(), now_ms() - ?::interval)",
                id,
                meeting,
                nodeId,
                incarnation,
                ago);
        return id;
    }

    private void lease(String nodeId, String expired) {
        NODE.execute(
                "INSERT INTO node_lease (node_id, incarnation, expires_at) VALUES (?, ?, now_ms() - ?::interval)",
                nodeId,
                incarnation,
                expired);
    }
}
