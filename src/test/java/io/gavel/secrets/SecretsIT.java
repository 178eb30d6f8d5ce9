package io.gavel.secrets;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.RsaPair;
import io.gavel.postgres.TestPostgres;
import io.gavel.process.NodeProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A node in production with a secret planted wherever it takes one, with the chattiest log that there is. All is done before
 * the first fact; then every secret is looked for in all that anybody but its owner sees.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Canaries canaries = new Canaries();
    private final String database = TestPostgres.newDatabase();
    private final String platformSecret = canaries.plant("GAVEL_AUTH_SECRET");
    private final String reservations = canaries.plant("GAVEL_JITSI_RESERVATION_TOKEN");
    private final String events = canaries.plant("GAVEL_JITSI_EVENTS_TOKEN");
    private final String recorder = canaries.plant("GAVEL_JITSI_RECORDER_TOKEN");
    private Path folder;
    private List<String> answers;
    private List<String> measures;
    private List<String> processes;
    private String said;

    @BeforeAll
    void live() throws Exception {
        folder = NodeProcess.freshFolder("secrets");
        canaries.plant("the database's password", database.replaceFirst(".*//[^:]*:([^@]*)@.*", "$1"));
        // Of these none is known, but all begin so.
        canaries.plant("the hash of a password", "$argon2id$");
        try (var prosody = new TokenTaker();
                var node = NodeProcess.start(folder, settings(prosody))) {
            var visit = new Visit(node.ready().url(), canaries, new Signer(platformSecret));
            visit.showTokens();
            var meeting = visit.holdAMeeting();
            visit.watch(meeting);
            visit.callFromJitsi(Map.of(
                    "/jitsi/conference", reservations,
                    "/jitsi/events/room/created", events,
                    "/jitsi/recordings", recorder));
            visit.stammer();
            execute(database, "ALTER TABLE gavel.meeting ADD CHECK (title <> 'Broken')");
            visit.fail();
            try (var client = visit.talk(meeting)) {
                visit.expect(200, visit.host().put("/api/meeting/" + meeting + "/end"));
                await().atMost(PATIENCE).until(() -> !prosody.tokens().isEmpty());
                measures = List.of(measure(node, "/metrics"), measure(node, "/health/ready"));
                processes = Machine.commandLines();
                loseTheDatabase();
                await().atMost(PATIENCE).until(() -> node.readiness() == 503);
                visit.expect(503, visit.host().get("/api/meeting/" + meeting));
                execute(maintenance(), "ALTER DATABASE " + name() + " ALLOW_CONNECTIONS true");
                await().atMost(PATIENCE).until(() -> node.readiness() == 200);
                visit.keep(client);
            }
            prosody.tokens().forEach(token -> canaries.plantToken("a token for Prosody", token));
            answers = visit.heard();
            node.terminate();
            node.exitCode(PATIENCE);
            // JSON may put a backslash before a slash, of which Base64 has some.
            said = (node.output() + String.join("\n", node.errors())).replace("\\/", "/");
        }
    }

    @Test
    void theLogShowsNone() {
        assertThat(said.lines().filter(line -> line.contains("\"TRACE\""))).isNotEmpty();
        assertThat(canaries.foundIn(said)).as(this::linesWithOne).isEmpty();
    }

    @Test
    void noAnswerShowsOne() {
        assertThat(answers)
                .hasSizeGreaterThan(50)
                .allSatisfy(answer -> assertThat(canaries.foundIn(answer)).isEmpty());
    }

    @Test
    void neitherMetricsNorHealthShowOne() {
        assertThat(measures)
                .allSatisfy(text -> assertThat(text).isNotBlank())
                .allSatisfy(text -> assertThat(canaries.foundIn(text)).isEmpty());
    }

    @Test
    void theProcessListShowsNone() {
        assertThat(processes)
                .allSatisfy(line -> assertThat(canaries.foundIn(line)).isEmpty());
    }

    @Test
    void theNodeWritesNoneToAFile() throws IOException {
        for (var file : Machine.files(folder)) {
            if (!file.endsWith("jitsi.pem")) {
                assertThat(canaries.foundIn(Files.readString(file, StandardCharsets.ISO_8859_1)))
                        .as(file.toString())
                        .isEmpty();
            }
        }
    }

    @Test
    void aStartThatIsRefusedShowsNone() throws Exception {
        var refused = new Canaries();
        try (var node = NodeProcess.start(
                NodeProcess.freshFolder("secrets-refused"),
                "GAVEL_MODE",
                "production",
                "DATABASE_URL",
                "postgresql://gavel:" + refused.plant("the database's password") + "@db/gavel?sslcert=x",
                "GAVEL_AUTH_SECRET",
                refused.plant("GAVEL_AUTH_SECRET"),
                "GAVEL_JITSI_EVENTS_TOKEN",
                refused.plant("GAVEL_JITSI_EVENTS_TOKEN") + " with spaces",
                "JITSI_APP_SECRET",
                refused.plant("JITSI_APP_SECRET", "canary-of-31-bytes-0123456789ab"),
                "-Dgavel.log.level",
                "TRACE")) {
            assertThat(node.exitCode(PATIENCE)).isEqualTo(1);

            assertThat(node.errors()).hasSize(3);
            assertThat(refused.foundIn(node.output() + node.errors())).isEmpty();
        }
    }

    @Test
    void aPasswordThatTheDatabaseRefusesIsNotShown() throws Exception {
        var refused = new Canaries();
        var password = refused.plant("a wrong password of the database");
        try (var node = NodeProcess.start(
                NodeProcess.freshFolder("secrets-database"),
                "DATABASE_URL",
                database.replaceFirst("//gavel:[^@]*@", "//gavel:" + password + "@"),
                "-Dgavel.log.level",
                "TRACE")) {
            await().atMost(PATIENCE).until(() -> node.output().contains("password authentication failed"));
            node.terminate();
            node.exitCode(PATIENCE);

            assertThat(refused.foundIn(node.output() + node.errors())).isEmpty();
        }
    }

    private String linesWithOne() {
        return said.lines().filter(line -> !canaries.foundIn(line).isEmpty()).collect(joining("\n"));
    }

    private String[] settings(TokenTaker prosody) throws IOException {
        var key = RsaPair.generate().pem();
        Files.writeString(folder.resolve("jitsi.pem"), key);
        canaries.plant("the key's second line", key.lines().toList().get(2));
        var settings = new ArrayList<>(List.of("GAVEL_MODE", "production", "GAVEL_HOST", "127.0.0.1"));
        settings.addAll(List.of("DATABASE_URL", database, "GAVEL_AUTH_SECRET", platformSecret));
        settings.addAll(List.of("JITSI_APP_SECRET", canaries.plant("JITSI_APP_SECRET")));
        settings.addAll(List.of("GAVEL_JITSI_RESERVATION_TOKEN", reservations));
        settings.addAll(List.of("GAVEL_JITSI_EVENTS_TOKEN", events));
        settings.addAll(List.of("GAVEL_JITSI_RECORDER_TOKEN", recorder));
        settings.addAll(List.of("GAVEL_JAAS_WEBHOOK_SECRET", canaries.plant("GAVEL_JAAS_WEBHOOK_SECRET")));
        settings.addAll(List.of("GAVEL_JITSI_KEY_FILE", "jitsi.pem", "GAVEL_JITSI_KEY_ID", "a-key"));
        settings.addAll(List.of("GAVEL_JITSI_CONTROL_URL", prosody.url(), "GAVEL_SWEEP_SECONDS", "1"));
        settings.addAll(List.of("JITSI_RECORDING_ENABLED", "true", "-Dgavel.log.level", "TRACE"));
        return settings.toArray(String[]::new);
    }

    private static String measure(NodeProcess node, String path) throws IOException {
        return NodeProcess.get(node.managementUrl() + path).body();
    }

    /** Nobody gets in any more, and who is in is sent out. */
    private void loseTheDatabase() throws SQLException {
        execute(maintenance(), "ALTER DATABASE " + name() + " ALLOW_CONNECTIONS false");
        execute(
                maintenance(),
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name() + "'");
    }

    private String name() {
        return database.substring(database.lastIndexOf('/') + 1);
    }

    private String maintenance() {
        return database.replaceFirst("/[^/]*$", "/gavel");
    }

    private static void execute(String url, String sql) throws SQLException {
        try (var connection = TestPostgres.connect(url);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
