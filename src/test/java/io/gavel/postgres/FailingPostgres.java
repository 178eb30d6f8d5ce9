package io.gavel.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** A PostgreSQL server for one test, which stops and starts again on the same port, freezes and thaws. */
public final class FailingPostgres implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final EmbeddedPostgres server;
    private final ServerAccount account;
    private final Binaries binaries;
    private final Path folder;

    private FailingPostgres(EmbeddedPostgres server, ServerAccount account, Binaries binaries, Path folder) {
        this.server = server;
        this.account = account;
        this.binaries = binaries;
        this.folder = folder;
    }

    public static FailingPostgres start() {
        try {
            return startOn(Files.createTempDirectory(Files.createDirectories(Path.of("target")), "failing-postgres-"));
        } catch (IOException e) {
            throw new AssertionError("no folder for PostgreSQL", e);
        }
    }

    /** Its data lies in this folder, which is deleted when it is closed. */
    public static FailingPostgres startOn(Path wanted) {
        try {
            var folder = Files.createDirectories(wanted).toRealPath();
            var server = EmbeddedPostgres.start(folder);
            var account = ServerAccount.of(folder);
            return new FailingPostgres(server, account, Binaries.install(account), folder);
        } catch (IOException | PostgresException e) {
            throw new AssertionError("no PostgreSQL that can fail", e);
        }
    }

    /** As DATABASE_URL takes it; stays the same. */
    public String url() {
        return server.url();
    }

    /** Cuts off everybody; nobody listens any more. */
    public void stop() {
        control("stop", "-m", "immediate");
    }

    /** The server again with the options it was started with, its port among them. */
    public void startAgain() {
        control("restart", "-l", account.seen("restart.log"));
    }

    /** Connections stay, new ones are taken by the kernel, and no answer comes. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void control(String... words) {
        var command = Stream.concat(
                Stream.of(binaries.program("pg_ctl"), "-D", account.seen(Cluster.DATA), "-w"), Stream.of(words));
        require(() -> account.run(LIMIT, "", command.toArray(String[]::new)));
    }

    /** The postmaster first: it would notice that its children stopped. */
    private void signal(String name) {
        var first = postmaster();
        var pids = Stream.concat(Stream.of(first), first.children()).map(ProcessHandle::pid);
        var command = Stream.concat(Stream.of("kill", "-" + name), pids.map(String::valueOf));
        require(() -> CommandRun.of(command.toList(), "", LIMIT));
    }

    private ProcessHandle postmaster() {
        try {
            var lines = Files.readAllLines(folder.resolve(Cluster.DATA).resolve("postmaster.pid"));
            return ProcessHandle.of(Long.parseLong(lines.get(0))).orElseThrow();
        } catch (IOException e) {
            throw new AssertionError("no postmaster.pid", e);
        }
    }

    private interface Command {
        CommandRun run() throws PostgresException;
    }

    private static void require(Command command) {
        try {
            var run = command.run();
            if (!run.succeeded()) {
                throw new AssertionError(run.output());
            }
        } catch (PostgresException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.close();
        try {
            FileTree.delete(folder);
        } catch (IOException e) {
            throw new AssertionError("left behind: " + folder, e);
        }
    }
}
