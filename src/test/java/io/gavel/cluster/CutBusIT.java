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

/** The bus between two nodes takes every byte and passes none, while the cluster believes that all is well. */
@Tag("cluster")
@Isolated("what is measured wants the machine to itself")
class CutBusIT {
    private static final Logger LOG = LoggerFactory.getLogger(CutBusIT.class);
    private static final Duration CUT = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration STALEST = Duration.ofMillis(1500);

    private final String database = TestPostgres.newDatabase();

    @Test
    void positionCheckCarriesTheStreamWhileTheBusIsCut() throws Exception {
        try (var cluster = TestCluster.withCables(2, "cut-bus", database);
                var load = Load.start(cluster.urls(), database, 20, Duration.ofMillis(250))) {
            load.work().awaitAcknowledged(200, LIMIT);
            load.history().inject("the bus is cut");
            var cut = System.nanoTime();
            cluster.cutBus();
            await().during(CUT)
                    .atMost(CUT.multipliedBy(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> load.leaves() == 0);
            var mended = System.nanoTime();
            cluster.mendBus();
            load.history().inject("the bus is mended");
            load.awaitAcknowledged(200, LIMIT);
            var verdict = load.requireGreen();
            var ages = Figures.ages(load.history(), cut, mended);

            assertThat(cluster.swallowed()).as("bytes that the cut cables took").isPositive();
            assertThat(Figures.at(ages, 0.99)).as("age of events at 99 %").isLessThan(STALEST);
            LOG.info(
                    "bus cut for {} s: events {} ms old in the median, {} ms at 99 %, {} ms at most; {}",
                    CUT.toSeconds(),
                    Figures.at(ages, 0.5).toMillis(),
                    Figures.at(ages, 0.99).toMillis(),
                    Figures.at(ages, 1).toMillis(),
                    verdict.counts());
        }
    }
}
