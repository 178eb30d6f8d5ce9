package io.gavel.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a start finds that others left: data, dead servers, orphans and strangers. */
class KeptDataTest {
    private static final String CREATE = "CREATE TABLE kept AS SELECT 'committed' AS word";
    private static final String READ = "SELECT word FROM kept";

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "kept-data-")
                .toAbsolutePath();
    }

    @AfterEach
    void deleteFolder() throws IOException {
        FileTree.delete(folder);
    }

    @Test
    void dataLastsUntilTheNextStart() throws Exception {
        long firstPid;
        try (EmbeddedPostgres first = EmbeddedPostgres.start(folder, false)) {
            firstPid = first.pid();
            TestPostgres.execute(first.url(), CREATE);
        }

        try (EmbeddedPostgres second = EmbeddedPostgres.start(folder, false)) {
            assertThat(second.pid()).isNotEqualTo(firstPid);
            assertThat(TestPostgres.query(second.url(), READ)).containsExactly("committed");
        }
    }

    @Test
    void orphanOfAKilledOwnerIsEndedAndItsDataKept() throws Exception {
        String orphan;
        try (OwnerProcess owner = OwnerProcess.on(folder)) {
            orphan = owner.url();
            TestPostgres.execute(orphan, CREATE);
            owner.kill();
        }
        assertThat(TestPostgres.query(orphan, READ)).as("orphan").containsExactly("committed");

        try (EmbeddedPostgres next = EmbeddedPostgres.start(folder, false)) {
            assertThat(TestPostgres.query(next.url(), READ)).containsExactly("committed");
            assertThat(serverLogs()).contains("received fast shutdown request");
            assertThatThrownBy(() -> TestPostgres.connect(orphan).close()).hasMessageContaining("refused");
        }
    }

    private String serverLogs() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> logs = Files.list(folder.resolve("data").resolve("log"))) {
            for (Path log : logs.toList()) {
                text.append(Files.readString(log));
            }
        }
        return text.toString();
    }

    @Test
    void strangerUnderThePidOfADeadServerIsLeftAlone() throws Exception {
        EmbeddedPostgres.start(folder, false).close();
        Path data = folder.resolve("data");
        Process stranger = stranger();
        try {
            Files.writeString(data.resolve("postmaster.pid"), stranger.pid() + "\n" + data + "\n1\n1\n\n127.0.0.1\n");

            EmbeddedPostgres.start(folder, false).close();

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    /** A process of the data's owner that even works within the data, and says when it does. */
    private Process stranger() throws Exception {
        Path data = folder.resolve("data");
        String[] words = {"/bin/sh", "-c", "cd \"$0\" && echo there && exec sleep 60", data.toString()};
        List<String> command = new ArrayList<>();
        if (UnixUser.current() == 0) {
            command.addAll(UnixUser.forFolder(folder).launcher());
        }
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).start();
        assertThat(process.inputReader().readLine()).isEqualTo("there");
        return process;
    }

    @Test
    void unfinishedDataAndAnEmptyPidFileAreNoObstacle() throws Exception {
        EmbeddedPostgres.start(folder, false).close();
        Files.move(folder.resolve("data"), folder.resolve("data.unfinished"));
        EmbeddedPostgres.start(folder, false).close();
        assertThat(folder.resolve("data.unfinished")).doesNotExist();
        Files.writeString(folder.resolve("data").resolve("postmaster.pid"), "");

        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder, false)) {
            assertThat(TestPostgres.query(server.url(), "SELECT 1")).containsExactly("1");
        }
    }

    @Test
    void dataOfAnotherMajorVersionIsRefusedInOneLine() throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("data")).resolve("PG_VERSION"), "9\n");

        assertThatThrownBy(() -> EmbeddedPostgres.start(folder, false))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining("written by PostgreSQL 9 ")
                .hasMessageContaining("DATABASE_URL")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void failureToStartCarriesTheServersOwnReason() throws Exception {
        EmbeddedPostgres.start(folder, false).close();
        try (Stream<Path> segments = Files.list(folder.resolve("data").resolve("pg_wal"))) {
            for (Path segment : segments.filter(Files::isRegularFile).toList()) {
                Files.delete(segment);
            }
        }

        assertThatThrownBy(() -> EmbeddedPostgres.start(folder, false))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining("could not locate a valid checkpoint record")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void closeAfterTheServerDiedFreesTheFolder() throws Exception {
        EmbeddedPostgres first = EmbeddedPostgres.start(folder, false);
        ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();

        first.close();
        first.close();

        try (EmbeddedPostgres second = EmbeddedPostgres.start(folder, false)) {
            assertThat(TestPostgres.query(second.url(), "SELECT 1")).containsExactly("1");
        }
    }
}
