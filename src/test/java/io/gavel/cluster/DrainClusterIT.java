package io.gavel.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.history.Entry;
import io.gavel.postgres.TestPostgres;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SIGTERM to one of two nodes under load. */
@Tag("cluster")
@Isolated("what is measured wants the machine to itself")
class DrainClusterIT {
    private static final Logger LOG = LoggerFactory.getLogger(DrainClusterIT.class);
    private static final int DRAINING = 4012;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final String database = TestPostgres.newDatabase();

    @Test
    void nodeThatGoesLosesNothingAndNobodyLeaves() throws Exception {
        try (var cluster = TestCluster.start(2, "drain-cluster", database);
                var load = Load.start(cluster.urls(), database, 20, Duration.ofMillis(100))) {
            load.work().awaitAcknowledged(300, LIMIT);
            load.history().inject("SIGTERM to node 1");
            var asked = System.nanoTime();
            cluster.node(1).terminate();

            assertThat(cluster.node(1).exitCode(Duration.ofSeconds(30))).isIn(0, 143);
            var gone = Duration.ofNanos(System.nanoTime() - asked);
            load.awaitAcknowledged(300, LIMIT);
            var verdict = load.requireGreen();

            assertThat(load.history().all(Entry.Lost.class))
                    .as("how the node closed its sockets, each once")
                    .hasSize(10)
                    .extracting(Entry.Lost::code)
                    .containsOnly(DRAINING);
            assertThat(load.leaves()).as("leaves").isZero();
            LOG.info(
                    "SIGTERM: 99 % resumed after {} ms, the node was gone after {} ms; {}",
                    Figures.resumed(load.history(), asked, 0.99).toMillis(), gone.toMillis(), verdict.counts());
        }
    }
}
