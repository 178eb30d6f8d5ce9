package io.gavel.stream.simulation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.history.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * So many seeds as {@code simulation.seeds} tells, from {@code simulation.first} on. What one of them finds stays: it is added
 * to the seeds that are always run, with a word on what it was.
 */
class StreamSimulationTest {
    private static final long FIRST = Long.getLong("simulation.first", 1);
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 1000);
    private static final String KEPT = "/simulation/seeds";

    @Test
    void everyPromiseIsKeptWhateverHappens() {
        var totals = new Totals();
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            totals.add(requireNoViolation(seed));
        }

        if (SEEDS >= 100) {
            totals.requireWorth(SEEDS);
        }
    }

    @Test
    void seedsThatOnceFoundSomethingFindItNoMore() throws IOException {
        seedsKept().forEach(StreamSimulationTest::requireNoViolation);
    }

    @Test
    void aSeedDecidesEverything() {
        assertThat(Simulation.run(1).digest()).isEqualTo(Simulation.run(1).digest());
        assertThat(Simulation.run(1).digest()).isNotEqualTo(Simulation.run(2).digest());
    }

    private static SimulatedHistory requireNoViolation(long seed) {
        var history = Simulation.run(seed);
        assertThat(history.violations())
                .as(
                        "seed %d; alone: -Dtest=StreamSimulationTest -Dsimulation.first=%d -Dsimulation.seeds=1",
                        seed, seed)
                .isEmpty();
        return history;
    }

    /** One in each line, and what it found behind it. */
    private static LongStream seedsKept() throws IOException {
        try (var file = requireNonNull(StreamSimulationTest.class.getResourceAsStream(KEPT), KEPT)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .mapToLong(line -> Long.parseLong(line.split(" ", 2)[0]));
        }
    }

    /** How much all of them saw. */
    private static final class Totals {
        private final Map<String, Long> faults = new TreeMap<>();
        private long acknowledged;
        private long delivered;
        private long synced;
        private long lost;

        void add(SimulatedHistory history) {
            acknowledged += history.count(Entry.Acknowledged.class);
            delivered += history.count(Entry.Delivered.class);
            synced += history.count(Entry.Synced.class);
            lost += history.count(Entry.Lost.class);
            history.faults().forEach((kind, times) -> faults.merge(kind, times, Long::sum));
        }

        /** A run in which little happens proves little. */
        void requireWorth(int seeds) {
            assertThat(acknowledged).as("commands").isGreaterThan(seeds * 100L);
            assertThat(delivered).as("deliveries").isGreaterThan(seeds * 400L);
            assertThat(synced).as("joins and resumes").isGreaterThan(seeds * 20L);
            assertThat(lost).as("connections lost").isGreaterThan(seeds * 10L);
            assertThat(faults)
                    .containsOnlyKeys(
                            "bus cut",
                            "bus cut one way",
                            "database away",
                            "database cut off",
                            "database restart",
                            "fail-over",
                            "freeze",
                            "gone",
                            "kill",
                            "network lost",
                            "removal",
                            "sleep",
                            "slow browser");
            assertThat(faults.values()).allSatisfy(times -> assertThat(times).isGreaterThan(seeds / 50));
        }
    }
}
