package io.gavel.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PatchTest {
    @TempDir
    private Path folder;

    static Stream<Patch> all() throws IOException {
        return Patch.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void eachStillFitsTheSources(Patch patch) throws IOException {
        assertThat(patch.words()).isNotBlank();
        assertThat(Hunt.WAYS).contains(patch.way());
        assertThat(patch.files()).isNotEmpty();
        for (var file : patch.files().keySet()) {
            assertThat(patch.applied(file)).isNotEqualTo(Files.readAllLines(file));
        }
    }

    @Test
    void changesTheLinesThatItKnowsWhereverTheyStand() throws IOException {
        var file = file("zero", "one", "two", "three");

        assertThat(patch(file).applied(file)).containsExactly("zero", "one", "TWO", "three");
    }

    @Test
    void fitsNeitherOtherLinesNorTheSameOnesTwice() throws IOException {
        var other = file("one", "too", "three");
        assertThatThrownBy(() -> patch(other).applied(other)).hasMessageContaining("sample no longer fits");

        var twice = file("one", "two", "three", "one", "two", "three");
        assertThatThrownBy(() -> patch(twice).applied(twice)).hasMessageContaining("sample no longer fits");
    }

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("File.java"), List.of(lines));
    }

    private static Patch patch(Path file) {
        return Patch.parse(
                "sample",
                List.of(
                        "Says two louder.",
                        "caught by: simulation",
                        "--- a/" + file,
                        "+++ b/" + file,
                        "@@ -1,3 +1,3 @@",
                        " one",
                        "-two",
                        "+TWO",
                        " three"));
    }
}
