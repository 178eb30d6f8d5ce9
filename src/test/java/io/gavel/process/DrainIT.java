package io.gavel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.User;
import io.gavel.postgres.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A node that is told to go while it works. */
class DrainIT {
    private static final String BODY = "{\"title\":\"Slow\"}";

    @Test
    void runningRequestFinishesWhileNewOnesAreTurnedAway() throws Exception {
        var folder = NodeProcess.freshFolder("drain");
        try (var node = NodeProcess.start(folder, "DATABASE_URL", TestPostgres.newDatabase())
                .ready()) {
            var user = node.signIn("1");
            try (var slow = beginCreation(node, user)) {
                node.terminate();
                await().atMost(Duration.ofSeconds(10)).until(() -> node.readiness() == 503);
                var refused = user.get("/api/meeting/list");
                send(slow, BODY.substring(5));
                var finished = new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.code()).isEqualTo("UNAVAILABLE");
                assertThat(refused.header("Retry-After")).matches("[1-9][0-9]*");
                assertThat(finished).startsWith("HTTP/1.1 201 ").contains("\"title\":\"Slow\"");
            }
            assertThat(node.exitCode(Duration.ofSeconds(30))).isIn(0, 143);
        }
    }

    /** A request of which the server has seen the head and a part of the body. */
    private static Socket beginCreation(NodeProcess node, User user) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), node.port());
        send(
                socket,
                "POST /api/meeting/create HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + user.token()
                        + "\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: "
                        + BODY.length()
                        + "\r\n\r\n");
        var said = new byte["HTTP/1.1 100 Continue\r\n\r\n".length()];
        socket.getInputStream().readNBytes(said, 0, said.length);
        assertThat(new String(said, StandardCharsets.UTF_8)).startsWith("HTTP/1.1 100 ");
        send(socket, BODY.substring(0, 5));
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }
}
