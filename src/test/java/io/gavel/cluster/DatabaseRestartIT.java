package io.gavel.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.postgres.FailingPostgres;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL is ended without warning while two nodes work on it. */
@Tag("cluster")
@Isolated("what is measured wants the machine to itself")
class DatabaseRestartIT {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseRestartIT.class);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration AWAY = Duration.ofSeconds(60);

    /** Longer than a reaper watches the database before it judges again, and a lost connection's grace. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(45);

    private final FailingPostgres postgres = FailingPostgres.start();

    @AfterEach
    void end() {
        postgres.close();
    }

    @Test
    void whatWasAcknowledgedBeforeACrashIsThereAfterIt() throws Exception {
        try (var cluster = TestCluster.start(2, "database-restart", postgres.url());
                var load = Load.start(cluster.urls(), postgres.url(), 20, Duration.ofMillis(100))) {
            load.work().awaitAcknowledged(200, LIMIT);
            var back = new ArrayList<Long>();
            for (int crash = 0; crash < 3; crash++) {
                load.history().inject("PostgreSQL stops at once");
                postgres.stop();
                postgres.startAgain();
                var up = System.nanoTime();
                load.history().inject("PostgreSQL is up");
                load.awaitAcknowledged(1, LIMIT);
                back.add(System.nanoTime() - up);
                load.awaitAcknowledged(200, LIMIT);
            }
            var verdict = load.requireGreen();

            assertThat(load.leaves()).as("leaves").isZero();
            LOG.info(
                    "PostgreSQL restarted {} times: first acknowledgement at most {} ms after it was up; {}",
                    back.size(),
                    Figures.at(back, 1).toMillis(),
                    verdict.counts());
        }
    }

    @Test
    void databaseThatIsAwayForAMinuteMakesNobodyLeave() throws Exception {
        try (var cluster = TestCluster.start(2, "database-away", postgres.url());
                var load = Load.start(cluster.urls(), postgres.url(), 20, Duration.ofMillis(500))) {
            load.work().awaitAcknowledged(100, LIMIT);
            load.history().inject("PostgreSQL stops");
            postgres.stop();
            holds(AWAY, load);
            postgres.startAgain();
            load.history().inject("PostgreSQL is up");
            load.awaitAcknowledged(100, LIMIT);
            holds(AFTERWARDS, load);
            var verdict = load.requireGreen();

            assertThat(load.leaves()).as("leaves").isZero();
            assertThat(verdict.count("Lost")).as("connections closed").isZero();
            LOG.info("database away for {} s: nobody left; {}", AWAY.toSeconds(), verdict.counts());
        }
    }

    private static void holds(Duration time, Load load) {
        await().during(time)
                .atMost(time.multipliedBy(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> load.leaves() == 0);
    }
}
