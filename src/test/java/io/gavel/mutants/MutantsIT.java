package io.gavel.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who judges the product is judged: each mutant is caught within five seeds, and with the same seeds the product is not. */
@Tag("mutants")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MutantsIT {
    private static final int SEEDS = 5;

    private static final List<String> REPORT =
            new ArrayList<>(List.of("| Mutant | What it does | Caught by | Seed | Promise |", "|---|---|---|---|---|"));
    private static final Map<String, Integer> SEEDS_USED = new LinkedHashMap<>();

    static Stream<Patch> mutants() throws IOException {
        return Patch.all().stream();
    }

    @Order(1)
    @ParameterizedTest
    @MethodSource("mutants")
    void eachMutantIsCaught(Patch patch) throws IOException, InterruptedException {
        var found = Hunt.after(Mutant.build(patch)).find(patch.way(), SEEDS);

        SEEDS_USED.merge(patch.way(), found.map(first -> (int) first.seed()).orElse(SEEDS), Math::max);
        REPORT.add("| %s | %s | %s | %s | %s |"
                .formatted(
                        patch.name(),
                        patch.words(),
                        found.isPresent() ? patch.way() : "nobody",
                        found.map(first -> Long.toString(first.seed())).orElse("none of " + SEEDS),
                        found.map(Hunt.Found::invariant).orElse("")));
        assertThat(found).as("what catches %s", patch.name()).isPresent();
    }

    @Order(2)
    @Test
    void withTheSameSeedsTheProductKeepsItsPromises() throws IOException, InterruptedException {
        var product = Hunt.afterNothing();

        for (var used : SEEDS_USED.entrySet()) {
            assertThat(product.find(used.getKey(), used.getValue()))
                    .as(used.getKey())
                    .isEmpty();
        }
    }

    @AfterAll
    static void report() throws IOException {
        Files.createDirectories(Mutant.ALL);
        Files.write(Mutant.ALL.resolve("report.md"), REPORT);
    }
}
