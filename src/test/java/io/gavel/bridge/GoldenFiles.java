package io.gavel.bridge;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** One example of each message of the bridge, to the byte what travels. */
final class GoldenFiles {
    private static final Path FOLDER = Path.of("src/test/resources/golden/bridge");

    private GoldenFiles() {}

    /** By the message's key in asyncapi.json. */
    static SortedMap<String, JsonObject> read() throws IOException {
        var found = new TreeMap<String, JsonObject>();
        try (var files = Files.list(FOLDER)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString().replaceFirst("\\.json$", "");
                found.put(name, new JsonObject(Files.readString(file)));
            }
        }
        return found;
    }
}
