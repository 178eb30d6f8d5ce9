package io.gavel.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** 50: both ports speak HTTP/1 alone, so that there is no stream to be reset and no CONTINUATION. */
@ResourceLock(BridgeTarget.LOCK)
class SocketProtocolsTest {
    private static final Attacked ATTACKED = BridgeTarget.attacked();
    private static final List<String> PORTS =
            List.of(BridgeTarget.node().url(), BridgeTarget.node().managementUrl());

    @Test
    void thePrefaceOfHttp2Is400() {
        for (var port : PORTS) {
            var statuses = ATTACKED.by(() -> SocketBytes.statuses(
                    port,
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000"
                            + "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"));

            assertThat(statuses).as(port).containsExactly(400);
        }
    }

    /** Not in the version that was asked for, which is not spoken here. */
    @Test
    void anotherVersionIsRefusedLikeAnythingThatIsNoHttp() {
        var answer = ATTACKED.by(() -> {
            try (var connection = SocketBytes.open(PORTS.get(0))) {
                connection.send("GET /asyncapi.json HTTP/9.9\r\nHost: localhost\r\n\r\n");
                return connection.untilClosed();
            }
        });

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase("content-type: application/problem+json")
                .containsIgnoringCase("x-content-type-options: nosniff")
                .containsIgnoringCase("cache-control: no-store")
                .containsIgnoringCase("x-request-id: ");
    }

    @Test
    void anUpgradeToHttp2IsNotTakenUp() {
        for (var port : PORTS) {
            var statuses = ATTACKED.by(() -> SocketBytes.statuses(port, """
                    GET /health/live HTTP/1.1
                    Host: localhost
                    Connection: Upgrade, HTTP2-Settings
                    Upgrade: h2c
                    HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA

                    GET /nothing HTTP/1.1
                    Host: localhost
                    Connection: close

                    """.replace("\n", "\r\n")));

            assertThat(statuses).as(port).hasSize(2).doesNotContain(101).endsWith(404);
        }
    }

    @Test
    void theManagementPortReadsHeadsOf16KiB() {
        var port = BridgeTarget.node().managementUrl();
        var large = "x".repeat(16 * 1024);

        var statuses = ATTACKED.by(() -> List.of(
                SocketBytes.statuses(port, "GET /health/live?" + large + " HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                SocketBytes.statuses(
                        port, "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Large: " + large + "\r\n\r\n")));

        assertThat(statuses).isEqualTo(List.of(List.of(431), List.of(431)));
    }
}
