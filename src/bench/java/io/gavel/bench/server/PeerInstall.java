package io.gavel.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Puts the peer into a folder of its own and fetches what it depends on, where Node.js and npm can do that. */
public final class PeerInstall {
    private static final String COMPLETE = "complete";
    private static final long LIMIT_MINUTES = 10;

    private PeerInstall() {}

    /** Returns in words why there is no peer; empty when it is there. */
    public static String install(Path source, Path target) {
        try {
            copy(source, target);
            var lock = Files.readString(target.resolve("package-lock.json"));
            var mark = target.resolve(COMPLETE);
            if (Files.exists(mark) && Files.readString(mark).equals(lock)) {
                return "";
            }
            var fault = fetch(target);
            if (fault.isEmpty()) {
                Files.writeString(mark, lock);
            }
            return fault;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String fetch(Path target) {
        for (var command : List.of(
                List.of("node", "--version"),
                List.of("npm", "ci", "--no-audit", "--no-fund"),
                List.of("npx", "--no-install", "prisma", "generate", "--config", "prisma.config.mjs"))) {
            var fault = run(target, command);
            if (!fault.isEmpty()) {
                return "no peer: " + String.join(" ", command) + " failed: " + fault;
            }
        }
        return "";
    }

    private static String run(Path target, List<String> command) {
        // Generating takes no engine; the variable keeps it from being fetched.
        try (var process = StartedProcess.start(
                target, "install", command, Map.of("PRISMA_SCHEMA_ENGINE_BINARY", "/bin/true", "CI", "true"))) {
            return process.exitsWell(LIMIT_MINUTES) ? "" : process.said();
        } catch (UncheckedIOException absent) {
            return String.valueOf(absent.getMessage());
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = target.resolve(source.relativize(file).toString());
                Files.createDirectories(copy.resolveSibling(""));
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
