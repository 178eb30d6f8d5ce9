package io.gavel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.FreePorts;
import io.gavel.postgres.TestPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a node says that does not start. */
class ConfigurationIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void eachWrongValueIsALineAllAtOnce() throws Exception {
        var folder = NodeProcess.freshFolder("wrong-values");
        try (var node = NodeProcess.start(
                folder,
                "PORT",
                "five",
                "GAVEL_CLUSTER",
                "yes",
                "GAVEL_HOST",
                "0.0.0.0",
                "JITSI_ROOM_PREFIX",
                "a b",
                "DATABASE_URL",
                "postgresql://gavel:canary-1@db/gavel?sslcert=canary-2")) {
            assertThat(node.exitCode(LIMIT)).isEqualTo(1);

            assertThat(node.errors())
                    .hasSize(5)
                    .anySatisfy(line -> assertThat(line).startsWith("PORT: got \"five\" (environment); takes "))
                    .anySatisfy(line -> assertThat(line).startsWith("GAVEL_CLUSTER: got \"yes\""))
                    .anySatisfy(line -> assertThat(line).startsWith("GAVEL_HOST: got \"0.0.0.0\""))
                    .anySatisfy(line -> assertThat(line).startsWith("JITSI_ROOM_PREFIX: got \"a b\""))
                    .anySatisfy(line ->
                            assertThat(line).startsWith("DATABASE_URL: ").contains("sslcert"));
            assertThat(node.said()).doesNotContain("canary");
        }
    }

    @Test
    void productionNamesEverythingUnsafeAtOnce() throws Exception {
        var folder = NodeProcess.freshFolder("unsafe");
        try (var node = NodeProcess.start(
                folder,
                "GAVEL_MODE",
                "production",
                "JITSI_APP_SECRET",
                "super_secret_key_here",
                "GAVEL_AUTH_SECRET",
                "short-canary",
                "GAVEL_AUTH_JWKS_URL",
                "https://id.example.com/keys")) {
            assertThat(node.exitCode(LIMIT)).isEqualTo(1);

            assertThat(node.errors())
                    .hasSize(4)
                    .anySatisfy(line -> assertThat(line).startsWith("JITSI_APP_SECRET: got the built-in default"))
                    .anySatisfy(line -> assertThat(line).startsWith("GAVEL_AUTH_SECRET: got 12 bytes"))
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("GAVEL_AUTH_SECRET, ")
                            .contains("GAVEL_AUTH_JWKS_URL", "exactly one"))
                    .anySatisfy(line -> assertThat(line).startsWith("DATABASE_URL: got nothing"));
            assertThat(node.said()).doesNotContain("canary", "super_secret");
        }
    }

    @Test
    void takenPortIsNamed() throws Exception {
        var folder = NodeProcess.freshFolder("taken-port");
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var node = NodeProcess.start(
                        folder,
                        "PORT",
                        Integer.toString(other.getLocalPort()),
                        "DATABASE_URL",
                        TestPostgres.newDatabase())) {
            assertThat(node.exitCode(LIMIT)).isEqualTo(1);

            assertThat(node.errors())
                    .singleElement()
                    .asString()
                    .contains("PORT " + other.getLocalPort(), "taken")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void unreachableDatabaseIsNamedAtEachTry() throws Exception {
        var folder = NodeProcess.freshFolder("no-database");
        var place = "127.0.0.1:" + FreePorts.next();
        try (var node = NodeProcess.start(folder, "DATABASE_URL", "postgresql://gavel:canary@" + place + "/gavel")) {
            await().atMost(LIMIT)
                    .until(() -> node.output()
                                    .lines()
                                    .filter(line -> line.contains("database does not answer"))
                                    .count()
                            >= 2);
            node.terminate();

            assertThat(node.exitCode(Duration.ofSeconds(10))).isIn(0, 143);
            assertThat(node.output()).contains(place).doesNotContain("canary", "\tat ");
        }
    }
}
