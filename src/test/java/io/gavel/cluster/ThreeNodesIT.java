package io.gavel.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.postgres.TestPostgres;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three nodes that are whole: what is done at one is seen at all. Each client's stream goes in steps of one and has the
 * database's text at each number, which makes one order for all.
 */
@Tag("cluster")
@Isolated("what is measured wants the machine to itself")
class ThreeNodesIT {
    private static final Logger LOG = LoggerFactory.getLogger(ThreeNodesIT.class);
    private static final int CLIENTS = 30;
    private static final int ENOUGH = 600;

    private final String database = TestPostgres.newDatabase();

    @Test
    void everybodySeesEachEventOnceAndInTheSameOrder() throws Exception {
        try (var cluster = TestCluster.start(3, "three-nodes", database);
                var load = Load.start(cluster.urls(), database, CLIENTS, Duration.ofMillis(200))) {
            var began = System.nanoTime();
            load.work().awaitAcknowledged(ENOUGH, Duration.ofSeconds(60));
            var verdict = load.requireGreen();
            var ages = Figures.ages(load.history(), began, System.nanoTime());

            assertThat(verdict.count("Lost")).as("connections lost").isZero();
            assertThat(verdict.count("events")).isGreaterThan(ENOUGH);
            LOG.info(
                    "three nodes: events {} ms old in the median, {} ms at 99 %; {}",
                    Figures.at(ages, 0.5).toMillis(), Figures.at(ages, 0.99).toMillis(), verdict.counts());
        }
    }
}
