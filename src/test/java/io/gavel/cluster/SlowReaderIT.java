package io.gavel.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.history.Entry;
import io.gavel.postgres.TestPostgres;
import io.gavel.process.NodeProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One reader among 500 who does not read. */
@Tag("cluster")
@Isolated("what is measured wants the machine to itself")
class SlowReaderIT {
    private static final Logger LOG = LoggerFactory.getLogger(SlowReaderIT.class);
    private static final int CLIENTS = 500;
    private static final Duration PACE = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofMinutes(4);

    /** Makes events long, so that a megabyte is full before long, and snapshots of 500 people not too long. */
    private static final String LONG_NAME = " Longname".repeat(40);

    /** A counter of sockets closed for being slow, that has counted one. */
    private static final Pattern CLOSED_AS_SLOW = Pattern.compile("(?m)^gavel_[^#\\n]*(4008|too_slow)[^\\n]* [1-9]");

    private static final long KIBIBYTES_OF_NOISE = 32 * 1024;

    private final String database = TestPostgres.newDatabase();

    @Test
    void slowReaderIsClosedAndNobodyElseNotices() throws Exception {
        try (var cluster = TestCluster.start(1, "slow-reader", database, "-Xms", "256m", "-XX:+AlwaysPreTouch", "");
                var load = Load.start(cluster.urls(), database, CLIENTS, PACE, LONG_NAME)) {
            var node = cluster.node(0);
            load.work().awaitAcknowledged(CLIENTS, LIMIT);
            var began = System.nanoTime();
            load.awaitAcknowledged(CLIENTS, LIMIT);
            var alone = Figures.at(Figures.ages(load.history(), began, System.nanoTime()), 0.5);
            var memory = node.residentKibibytes();

            load.history().inject("somebody does not read");
            var slow = System.nanoTime();
            try (var reader = SlowReader.open(
                    node.url(),
                    Platform.person("client-1", "Client 1" + LONG_NAME).token(),
                    load.meetingId())) {
                await().atMost(LIMIT).until(() -> hasClosedASlowReader(node));
                var closed = System.nanoTime();
                var beside = Figures.at(Figures.ages(load.history(), slow, closed), 0.5);
                var growth = node.residentKibibytes() - memory;
                var told = reader.readOn(200).contains("4008");
                var verdict = load.requireGreen();

                assertThat(load.history().all(Entry.Lost.class))
                        .as("other connections lost")
                        .isEmpty();
                assertThat(growth).as("KiB by which the node grew").isLessThan(KIBIBYTES_OF_NOISE);
                assertThat(beside)
                        .as("median beside the slow reader")
                        .isLessThan(alone.multipliedBy(2).plusMillis(5));
                LOG.info(
                        "one slow reader of {}: closed after {} s (told so: {}), median {} ms before and {} ms beside it,"
                                + " {} KiB more; {}",
                        CLIENTS,
                        Duration.ofNanos(closed - slow).toSeconds(),
                        told,
                        alone.toNanos() / 1e6,
                        beside.toNanos() / 1e6,
                        growth,
                        verdict.counts());
            }
        }
    }

    private static boolean hasClosedASlowReader(NodeProcess node) throws IOException {
        var metrics =
                NodeProcess.get(node.managementUrl() + "/metrics").response().body();
        return CLOSED_AS_SLOW.matcher(metrics).find();
    }
}
