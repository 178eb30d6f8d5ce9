package io.gavel.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/** The server's first process, which PostgreSQL writes down in the data's postmaster.pid; driven by pg_ctl. */
final class Postmaster {
    private static final Duration FAST = Duration.ofSeconds(20);
    private static final Duration IMMEDIATE = Duration.ofSeconds(10);
    private static final Duration SLACK = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration CLOCK_ERROR = Duration.ofSeconds(5);
    private static final int START_TIME_LINE = 2;

    /** True for the first parameter, a folder of /proc, being a server whose current folder is the second. */
    private static final String SERVES = "case \"$(readlink \"$0/exe\")\" in"
            + " */postgres|*\"/postgres (deleted)\") test \"$0/cwd\" -ef \"$1\";; *) false;; esac";

    private final ServerAccount account;
    private final Binaries binaries;
    private final boolean durable;

    Postmaster(ServerAccount account, Binaries binaries, boolean durable) {
        this.account = account;
        this.binaries = binaries;
        this.durable = durable;
    }

    /** The pid of the server that runs on this data now; a stranger under a pid once used by it does not count. */
    OptionalLong pid() throws PostgresException {
        OptionalLong written = writtenPid();
        return written.isPresent() && serves(written.getAsLong()) ? written : OptionalLong.empty();
    }

    /** Starts the server on a free port of 127.0.0.1 and returns the port once connections are taken. */
    int start(long deadline) throws PostgresException {
        deleteMisleadingPidFile();
        while (true) {
            int port = freePort();
            ServerLog log = ServerLog.begin(account.folder());
            long seconds =
                    Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toSeconds());
            CommandRun run = control(
                    Duration.ofSeconds(seconds),
                    "start",
                    "-l",
                    account.seen(ServerLog.firstWords()),
                    "-o",
                    options(port, log));
            if (run.succeeded()) {
                return port;
            }
            String reason = String.join("\n", log.lastLines());
            if (!passes(reason) || System.nanoTime() > deadline) {
                throw new PostgresException("PostgreSQL did not start in " + account.folder() + ": "
                        + (reason.isEmpty() ? run.output() : reason));
            }
        }
    }

    /** Ends the server, kindly at first; returns whether it is gone. */
    boolean stop() throws PostgresException {
        OptionalLong pid = pid();
        return pid.isEmpty() || stop(pid.getAsLong(), "fast", FAST) || stop(pid.getAsLong(), "immediate", IMMEDIATE);
    }

    private boolean stop(long pid, String mode, Duration limit) throws PostgresException {
        long end = System.nanoTime() + limit.toNanos();
        control(limit, "stop", "-m", mode);
        boolean serves = serves(pid);
        while (serves && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
            serves = serves(pid);
        }
        return !serves;
    }

    private CommandRun control(Duration limit, String... words) throws PostgresException {
        List<String> command = new ArrayList<>(List.of(
                binaries.program("pg_ctl"),
                "-D",
                account.seen(Cluster.DATA),
                "-w",
                "-t",
                Long.toString(limit.toSeconds())));
        command.addAll(List.of(words));
        return account.run(limit.plus(SLACK), "", command.toArray(String[]::new));
    }

    private String options(int port, ServerLog log) {
        String safety = durable ? "on" : "off";
        List<String> settings = new ArrayList<>(List.of(
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=",
                "max_connections=100",
                "shared_buffers=128MB",
                "password_encryption=scram-sha-256",
                "fsync=" + safety,
                "synchronous_commit=" + safety,
                "full_page_writes=" + safety,
                "timezone=UTC"));
        settings.addAll(log.settings());
        return "-c " + String.join(" -c ", settings);
    }

    /** Reasons that pass: another process took the port, or the last processes of a killed server are just ending. */
    private static boolean passes(String reason) {
        return reason.contains("could not create any TCP/IP sockets")
                || reason.contains("pre-existing shared memory block");
    }

    private static int freePort() throws PostgresException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new PostgresException("No free port on 127.0.0.1", e);
        }
    }

    /** PostgreSQL refuses to start while any process of its user lives under the pid of a server that died. */
    private void deleteMisleadingPidFile() throws PostgresException {
        OptionalLong written = writtenPid();
        if (written.isEmpty() || ProcessHandle.of(written.getAsLong()).isPresent()) {
            try {
                Files.deleteIfExists(pidFile());
            } catch (IOException e) {
                throw new PostgresException("Cannot delete " + pidFile(), e);
            }
        }
    }

    private Path pidFile() {
        return account.folder().resolve(Cluster.DATA).resolve("postmaster.pid");
    }

    private OptionalLong writtenPid() throws PostgresException {
        return line(0).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private Optional<Long> line(int index) throws PostgresException {
        try {
            if (!Files.isRegularFile(pidFile(), LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(pidFile());
            return lines.size() > index && lines.get(index).strip().matches("\\d{1,18}")
                    ? Optional.of(Long.valueOf(lines.get(index).strip()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new PostgresException("Cannot read " + pidFile(), e);
        }
    }

    private boolean serves(long pid) throws PostgresException {
        if (Files.isDirectory(Path.of("/proc/self/fd"))) {
            return account.script("", SERVES, "/proc/" + pid, account.seen(Cluster.DATA))
                    .succeeded();
        }
        Optional<ProcessHandle.Info> process = ProcessHandle.of(pid).map(ProcessHandle::info);
        boolean server = process.flatMap(ProcessHandle.Info::command)
                .filter(command -> command.endsWith("postgres") || command.endsWith("postgres.exe"))
                .isPresent();
        Optional<Instant> started = line(START_TIME_LINE).map(Instant::ofEpochSecond);
        Optional<Instant> alive = process.flatMap(ProcessHandle.Info::startInstant);
        return server
                && started.isPresent()
                && alive.isPresent()
                && Duration.between(started.get(), alive.get()).abs().compareTo(CLOCK_ERROR) < 0;
    }
}
