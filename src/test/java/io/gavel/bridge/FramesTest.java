package io.gavel.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static BridgeNode node;

    @BeforeAll
    static void start() {
        node = BridgeNode.start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void registeredAddressHearsItsEventsInTheirOrder() {
        try (var client = node.connect("anna")) {
            client.register("meeting.1");

            node.hub.publish("meeting.1", List.of("{\"seq\":1}", "{\"seq\":2}"));
            node.hub.publish("meeting.1", List.of("{\"seq\":3}"));

            await().until(() -> client.received("meeting.1").size() == 3);
            assertThat(client.received("meeting.1"))
                    .extracting(event -> event.getInteger("seq"))
                    .containsExactly(1, 2, 3);
        }
    }

    @Test
    void pingIsAnswered() {
        try (var client = node.connect("anna")) {
            client.write(new JsonObject().put("type", "ping"));

            await().until(() -> client.frames().equals(List.of(new JsonObject().put("type", "pong"))));
        }
    }
}
