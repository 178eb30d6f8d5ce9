package io.gavel.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.FreePorts;
import io.gavel.TestAuthority;
import io.gavel.postgres.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node of a production cluster that serves on all interfaces: where it listens, and to whom it speaks there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledOnOs(OS.LINUX)
class BoundSocketsIT {
    private static final String SECRET = "a-secret-of-more-than-32-bytes-for-one-test";
    private static final String CLUSTER_HOST = "127.0.0.1";

    private final int clusterPort = FreePorts.next();
    private final int busPort = FreePorts.next();
    private NodeProcess node;

    @BeforeAll
    void start() throws IOException {
        var folder = NodeProcess.freshFolder("bound");
        var authority = new TestAuthority();
        var issued = authority.issue();
        write(folder, "node.key", issued.keyPem());
        write(folder, "node.pem", issued.certificatePem());
        write(folder, "authority.pem", authority.pem());
        node = NodeProcess.start(
                        folder,
                        "GAVEL_MODE",
                        "production",
                        "GAVEL_HOST",
                        "0.0.0.0",
                        "GAVEL_MANAGEMENT_HOST",
                        "127.0.0.1",
                        "DATABASE_URL",
                        TestPostgres.newDatabase(),
                        "GAVEL_AUTH_SECRET",
                        SECRET,
                        "JITSI_APP_SECRET",
                        SECRET + "-of-jitsi",
                        "GAVEL_CLUSTER",
                        "true",
                        "GAVEL_CLUSTER_HOST",
                        CLUSTER_HOST,
                        "GAVEL_CLUSTER_PORT",
                        Integer.toString(clusterPort),
                        "GAVEL_CLUSTER_MEMBERS",
                        CLUSTER_HOST + ":" + clusterPort,
                        "GAVEL_BUS_PORT",
                        Integer.toString(busPort),
                        "GAVEL_BUS_KEY_FILE",
                        "node.key",
                        "GAVEL_BUS_CERTIFICATE_FILE",
                        "node.pem",
                        "GAVEL_BUS_AUTHORITY_FILE",
                        "authority.pem")
                .ready();
    }

    @AfterAll
    void end() {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void onlyWhatIsForAllListensEverywhere() throws IOException {
        var management = URI.create(node.managementUrl()).getPort();

        assertThat(ListeningSockets.of(node.pid()))
                .containsExactlyInAnyOrder(
                        "*:" + node.port(),
                        "127.0.0.1:" + management,
                        CLUSTER_HOST + ":" + clusterPort,
                        CLUSTER_HOST + ":" + busPort);
    }

    /** What a client of Hazelcast's, a browser and a memcache client begin with. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CP2\0\0\0\0\0\0\0\0\0\0\0\0",
                "GET /hazelcast/health HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST /hazelcast/rest/management/cluster/shutdown HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "version\r\n"
            })
    void hazelcastSpeaksWithMembersAlone(String beginning) throws IOException {
        assertThat(answer(clusterPort, beginning))
                .doesNotContain("HTTP", "VERSION")
                .hasSizeLessThan(4);
    }

    @Test
    void theBusIsClosedToWhoeverSpeaksNoTls() throws IOException {
        assertThat(answer(busPort, "\0\0\0\5\2\1\0\0\0")).hasSizeLessThan(8);
    }

    /** All that comes until the node closes the connection. */
    private static String answer(int port, String beginning) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(beginning.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        } catch (SocketException closedAtOnce) {
            return "";
        }
    }

    private static void write(Path folder, String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}
