package io.gavel.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three nodes, PostgreSQL and HAProxy under the load of four meetings, of which everything is broken that can be, in the order
 * of a seed: {@code mvn -Pchaos verify -Dchaos.seeds=1,2}. The page of each run is target/chaos/report-SEED.html.
 */
@Tag("chaos")
@Isolated("it takes the whole machine")
class ChaosIT {
    private static final Logger LOG = LoggerFactory.getLogger(ChaosIT.class);
    private static final Path REPORTS = Path.of("target", "chaos");
    private static final int ENOUGH = 2000;

    static LongStream seeds() {
        var given = System.getProperty("chaos.seeds", "");
        return Arrays.stream((given.isBlank() ? "1" : given).split(",")).mapToLong(Long::parseLong);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsLostAndNobodyIsLetInWhateverBreaks(long seed) throws Exception {
        try (var rig = Rig.start(seed)) {
            var report = new ChaosRun(rig, seed, REPORTS).report();
            report.write(REPORTS);
            LOG.info("seed {}: {}", seed, report.figures());

            assertThat(report.judgement().lines())
                    .allSatisfy(line -> assertThat(line.times()).as("%s", line).isZero());
            assertThat(report.faults())
                    .allSatisfy(injected -> assertThat(injected.count())
                            .as("how much there was of %s", injected.fault())
                            .isPositive());
            assertThat(report.judgement().counts().get("Acknowledged"))
                    .as("acknowledged commands")
                    .isGreaterThanOrEqualTo(ENOUGH);
        }
    }
}
