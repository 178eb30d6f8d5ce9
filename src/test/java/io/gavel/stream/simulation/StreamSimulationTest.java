package io.gavel.stream.simulation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * So many seeds as {@code simulation.seeds} tells, from {@code simulation.first} on. What one of them finds stays: it is added
 * to the seeds that are always run, with a word on what it was.
 */
class StreamSimulationTest {
    private static final long FIRST = Long.getLong("simulation.first", 1);
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 300);
    private static final String KEPT = "/simulation/seeds";

    @Test
    void everyPromiseIsKeptWhateverHappens() {
        Seeds.requirePromises(FIRST, SEEDS);
    }

    @Test
    void seedsThatOnceFoundSomethingFindItNoMore() throws IOException {
        seedsKept().forEach(Seeds::requirePromises);
    }

    @Test
    void aSeedDecidesEverything() {
        assertThat(Simulation.run(1).digest()).isEqualTo(Simulation.run(1).digest());
        assertThat(Simulation.run(1).digest()).isNotEqualTo(Simulation.run(2).digest());
    }

    /** One in each line, and what it found behind it. */
    private static LongStream seedsKept() throws IOException {
        try (var file = requireNonNull(StreamSimulationTest.class.getResourceAsStream(KEPT), KEPT)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .mapToLong(line -> Long.parseLong(line.split(" ", 2)[0]));
        }
    }
}
