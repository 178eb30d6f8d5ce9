package io.gavel.cluster;

import io.gavel.history.HistoryChecker;
import io.gavel.postgres.FailingPostgres;
import io.gavel.postgres.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A short run of two real nodes under load with one kind of trouble, judged, in a process of its own: it ends with 1 where a
 * promise was broken, and says which.
 */
public final class Trial {
    /** PostgreSQL is ended without warning, again and again. */
    public static final String RESTARTS = "restarts";

    /** Both nodes write, for neither reaches the other. */
    public static final String CUT_BUS = "cut bus";

    /** Begins the line that says what was found. */
    public static final String MARK = "found: ";

    private static final int CLIENTS = 20;
    private static final int RESTARTS_OF_A_RUN = 6;
    private static final Duration PACE = Duration.ofMillis(40);
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private Trial() {}

    /** What goes wrong, and the seed that decides when. */
    public static void main(String[] words) throws Exception {
        var random = new Random(Long.parseLong(words[1]));
        var found = words[0].equals(RESTARTS) ? restarts(random) : cutBus(random);
        found.ifPresent(what -> System.out.println(MARK + what));
        System.exit(found.isPresent() ? 1 : 0);
    }

    private static Optional<String> restarts(Random random) throws Exception {
        try (var postgres = FailingPostgres.start();
                var cluster = TestCluster.start(2, "trial", postgres.url());
                var load = Load.start(cluster.urls(), postgres.url(), CLIENTS, PACE)) {
            return judge(load, () -> {
                for (int i = 0; i < RESTARTS_OF_A_RUN; i++) {
                    load.awaitAcknowledged(50 + random.nextInt(100), LIMIT);
                    load.history().inject("PostgreSQL stops at once");
                    postgres.stop();
                    postgres.startAgain();
                }
            });
        }
    }

    private static Optional<String> cutBus(Random random) throws Exception {
        var database = TestPostgres.newDatabase();
        try (var cluster = TestCluster.withCables(2, "trial", database);
                var load = Load.start(cluster.urls(), database, CLIENTS, PACE)) {
            return judge(load, () -> {
                load.awaitAcknowledged(50 + random.nextInt(100), LIMIT);
                load.history().inject("the bus is cut");
                cluster.cutBus();
                load.awaitAcknowledged(300, LIMIT);
                cluster.mendBus();
                load.history().inject("the bus is mended");
            });
        }
    }

    /** Clients that get no answers, or never come to rest, are a finding too. */
    private static Optional<String> judge(Load load, Runnable trouble) throws SQLException {
        var late = late(() -> {
            load.work();
            trouble.run();
            load.settle();
        });
        var verdict = HistoryChecker.judge(load.history(), List.of(load.stored()));
        System.out.println(verdict);
        return verdict.violations().stream()
                .map(violation -> violation.invariant() + ": " + violation.first())
                .findFirst()
                .or(() -> late);
    }

    private static Optional<String> late(Runnable run) {
        try {
            run.run();
            return Optional.empty();
        } catch (ConditionTimeoutException late) {
            return Optional.of("I4 CAUGHT_UP: " + late.getMessage());
        }
    }
}
