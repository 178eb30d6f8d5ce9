package io.gavel.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.Tools;
import io.gavel.process.Scripts.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The facts about the browser's side, in src/test/js: each file is run by Node.js, those named live with a node at hand. */
@TestInstance(Lifecycle.PER_CLASS)
@Isolated("compilers and browsers beside it starve nodes that others load or kill")
class ScriptsIT {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptsIT.class);
    private static final String FACTS = ".test.mjs";
    private static final Pattern PASSED = Pattern.compile("(?m)^# pass ([1-9]\\d*)$");
    private static final Pattern SKIPPED = Pattern.compile("(?m)^# (?:skipped|todo|cancelled) ([1-9]\\d*)$");
    private static final int SECONDS = 90;

    /** Some facts are about tokens that a script signs itself. */
    private static final String SECRET = "a-secret-that-node-and-scripts-both-know";

    private final RunningNode node = RunningNode.start("GAVEL_AUTH_SECRET", SECRET);

    @AfterAll
    void stop() {
        node.close();
    }

    static Stream<String> facts() throws IOException {
        var scripts = Path.of("src", "test", "js");
        try (var files = Files.walk(scripts)) {
            return files
                    .filter(file -> file.toString().endsWith(FACTS))
                    .filter(file -> !file.toString().contains("node_modules"))
                    .map(file -> scripts.relativize(file).toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("facts")
    void eachFactHolds(String file) throws IOException, InterruptedException {
        var folder = Scripts.install();
        var variables = Map.of("GAVEL_URL", node.url(), "GAVEL_AUTH_SECRET", SECRET);
        var outcome = Scripts.node(folder, SECONDS, variables, "--test", "--test-reporter=tap", file);

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).containsPattern(PASSED);
        requireWhole(file, outcome);
    }

    /** Where all programs are supposed to be there, nothing may be left out. */
    private static void requireWhole(String file, Outcome outcome) {
        if (Tools.areRequired()) {
            assertThat(outcome.output()).doesNotContainPattern(SKIPPED);
        }
        PASSED.matcher(outcome.output())
                .results()
                .forEach(found -> LOG.info("{}: {} facts hold", file, found.group(1)));
        SKIPPED.matcher(outcome.output())
                .results()
                .forEach(found -> LOG.warn("{}: {} were skipped, see its output", file, found.group(1)));
    }
}
