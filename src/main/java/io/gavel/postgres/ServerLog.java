package io.gavel.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The log of one attempt to start the server: what it says before its log collector runs, then files in the data's log
 * folder, one for each day of the week, each overwritten after a week.
 */
final class ServerLog {
    static final int LINES = 5;
    private static final String FIRST_WORDS = "start.log";
    private static final int KEPT_FILES = 14;
    private static final int READ_BYTES = 64 * 1024;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Pattern FATAL = Pattern.compile("(FATAL|PANIC): ");

    private final Path folder;
    private final String prefix;

    private ServerLog(Path folder, String prefix) {
        this.folder = folder;
        this.prefix = prefix;
    }

    /** Begins a new log and deletes the oldest ones. */
    static ServerLog begin(Path folder) throws PostgresException {
        ServerLog log = new ServerLog(folder, "postgres-" + Instant.now().toEpochMilli() + "-");
        try {
            Files.deleteIfExists(folder.resolve(FIRST_WORDS));
            List<Path> files = new ArrayList<>(log.files("postgres-"));
            for (Path old : files.subList(0, Math.max(0, files.size() - KEPT_FILES))) {
                Files.deleteIfExists(old);
            }
            return log;
        } catch (IOException e) {
            throw new PostgresException("Cannot tidy the PostgreSQL logs in " + folder, e);
        }
    }

    /** Where the server's first output goes, by its name in the folder. */
    static String firstWords() {
        return FIRST_WORDS;
    }

    List<String> settings() {
        return List.of(
                "logging_collector=on",
                "log_directory=log",
                "log_filename=" + prefix + "%a.log",
                "log_rotation_age=1d",
                "log_truncate_on_rotation=on",
                "log_timezone=UTC",
                // Statements and row values can hold what people wrote and their password hashes.
                "log_min_error_statement=panic",
                "log_error_verbosity=terse");
    }

    /** The lines of a server that did not start; waits shortly for the collector to write the reason down. */
    List<String> lastLines() {
        long end = System.nanoTime() + LAST_WORDS.toNanos();
        List<String> lines = lines();
        while (isUnfinished(lines) && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
            lines = lines();
        }
        return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    }

    private static boolean isUnfinished(List<String> lines) {
        return lines.stream().anyMatch(line -> line.contains("redirecting log output"))
                && lines.stream().noneMatch(line -> FATAL.matcher(line).find());
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        try {
            List<Path> files = new ArrayList<>(List.of(folder.resolve(FIRST_WORDS)));
            files.addAll(files(prefix));
            for (Path file : files) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    lines.addAll(
                            text(file).lines().filter(line -> !line.isBlank()).toList());
                }
            }
        } catch (IOException e) {
            lines.add("the server log cannot be read: " + e);
        }
        return lines;
    }

    private static String text(Path file) throws IOException {
        try (var stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return new String(stream.readNBytes(READ_BYTES), StandardCharsets.UTF_8);
        }
    }

    private List<Path> files(String start) throws IOException {
        Path logs = folder.resolve(Cluster.DATA).resolve("log");
        if (!Files.isDirectory(logs, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(logs)) {
            return files.filter(file -> file.getFileName().toString().startsWith(start))
                    .sorted(Comparator.comparing(file -> file.toFile().lastModified()))
                    .toList();
        }
    }
}
