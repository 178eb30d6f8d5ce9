package io.gavel.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jazzer on each target for as many seconds as {@code fuzz.seconds} says. What it learns stays in target/fuzz; an input that is
 * too much lies there too, and belongs into the corpus.
 */
@Tag("fuzz")
class FuzzIT {
    private static final Logger LOG = LoggerFactory.getLogger(FuzzIT.class);
    private static final long SECONDS = Long.getLong("fuzz.seconds", 60);

    @ParameterizedTest
    @EnumSource(Targets.class)
    void nothingThatIsTriedIsTooMuch(Targets target) throws Exception {
        var jazzer = Jazzer.run(target, SECONDS);

        LOG.info("{}: {} inputs in {} s", target, jazzer.runs(), SECONDS);
        assertThat(jazzer.exitCode()).as("%s", jazzer.output()).isZero();
        assertThat(jazzer.runs()).as("%s", jazzer.output()).isPositive();
    }
}
