package io.gavel;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.config.ConfigLoader;
import io.gavel.config.Variable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    /** To renew the table, paste what this test expects. */
    @Test
    void theConfigurationTableTellsEveryVariable() throws IOException {
        var readme = Files.readString(Path.of("README.md"));

        assertThat(readme).contains(table());
    }

    @Test
    void everyFileThatTheReadmeNamesIsThere() throws IOException {
        var links = Pattern.compile("\\]\\((?!http)([^)#]+)\\)")
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(link -> Path.of(link.group(1)))
                .toList();

        assertThat(links).isNotEmpty().allSatisfy(link -> assertThat(link).exists());
    }

    private static String table() {
        return ConfigLoader.variables().stream()
                .map(ReadmeTest::row)
                .collect(Collectors.joining("\n", "| Variable | Default | Meaning |\n|---|---|---|\n", "\n"));
    }

    private static String row(Variable variable) {
        var value = variable.defaultValue();
        return "| `%s` | %s | %s; takes %s |"
                .formatted(
                        variable.name(), value.isEmpty() ? "" : "`" + value + "`", variable.meaning(), variable.takes())
                .replace("  ", " ");
    }
}
