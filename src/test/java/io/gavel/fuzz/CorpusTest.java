package io.gavel.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was sent to Gavel once is taken or refused as it should be. */
class CorpusTest {
    private static final int LARGEST_SEED = 100_000;

    @TestFactory
    Stream<DynamicTest> eachInputIsTakenOrRefusedAsItShouldBe() {
        return Arrays.stream(Targets.values())
                .flatMap(target -> Corpus.seeds(target).stream()
                        .map(seed -> DynamicTest.dynamicTest(
                                target + " " + seed.getFileName(), () -> target.take(Corpus.read(seed)))));
    }

    @ParameterizedTest
    @EnumSource(Targets.class)
    void eachTargetHasInputsToBeginWithAndTheyAreSmall(Targets target) {
        assertThat(Corpus.seeds(target))
                .hasSizeGreaterThan(2)
                .allSatisfy(seed -> assertThat(Corpus.read(seed)).hasSizeLessThan(LARGEST_SEED));
    }

    @ParameterizedTest
    @EnumSource(Targets.class)
    void nothingAtAllIsTakenOrRefusedToo(Targets target) throws Exception {
        target.take(new byte[0]);
    }

    @Test
    void eachFirstByteSaysOfATarget() {
        for (int number = Byte.MIN_VALUE; number <= Byte.MAX_VALUE; number++) {
            assertThat(Targets.numbered((byte) number)).isNotNull();
        }
    }
}
