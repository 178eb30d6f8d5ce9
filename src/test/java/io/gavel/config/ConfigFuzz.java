package io.gavel.config;

import static io.gavel.fuzz.FuzzTarget.require;

import io.gavel.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/** What a node is told at its start, parted by zeros: conf/gavel.json, .env, lines of NAME=value, and lines of arguments. */
public final class ConfigFuzz implements FuzzTarget {
    private static final int PARTS = 4;

    private final Path folder;

    public ConfigFuzz() {
        try {
            folder = Files.createTempDirectory("gavel-config-");
            Files.createDirectories(folder.resolve("conf"));
            folder.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void take(byte[] input) throws IOException {
        var parts = parts(input);
        Files.write(folder.resolve("conf/gavel.json"), parts.get(0));
        Files.write(folder.resolve(".env"), parts.get(1));
        var environment = new HashMap<String, String>();
        lines(parts.get(2)).forEach(line -> {
            var equals = line.indexOf('=');
            environment.put(line.substring(0, Math.max(0, equals)), line.substring(equals + 1));
        });
        try {
            var config = ConfigLoader.load(folder, environment, lines(parts.get(3)));
            config.describe().forEach(ConfigFuzz::requireLine);
            config.warnings().forEach(ConfigFuzz::requireLine);
        } catch (ConfigException refused) {
            require(!refused.faults().isEmpty(), "refused without a fault");
            refused.faults().forEach(ConfigFuzz::requireLine);
        }
    }

    private static void requireLine(String line) {
        require(!line.isBlank() && line.chars().noneMatch(Character::isISOControl), "no line of a log: " + line);
    }

    private static List<String> lines(byte[] part) {
        return part.length == 0 ? List.of() : List.of(new String(part, StandardCharsets.UTF_8).split("\n", -1));
    }

    private static List<byte[]> parts(byte[] input) {
        var parts = new ArrayList<byte[]>();
        var begin = 0;
        for (int i = 0; i < input.length && parts.size() < PARTS - 1; i++) {
            if (input[i] == 0) {
                parts.add(Arrays.copyOfRange(input, begin, i));
                begin = i + 1;
            }
        }
        parts.add(Arrays.copyOfRange(input, begin, input.length));
        while (parts.size() < PARTS) {
            parts.add(new byte[0]);
        }
        return parts;
    }
}
