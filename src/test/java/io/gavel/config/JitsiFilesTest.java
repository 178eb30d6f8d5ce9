package io.gavel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JitsiFilesTest {
    private static final Path FOLDER = Path.of("conf/jitsi");
    private static final Pattern VARIABLE = Pattern.compile("\\b(?:GAVEL|JITSI|JAAS)_[A-Z_]*[A-Z]\\b");
    private static final Pattern CONTROL_KEYS = Pattern.compile("prosody_password_public_key_repo_url = \"([^\"]+)\"");

    @Test
    void everyVariableThatTheyNameIsOneOfGavels() throws IOException {
        var known = Arrays.stream(Variable.values()).map(Variable::name).toList();

        for (var file : files()) {
            if (file.toString().endsWith(".sh")) {
                continue; // has names of its own
            }
            assertThat(matches(VARIABLE, file)).as(file.toString()).isSubsetOf(known);
        }
    }

    @Test
    void operatorsAreToldOfEachOfThem() throws IOException {
        var page = Files.readString(Path.of("src/docs/jitsi.md"));

        for (var file : files()) {
            assertThat(page).contains("conf/jitsi/" + file.getFileName());
        }
    }

    @Test
    void theImageCutsNoSettingInTwo() throws IOException {
        var variables = docker();

        for (var list : List.of("XMPP_CONFIGURATION", "XMPP_MUC_CONFIGURATION")) {
            assertThat(variables.getOrDefault(list, "").split(","))
                    .allMatch(setting -> setting.matches("\\w+=(true|\\d+|\"[^\"]+\"|\\{[^{}]+})"));
        }
    }

    @Test
    void whoeverHasATokenCannotEndRoomsWithIt() throws IOException {
        var image = docker();
        var server = Files.readString(FOLDER.resolve("prosody.cfg.lua"));

        assertThat(controlKeys(image.getOrDefault("GLOBAL_CONFIG", ""))).isNotEqualTo(image.get("JWT_ASAP_KEYSERVER"));
        assertThat(server).doesNotContain("asap_key_server = \"" + controlKeys(server) + "\"");
    }

    private static String controlKeys(String text) {
        var found = CONTROL_KEYS.matcher(text);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static Map<String, String> docker() throws IOException {
        return Files.readAllLines(FOLDER.resolve("docker.env")).stream()
                .filter(line -> line.matches("[A-Z_]+=.+"))
                .collect(Collectors.toMap(line -> line.split("=", 2)[0], line -> line.split("=", 2)[1]));
    }

    private static List<String> matches(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static List<Path> files() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }
}
