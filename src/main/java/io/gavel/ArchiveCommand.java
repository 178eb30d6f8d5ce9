package io.gavel;

import io.gavel.postgres.EmbeddedPostgres;
import io.gavel.postgres.PostgresException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/**
 * {@code archive}: writes the classes that a node needs at its start into a file that the JVM maps into its memory, so that
 * it need not read, check and link them. It starts a node on a database of its own to learn which they are.
 */
final class ArchiveCommand {
    private static final String NAME = "archive";
    private static final String VERSIONS = "META-INF/versions/";
    private static final String USAGE = "java -jar gavel.jar archive FILE";

    private final PrintStream err;

    ArchiveCommand(PrintStream err) {
        this.err = err;
    }

    static boolean isMeant(String[] arguments) {
        return arguments.length > 0 && arguments[0].equals(NAME);
    }

    /** The exit code: 0 when the file is there, 1 when it could not be made, 2 for a wrong call. */
    int run(List<String> arguments) {
        if (arguments.size() != 2) {
            err.println(USAGE);
            return 2;
        }
        var file = Path.of(arguments.get(1)).toAbsolutePath();
        try {
            Files.deleteIfExists(file);
            var folder = Files.createTempDirectory("gavel-archive");
            try {
                write(jar(), folder, file);
            } finally {
                delete(folder);
            }
            return 0;
        } catch (IOException | PostgresException | URISyntaxException failure) {
            err.println("No archive was made: " + failure.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return 1;
    }

    private static Path jar() throws IOException, URISyntaxException {
        var source = ArchiveCommand.class.getProtectionDomain().getCodeSource().getLocation();
        var jar = Path.of(source.toURI()).toRealPath();
        if (!Files.isRegularFile(jar)) {
            throw new IOException("the JVM archives classes of jars alone, and this program runs from " + jar);
        }
        return jar;
    }

    private static void write(Path jar, Path folder, Path file)
            throws IOException, PostgresException, InterruptedException {
        var learned = folder.resolve("learned");
        try (var postgres = EmbeddedPostgres.start(folder.resolve("postgres"))) {
            learn(jar, postgres.url(), folder, learned);
        }
        var wanted = folder.resolve("wanted");
        Files.write(wanted, usable(Files.readAllLines(learned), jar));
        var dump = java(
                        jar,
                        "-Xshare:dump",
                        "-Xlog:disable",
                        "-XX:SharedClassListFile=" + wanted,
                        "-XX:SharedArchiveFile=" + file)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("dump.log").toFile())
                .start();
        if (dump.waitFor() != 0 || !Files.exists(file)) {
            throw new IOException(Files.readString(folder.resolve("dump.log")));
        }
    }

    /** Starts a node as production has it, and ends it as soon as it listens. */
    private static void learn(Path jar, String database, Path folder, Path learned)
            throws IOException, InterruptedException {
        var builder = java(jar, "-XX:DumpLoadedClassList=" + learned)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(settings(database));
        var node = builder.start();
        try {
            awaitListening(node);
            node.destroy();
            node.waitFor();
        } finally {
            node.destroyForcibly();
        }
    }

    private static void awaitListening(Process node) throws IOException {
        var said = new StringBuilder();
        var lines = node.inputReader(StandardCharsets.UTF_8);
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            if (line.contains(Banner.LISTENING)) {
                return;
            }
        }
        throw new IOException("the node did not start: " + said);
    }

    private static Map<String, String> settings(String database) {
        return Map.of(
                "GAVEL_MODE", "production",
                "GAVEL_HOST", "127.0.0.1",
                "PORT", "0",
                "GAVEL_MANAGEMENT_PORT", "0",
                "DATABASE_URL", database,
                "GAVEL_AUTH_SECRET", UUID.randomUUID().toString(),
                "JITSI_APP_SECRET", UUID.randomUUID().toString());
    }

    private static ProcessBuilder java(Path jar, String... options) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", jar.toString()));
        return new ProcessBuilder(command);
    }

    /**
     * Those of them that are nowhere in the jar's folders of versions: for an agent, or a flight recording, the JVM looks up
     * the bytes of an archived class, finds those of another version, or none, and breaks down.
     */
    static List<String> usable(List<String> learned, Path jar) throws IOException {
        try (var contents = new JarFile(jar.toFile())) {
            var versioned = contents.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(VERSIONS) && name.endsWith(".class"))
                    .map(name ->
                            name.substring(name.indexOf('/', VERSIONS.length()) + 1, name.length() - ".class".length()))
                    .collect(Collectors.toSet());
            return learned.stream().filter(line -> isUsable(line, versioned)).toList();
        }
    }

    private static boolean isUsable(String line, Set<String> versioned) {
        var words = List.of(line.split(" ", -1));
        return words.stream().noneMatch(versioned::contains);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
