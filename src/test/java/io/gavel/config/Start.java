package io.gavel.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One start of a node in a folder of its own: what stands in its files, environment and arguments. */
final class Start {
    static final String DATABASE = "postgresql://gavel:pw@db.example.com/gavel";
    static final String JITSI_SECRET = "a-jitsi-secret-of-more-than-32-bytes";
    static final String AUTH_SECRET = "an-auth-secret-of-more-than-32-bytes";

    static final String RESERVATION_TOKEN = "a-reservation-token-of-more-than-32-bytes";
    static final String EVENTS_TOKEN = "an-events-token-of-more-than-32-bytes";
    static final String RECORDER_TOKEN = "a-recorder-token-of-more-than-32-bytes";
    static final String WEBHOOK_SECRET = "a-webhook-secret-of-more-than-32-bytes";

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> arguments = new ArrayList<>();

    Start(Path folder) {
        this.folder = folder;
    }

    /** A start in production that lacks nothing. */
    static Start inProduction(Path folder) {
        return new Start(folder)
                .env("GAVEL_MODE", "production")
                .env("DATABASE_URL", DATABASE)
                .env("JITSI_APP_SECRET", JITSI_SECRET)
                .env("GAVEL_AUTH_SECRET", AUTH_SECRET);
    }

    Start env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Start without(String name) {
        environment.remove(name);
        return this;
    }

    Start arguments(String... more) {
        arguments.addAll(List.of(more));
        return this;
    }

    Start json(String content) throws IOException {
        return file("conf/gavel.json", content);
    }

    Start dotEnv(String content) throws IOException {
        return file(".env", content);
    }

    Start file(String path, String content) throws IOException {
        var file = folder.resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, content);
        return this;
    }

    Config config() throws ConfigException {
        return ConfigLoader.load(folder, environment, arguments);
    }

    ConfigException refusal() {
        return catchThrowableOfType(ConfigException.class, this::config);
    }

    List<String> faults() {
        return refusal().faults();
    }
}
