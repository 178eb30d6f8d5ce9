package io.gavel.bridge;

import static io.gavel.bridge.BridgeNode.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same bridge in SockJS's own frames. */
class SockJsTest {
    private static BridgeNode node;
    private Session session;
    private WebSocket socket;

    @BeforeAll
    static void start() {
        node = BridgeNode.start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void connect() {
        session = new Session();
        var address = node.url().replace("http", "ws") + "/eventbus/000/abcdefgh/websocket?access_token="
                + node.token("anna");
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), session)
                .join();
    }

    @AfterEach
    void disconnect() {
        socket.abort();
        soon().until(() -> node.openSockets() == 0);
    }

    @Test
    void framesTravelInArraysOfText() {
        write(new JsonObject().put("type", "ping").encode(), "{}");

        soon().until(() -> session.messages().size() == 2);
        assertThat(session.frames.get(0)).isEqualTo("o");
        assertThat(session.messages())
                .containsExactly("{\"type\":\"pong\"}", "{\"type\":\"err\",\"body\":\"missing_type\"}");
    }

    @Test
    void eventsArriveInTheirOrder() {
        write("{\"type\":\"register\",\"address\":\"meeting.1\"}", "{\"type\":\"send\",\"address\":\"nowhere\"}");
        soon().until(() -> !session.messages().isEmpty());

        node.hub.publish("meeting.1", List.of("{\"seq\":1}", "{\"seq\":2}", "{\"seq\":3}"));

        soon().until(() -> session.messages().size() == 4);
        assertThat(session.messages().subList(1, 4))
                .extracting(
                        message -> new JsonObject(message).getJsonObject("body").getInteger("seq"))
                .containsExactly(1, 2, 3);
    }

    @Test
    void reasonOfTheCloseComesInTheLastFrameBeforeSockJsOwn() {
        node.hub.answer = (connection, request) -> {
            node.bridge.close(connection.id(), CloseCode.FORBIDDEN);
            return Future.succeededFuture("{}");
        };

        write("{\"type\":\"send\",\"address\":\"meeting_hand_raised\",\"body\":{\"meetingId\":1}}");

        soon().until(() -> session.closed);
        var frames = session.frames;
        assertThat(frames.get(frames.size() - 1)).isEqualTo("c[3000,\"Go away!\"]");
        assertThat(session.messages().get(session.messages().size() - 1))
                .isEqualTo("{\"type\":\"err\",\"body\":\"closing\",\"failureCode\":4003,\"message\":\"forbidden\"}");
        soon().untilAsserted(() -> assertThat(node.openSockets()).isZero());
    }

    @Test
    void messageThatIsTooBigEndsTheConnection() {
        socket.sendText("x".repeat(12 * 1024), false)
                .thenCompose(sent -> sent.sendText("x".repeat(12 * 1024), false))
                .thenCompose(sent -> sent.sendText("x".repeat(12 * 1024), true))
                .join();

        soon().until(() -> session.closed);
        soon().untilAsserted(() -> assertThat(node.openSockets()).isZero());
        assertThat(node.connections()).isZero();
    }

    private void write(String... messages) {
        socket.sendText(new JsonArray(List.of(messages)).encode(), true).join();
    }

    private static final class Session implements WebSocket.Listener {
        final List<String> frames = new CopyOnWriteArrayList<>();
        volatile boolean closed;
        private final StringBuilder text = new StringBuilder();

        /** What came in all arrays. */
        List<String> messages() {
            return frames.stream()
                    .filter(frame -> frame.startsWith("a"))
                    .flatMap(frame -> new JsonArray(frame.substring(1)).stream())
                    .map(String.class::cast)
                    .toList();
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                frames.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed = true;
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            closed = true;
        }
    }
}
