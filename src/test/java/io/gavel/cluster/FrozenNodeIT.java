package io.gavel.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.postgres.TestPostgres;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node that stands still for 20 s, longer than its lease lives, and then goes on as if nothing had been. */
@Tag("cluster")
@Isolated("what is measured wants the machine to itself")
class FrozenNodeIT {
    private static final Logger LOG = LoggerFactory.getLogger(FrozenNodeIT.class);
    private static final Duration STILL = Duration.ofSeconds(20);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final String database = TestPostgres.newDatabase();

    @Test
    void clientsGoOnElsewhereAndTheNodeThatWakesDoesNoHarm() throws Exception {
        try (var cluster = TestCluster.start(2, "frozen-node", database);
                var load = Load.start(cluster.urls(), database, 20, Duration.ofMillis(200))) {
            load.work().awaitAcknowledged(200, LIMIT);
            load.history().inject("SIGSTOP of node 1");
            var frozen = System.nanoTime();
            cluster.node(1).freeze();
            try {
                await().during(STILL)
                        .atMost(STILL.multipliedBy(2))
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> load.leaves() == 0);
            } finally {
                load.history().inject("SIGCONT of node 1");
                cluster.node(1).thaw();
            }
            await().atMost(LIMIT).until(() -> cluster.node(1).readiness() == 200);
            load.awaitAcknowledged(300, LIMIT);
            var verdict = load.requireGreen();

            assertThat(load.leaves()).as("leaves of clients who came back").isZero();
            LOG.info(
                    "SIGSTOP for {} s: 99 % resumed after {} ms; {}",
                    STILL.toSeconds(),
                    Figures.resumed(load.history(), frozen, 0.99).toMillis(),
                    verdict.counts());
        }
    }
}
