package io.gavel.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Some seconds of what {@link FuzzIT} does for hours. */
class ShortFuzzTest {
    private static final long SECONDS = 3;

    @Test
    void nothingThatIsTriedIsTooMuch() throws Exception {
        var jazzer = Jazzer.runAll(SECONDS);

        assertThat(jazzer.exitCode()).as("%s", jazzer.output()).isZero();
        assertThat(jazzer.runs()).as("%s", jazzer.output()).isPositive();
    }
}
