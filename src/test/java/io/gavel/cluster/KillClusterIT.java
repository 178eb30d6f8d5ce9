package io.gavel.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.postgres.TestPostgres;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** kill -9 of one of two nodes while twenty clients work, two of whom do not come back. */
@Isolated("two nodes under load take both cores, and other tests their patience")
class KillClusterIT {
    private static final Logger LOG = LoggerFactory.getLogger(KillClusterIT.class);
    private static final int CLIENTS = 20;
    private static final int ENOUGH = 500;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** 25 s are promised; the last second is for the way to the clients. */
    private static final Duration GHOSTS = Duration.ofSeconds(26);

    /** The last renewal is at most 2 s old, on a busy machine somewhat more. */
    private static final Duration PROOF_OF_LIFE = Duration.ofSeconds(5);

    private final String database = TestPostgres.newDatabase();

    @Test
    void everybodyGoesOnAtTheOtherNodeAndGhostsLeave() throws Exception {
        try (var cluster = TestCluster.start(2, "kill-cluster", database);
                var load = Load.start(cluster.urls(), database, CLIENTS, Duration.ofMillis(150))) {
            load.work().awaitAcknowledged(ENOUGH, LIMIT);
            var ghosts = load.clientsAt(1).subList(0, 2);
            var names = ghosts.stream().map(LiveClient::user).toList();
            load.abandon(ghosts);

            load.history().inject("kill -9 of node 1");
            var killed = System.nanoTime();
            cluster.node(1).kill();
            load.awaitInside();
            var resumed = Figures.resumed(load.history(), killed, 0.99);
            await().atMost(LIMIT).until(() -> load.leaves() >= ghosts.size());
            var verdict = load.requireGreen();
            var ghostsGone = Figures.lastLeave(load.history(), killed, names);

            assertThat(ghostsGone).isLessThan(GHOSTS);
            assertThat(load.leaves()).as("leaves of ghosts alone").isEqualTo(ghosts.size());
            assertLastSeen(load, names, Figures.time(killed));
            LOG.info(
                    "kill -9: 99 % resumed after {} ms, ghosts gone after {} ms; {}",
                    resumed.toMillis(), ghostsGone.toMillis(), verdict.counts());
        }
    }

    /** They left when their node last proved that they live, not when somebody found out. */
    private static void assertLastSeen(Load load, List<String> ghosts, Instant killed) {
        var participants =
                load.host().get("/api/meeting/" + load.meetingId()).json().getJsonArray("participants");

        assertThat(ClientLog.objects(participants))
                .filteredOn(person -> ghosts.contains(person.getString("userId")))
                .hasSize(ghosts.size())
                .extracting(KillClusterIT::lastLeftAt)
                .allSatisfy(left ->
                        assertThat(left).isBetween(killed.minus(PROOF_OF_LIFE), killed.plus(Duration.ofMillis(500))));
    }

    private static Instant lastLeftAt(JsonObject person) {
        return Instant.parse(person.getString("lastLeftAt"));
    }
}
