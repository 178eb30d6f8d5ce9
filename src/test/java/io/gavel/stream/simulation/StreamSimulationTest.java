package io.gavel.stream.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamSimulationTest {
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 60);
    private static final int SEEDS_OF_A_MUTATION = 8;

    @Test
    void everyClientHearsEverythingOnceAndInOrderWhateverHappens() {
        var heard = 0;
        var acknowledged = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            var history = new Simulation(seed, Mutation.NONE).run();
            assertThat(history.violations()).as("seed %d", seed).isEmpty();
            heard += history.heard();
            acknowledged += history.acknowledged();
        }

        assertThat(heard).isGreaterThan(SEEDS * 1000);
        assertThat(acknowledged).isGreaterThan(SEEDS * 300);
    }

    @Test
    void aSeedDecidesEverything() {
        var first = new Simulation(1, Mutation.NONE).run();
        var second = new Simulation(1, Mutation.NONE).run();

        assertThat(second.heard()).isEqualTo(first.heard());
        assertThat(second.acknowledged()).isEqualTo(first.acknowledged());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void withoutOneOfItsRulesTheStreamBreaksItsPromise(Mutation mutation) {
        var caught = LongStream.rangeClosed(1, SEEDS_OF_A_MUTATION)
                .filter(seed ->
                        !new Simulation(seed, mutation).run().violations().isEmpty())
                .boxed()
                .toList();

        assertThat(caught).isNotEmpty();
    }
}
