package io.gavel.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The server's programs, unpacked from the jar of the platform; major is the PostgreSQL version, such as 18. */
record Binaries(Path folder, int major) {
    private static final Pattern VERSION = Pattern.compile("postgres \\(PostgreSQL\\) (\\d+)");
    private static final String COMPLETE = "complete";
    private static final String UNPACKING = "unpacking-";
    private static final Duration ABANDONED = Duration.ofHours(1);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** An archive that can be read again and again. */
    interface Source {
        InputStream open() throws IOException;
    }

    /** A program as a command's first word. */
    String program(String name) {
        return program(folder, name);
    }

    private static String program(Path folder, String name) {
        return folder.resolve("bin").resolve(name).toString();
    }

    /** Finds or unpacks the programs in the first place from where the server's user can run them. */
    static Binaries install(ServerAccount account) throws PostgresException {
        String archive = archive();
        String name = "postgres-" + digest(archive).substring(0, 32);
        List<String> failures = new ArrayList<>();
        for (Path place : CacheFolder.candidates(account.nodeUid())) {
            try {
                Path folder = unpackOnce(() -> open(archive), place, name);
                CommandRun run = account.run(LIMIT, "", program(folder, "postgres"), "--version");
                Matcher version = VERSION.matcher(run.output());
                if (version.find()) {
                    return new Binaries(folder, Integer.parseInt(version.group(1)));
                }
                failures.add(place + ": " + run.output());
            } catch (IOException e) {
                failures.add(place + ": " + e);
            }
        }
        throw new PostgresException(
                "The embedded PostgreSQL can be unpacked and run neither in this user's cache folder"
                        + " nor in the temporary folder; set DATABASE_URL to a server of your own. "
                        + String.join("\n", failures));
    }

    private static String archive() throws PostgresException {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String os = system.startsWith("windows") ? "windows" : system.startsWith("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        // Windows and macOS run programs of x86_64 on ARM too.
        List<String> hardware = arch.equals("aarch64") ? List.of("arm_64", "x86_64") : List.of("x86_64");
        for (String machine : hardware) {
            String name = "/postgres-" + os + "-" + machine + ".txz";
            if (Binaries.class.getResource(name) != null) {
                return name;
            }
        }
        throw new PostgresException("This build of Gavel holds no PostgreSQL for " + os + " on " + arch
                + "; set DATABASE_URL to a server of your own");
    }

    private static InputStream open(String archive) throws IOException {
        InputStream stream = Binaries.class.getResourceAsStream(archive);
        if (stream == null) {
            throw new IOException(archive + " is missing");
        }
        return new BufferedInputStream(stream);
    }

    private static String digest(String archive) throws PostgresException {
        try (DigestInputStream stream = new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
            stream.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(stream.getMessageDigest().digest());
        } catch (IOException e) {
            throw new PostgresException("Cannot read the embedded PostgreSQL", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Several processes may do this at once: each fills a folder of its own, and the first to rename it wins. */
    static Path unpackOnce(Source archive, Path place, String name) throws IOException {
        Path folder = place.resolve(name);
        if (isComplete(folder)) {
            return folder;
        }
        deleteAbandoned(place);
        Path fresh = Files.createTempDirectory(place, UNPACKING);
        try {
            try (InputStream stream = archive.open()) {
                Archive.unpack(stream, fresh);
            }
            Files.writeString(fresh.resolve(COMPLETE), FileTree.inventory(fresh, fresh.resolve(COMPLETE)));
            setAside(place, folder);
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!isComplete(folder)) {
                throw e;
            }
        } finally {
            FileTree.delete(fresh);
        }
        return folder;
    }

    /** A folder damaged by a power cut or by a cleaner of temporary files would otherwise stay in the way for ever. */
    private static void setAside(Path place, Path folder) throws IOException {
        if (Files.exists(folder) && !isComplete(folder)) {
            Path damaged = Files.createTempDirectory(place, UNPACKING);
            Files.move(folder, damaged.resolve("damaged"), StandardCopyOption.ATOMIC_MOVE);
            FileTree.delete(damaged);
        }
    }

    private static boolean isComplete(Path folder) throws IOException {
        Path mark = folder.resolve(COMPLETE);
        return Files.isRegularFile(mark) && Files.readString(mark).equals(FileTree.inventory(folder, mark));
    }

    private static void deleteAbandoned(Path place) throws IOException {
        long oldest = Instant.now().minus(ABANDONED).toEpochMilli();
        try (Stream<Path> entries = Files.list(place)) {
            for (Path entry : entries.toList()) {
                boolean unpacking = entry.getFileName().toString().startsWith(UNPACKING);
                // 0 says that its process renamed or deleted it since.
                long modified = entry.toFile().lastModified();
                if (unpacking && modified != 0 && modified < oldest) {
                    FileTree.delete(entry);
                }
            }
        }
    }
}
