package io.gavel.bridge;

import static io.gavel.bridge.BridgeNode.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.bridge.BridgeClient.Closed;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitsTest {
    /** So little that a test reaches it at once. */
    private static final Limits STRICT = new Limits(1, 5, 256, 8, Duration.ofSeconds(2), 1 << 20, 1 << 20);

    private static BridgeNode node;
    private static BridgeNode strict;

    @BeforeAll
    static void start() {
        node = BridgeNode.start();
        strict = BridgeNode.start(STRICT);
    }

    @AfterAll
    static void stop() {
        node.close();
        strict.close();
    }

    @BeforeEach
    void reset() {
        node.hub.reset();
    }

    @Test
    void tooManyFramesCloseTheConnectionAndNoOther() {
        try (var flood = strict.connect("anna-1");
                var calm = strict.connect("anna-1")) {
            for (int i = 0; i < 20; i++) {
                flood.write("{\"type\":\"ping\"}");
            }
            calm.settle();

            assertClosed(flood, 4009, "too_fast");
            assertThat(flood.frames()).hasSizeLessThan(20);
            assertThat(strict.count("gavel.bridge.closed", "reason", "too_fast"))
                    .isEqualTo(1);
        }
    }

    @Test
    void pingsOfTheSocketItselfCountToo() {
        try (var flood = strict.connect("anna-11")) {
            for (int i = 0; i < 8; i++) {
                flood.pingSocket();
            }

            assertClosed(flood, 4009, "too_fast");
        }
    }

    @Test
    void burstIsNotTooFast() {
        try (var client = node.connect("anna-2")) {
            for (int i = 0; i < 390; i++) {
                client.write("{\"type\":\"ping\"}");
            }

            client.settle();
            assertThat(client.isClosed()).isFalse();
        }
    }

    @Test
    void silenceClosesTheConnection() {
        try (var client = strict.connect("anna-3")) {
            assertClosed(client, 4010, "idle");
        }
    }

    @Test
    void expiryOfTheTokenClosesTheConnectionUnlessAnotherOneWasShown() {
        try (var renewed = BridgeClient.connect(node.url(), node.token("anna-4", Duration.ofSeconds(2)));
                var expiring = BridgeClient.connect(node.url(), node.token("anna-4", Duration.ofSeconds(2)))) {
            renewed.ask("authenticate", new JsonObject().put("token", node.token("anna-4")));

            assertClosed(expiring, 4001, "token_expired");
            renewed.settle();
            assertThat(renewed.isClosed()).isFalse();
        }
    }

    @Test
    void tokenThatExpiresEarlierThanTheOneBeforeCountsToo() {
        try (var client = node.connect("anna-5")) {
            var token = new JsonObject().put("token", node.token("anna-5", Duration.ofMillis(300)));

            client.ask("authenticate", token);

            assertClosed(client, 4001, "token_expired");
        }
    }

    @Test
    void frameOverSixteenKibibytesIsTooBig() {
        var closed = node.closeCodeAfter(node.token("anna-6"), "x".repeat(16 * 1024 + 1));

        assertThat(closed).isEqualTo(1009);
    }

    @Test
    void messageOverThirtyTwoKibibytesIsTooBig() {
        try (var client = node.connect("anna-7")) {
            client.write("x".repeat(12 * 1024), false);
            client.write("x".repeat(12 * 1024), false);
            client.write("x".repeat(12 * 1024), true);

            assertClosed(client, 1009, "too_big");
        }
    }

    @Test
    void messageWithinBothLimitsIsTaken() {
        try (var client = node.connect("anna-8")) {
            client.write("x".repeat(16 * 1024), false);
            client.write("x".repeat(16 * 1024), true);

            client.settle();
            assertThat(client.frames().get(0).getString("body")).isEqualTo("invalid_json");
        }
    }

    @Test
    void registrationsAreLimitedAndUnregisteringMakesRoom() {
        try (var client = node.connect("anna-9")) {
            IntStream.rangeClosed(1, 256).forEach(id -> client.write(register("meeting." + id)));
            client.settle();

            var refused = client.refusedRegister("meeting.257");

            assertThat(refused.getString("body")).isEqualTo("access_denied");
            client.unregister("meeting.1");
            client.register("meeting.257");
        }
    }

    @Test
    void userHasEightConnectionsOverAllEventLoopsAndAnotherUserItsOwn() {
        var token = node.token("anna-10");
        var clients = IntStream.range(0, 8)
                .mapToObj(i -> BridgeClient.connect(node.url(), token))
                .toList();

        assertThat(BridgeClient.refusedStatus(node.url(), "access_token=" + token))
                .isEqualTo(429);
        node.connect("berta-10").close();
        clients.get(0).drop();
        soon().until(() -> !node.hub.closed.isEmpty());
        soon().untilAsserted(() -> BridgeClient.connect(node.url(), token).close());
        clients.forEach(BridgeClient::close);
    }

    @Test
    void framesThatPileUpBehindARegistrationCloseTheConnection() {
        var never = Promise.<Boolean>promise();
        node.hub.judge = address -> never.future();
        try (var client = node.connect("anna-11")) {
            client.write(register("meeting.1"));
            for (int i = 0; i < 80; i++) {
                client.write("x".repeat(15 * 1024));
            }

            assertClosed(client, 4009, "too_fast");
        }
    }

    @Test
    void closedByTheHubItSaysWhy() {
        try (var client = node.connect("anna-12")) {
            node.hub.answer = (connection, request) -> {
                node.bridge.close(connection.id(), CloseCode.FORBIDDEN);
                return Promise.<String>promise().future();
            };

            var answer = client.send("meeting_hand_raised", new JsonObject().put("meetingId", 1));

            assertClosed(client, 4003, "forbidden");
            assertThat(answer).failsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void readerThatDoesNotReadIsClosedWhileAnotherOneGoesOn() {
        try (var slow = node.connect("anna-13");
                var healthy = node.connect("berta-13")) {
            slow.register("meeting.1");
            healthy.register("meeting.1");
            slow.stopReading();
            var event = new JsonObject().put("text", "x".repeat(8000)).encode();
            var batch = Collections.nCopies(64, event);
            var sent = new int[1];

            soon().atMost(Duration.ofSeconds(60)).until(() -> {
                node.hub.publish("meeting.1", batch);
                sent[0] += batch.size();
                soon().until(() -> healthy.received("meeting.1").size() == sent[0]);
                return node.count("gavel.bridge.closed", "reason", "too_slow") == 1;
            });

            soon().untilAsserted(() -> assertThat(node.openSockets()).isEqualTo(1));
            healthy.settle();
        }
    }

    private static void assertClosed(BridgeClient client, int code, String word) {
        assertThat(client.closed()).isEqualTo(new Closed(code, word));
        var frames = client.frames();
        assertThat(frames.get(frames.size() - 1))
                .isEqualTo(new JsonObject()
                        .put("type", "err")
                        .put("body", "closing")
                        .put("failureCode", code)
                        .put("message", word));
    }

    private static JsonObject register(String address) {
        return new JsonObject().put("type", "register").put("address", address);
    }
}
