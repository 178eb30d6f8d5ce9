package io.gavel.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One running server whose folder lies below a folder that only the node's user may traverse. */
class EmbeddedPostgresTest {
    @TempDir
    static Path parent;

    private static Path folder;
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws Exception {
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx------"));
        folder = parent.resolve("a folder");
        server = EmbeddedPostgres.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void answersSqlInItsOwnDatabase() {
        assertThat(TestPostgres.query(server.url(), "SELECT current_database() || ' ' || current_user"))
                .containsExactly("gavel gavel");
    }

    @Test
    void commitsAreDurable() {
        String sql = "SELECT name || '=' || setting FROM pg_settings WHERE name IN"
                + " ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums') ORDER BY 1";

        assertThat(TestPostgres.query(server.url(), sql))
                .containsExactly("data_checksums=on", "fsync=on", "full_page_writes=on", "synchronous_commit=on");
    }

    @Test
    void textIsUnicodeAndSortsByCodePoint() {
        assertThat(TestPostgres.query(
                        server.url(), "SELECT upper(x) FROM (VALUES ('é'), ('b'), ('Z')) v(x) ORDER BY x"))
                .containsExactly("Z", "B", "É");
    }

    @Test
    void listensOnLoopbackAlone() {
        String sql = "SELECT name || '=' || setting FROM pg_settings WHERE name IN"
                + " ('listen_addresses', 'unix_socket_directories') ORDER BY 1";

        assertThat(TestPostgres.query(server.url(), sql))
                .containsExactly("listen_addresses=127.0.0.1", "unix_socket_directories=");
    }

    @Test
    void wrongPasswordIsRefused() {
        String wrong = server.url().replaceFirst("gavel:[^@]+@", "gavel:wrong@");

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> {
                    try (Connection connection = TestPostgres.connect(wrong)) {
                        connection.isValid(1);
                    }
                })
                .matches(refused -> "28P01".equals(refused.getSQLState()), "refused for its password");
    }

    @Test
    void serverRunsAsTheUnprivilegedOwnerOfTheFolder() throws Exception {
        int owner = UnixUser.attribute(folder, "uid");

        assertThat(owner).isNotZero();
        assertThat(UnixUser.attribute(folder.resolve("data"), "uid")).isEqualTo(owner);
        assertThat(UnixUser.attribute(folder.resolve("password"), "uid")).isEqualTo(owner);
        assertThat(Files.readString(Path.of("/proc", Long.toString(server.pid()), "status")))
                .containsPattern("Uid:\\s+" + owner + "\\s+" + owner + "\\s+" + owner + "\\s+" + owner + "\\s")
                .doesNotContainPattern("Gid:.*\\s0\\s")
                .containsPattern("CapPrm:\\s+0+\\s")
                .containsPattern("CapEff:\\s+0+\\s")
                .containsPattern("CapInh:\\s+0+\\s");
    }

    @Test
    void serverOfRootCannotGainRights() throws Exception {
        assumeTrue(UnixUser.current() == 0, "root alone gives rights up");

        assertThat(Files.readString(Path.of("/proc", Long.toString(server.pid()), "status")))
                .containsPattern("NoNewPrivs:\\s+1\\s");
    }

    @Test
    void passwordIsForTheServersUserAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("password"))))
                .isEqualTo("rw-------");
        assertThat(server.url()).contains(":" + Files.readString(folder.resolve("password")) + "@");
    }

    @Test
    void environmentOfTheNodeStaysWithTheNode() throws IOException {
        assertThat(Files.readString(Path.of("/proc", Long.toString(server.pid()), "environ")))
                .contains("PATH=")
                .doesNotContain("HOME=");
    }

    @Test
    void secondStartInThisProcessNamesIt() {
        assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining("process " + ProcessHandle.current().pid() + ";")
                .hasMessageContaining("DATABASE_URL");
    }

    @Test
    void secondStartInAnotherProcessNamesTheOwner() throws Exception {
        assertThatThrownBy(() -> EmbeddedPostgres.start(folder)).isInstanceOf(PostgresException.class);

        try (OwnerProcess second = OwnerProcess.on(folder)) {
            assertThat(second.firstLine())
                    .startsWith("refused ")
                    .contains("process " + ProcessHandle.current().pid() + ";")
                    .contains("DATABASE_URL");
        }
        assertThat(TestPostgres.query(server.url(), "SELECT 1")).containsExactly("1");
    }
}
