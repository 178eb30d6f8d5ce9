package io.gavel.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The data on disk: made by initdb once, with the password of its superuser in a file beside it. */
final class Cluster {
    static final String USER = "gavel";
    static final String DATA = "data";

    private static final String UNFINISHED = "data.unfinished";
    private static final String PASSWORD = "password";
    private static final int PASSWORD_BYTES = 32;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ServerAccount account;
    private final Binaries binaries;
    private final boolean durable;

    Cluster(ServerAccount account, Binaries binaries, boolean durable) {
        this.account = account;
        this.binaries = binaries;
        this.durable = durable;
    }

    /** Makes the data if there is none and returns the superuser's password. */
    String prepare() throws PostgresException {
        try {
            Path version = account.folder().resolve(DATA).resolve("PG_VERSION");
            if (!Files.exists(version)) {
                return create();
            }
            checkVersion(Files.readString(version).strip().replaceAll("(?s)\\D.*", ""));
            return readPassword();
        } catch (IOException e) {
            throw new PostgresException("Cannot read the PostgreSQL data in " + account.folder(), e);
        }
    }

    private void checkVersion(String found) throws PostgresException {
        if (!found.equals(Integer.toString(binaries.major()))) {
            throw new PostgresException("The data in " + account.folder() + " was written by PostgreSQL " + found
                    + " and this Gavel brings PostgreSQL " + binaries.major()
                    + "; move it with pg_dump, or set DATABASE_URL to a server of version " + found);
        }
    }

    /** Works under another name until all is on disk, so that a start killed midway leaves nothing that looks whole. */
    private String create() throws IOException, PostgresException {
        account.delete(UNFINISHED);
        String password = newPassword();
        account.writeSecret(PASSWORD, password);
        CommandRun run = account.run(LIMIT, "", initdb());
        if (!run.succeeded()) {
            throw new PostgresException(
                    "Cannot create the PostgreSQL data in " + account.folder() + ": " + lastLines(run.output()));
        }
        Path folder = account.folder();
        Files.move(folder.resolve(UNFINISHED), folder.resolve(DATA), StandardCopyOption.ATOMIC_MOVE);
        if (!CommandRun.onWindows()) {
            FileTree.force(folder);
        }
        return password;
    }

    private String[] initdb() {
        List<String> words = new ArrayList<>(List.of(
                binaries.program("initdb"),
                "--pgdata=" + account.seen(UNFINISHED),
                "--username=" + USER,
                "--pwfile=" + account.seen(PASSWORD),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                // PostgreSQL's own C.UTF-8 is there on every system and sorts the same for ever.
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--data-checksums"));
        if (!durable) {
            words.add("--no-sync");
        }
        return words.toArray(String[]::new);
    }

    private static String newPassword() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private String readPassword() throws PostgresException {
        Path file = account.folder().resolve(PASSWORD);
        try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new PostgresException("Cannot read the password of the PostgreSQL data", e);
        }
    }

    private static String lastLines(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - ServerLog.LINES), lines.size()));
    }
}
