package io.gavel.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.bridge.BridgeClient.Closed;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrainTest {
    @Test
    void drainingSendsEverybodyAwayAndLetsNobodyIn() {
        try (var node = BridgeNode.start()) {
            var clients = IntStream.range(0, 12)
                    .mapToObj(i -> node.connect("user-" + i))
                    .toList();
            var token = node.token("anna");
            node.drain.begin();

            BridgeNode.await(node.bridge.drain(Duration.ofMillis(200)));

            assertThat(clients)
                    .allSatisfy(client -> assertThat(client.closed()).isEqualTo(new Closed(4012, "draining")));
            assertThat(node.connections()).isZero();
            assertThat(node.hub.closed).hasSize(12);
            assertThat(BridgeClient.refusedStatus(node.url(), "access_token=" + token))
                    .isEqualTo(503);
        }
    }

    @Test
    void whoSlipsInWhileDrainingIsSentAwayToo() {
        try (var node = BridgeNode.start()) {
            BridgeNode.await(node.bridge.drain(Duration.ofMillis(200)));

            var late = node.connect("anna");

            assertThat(late.closed()).isEqualTo(new Closed(4012, "draining"));
        }
    }
}
