package io.gavel.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.SharedNode;
import io.gavel.SocketTap;
import io.gavel.SocketTap.Recording;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What delivering events costs, by what can be counted: what would grow unseen with every listener. */
class DeliveryCostTest {
    private static final int LISTENERS = 4;
    private static final int INVITED = 5;
    private static final String EVENT = "participant_invited";

    @Test
    void whatIsCommittedTogetherIsWrittenOnceToEachSocket() {
        var room = Room.with();
        listenRaw(room);
        var tap = record(room);

        invite(room);

        await().untilAsserted(() -> assertThat(tap.bySocket())
                .hasSize(LISTENERS)
                .allSatisfy((socket, writes) ->
                        assertThat(tap.flushes(socket)).as("flushes").isPositive()));
        assertThat(tap.bySocket()).allSatisfy((socket, writes) -> {
            assertThat(writes).hasSize(1);
            assertThat(writes.get(0).content().split(EVENT, -1)).hasSize(1 + INVITED);
            assertThat(tap.flushes(socket)).isEqualTo(1);
        });
    }

    @Test
    void eventsAreEncodedOnceForAllSocketsOfAFraming() {
        var room = Room.with();
        listenRaw(room);
        IntStream.range(0, LISTENERS).forEach(i -> listenBySockJs(room, i));
        var tap = record(room);

        invite(room);

        await().untilAsserted(() -> assertThat(tap.bySocket()).hasSize(2 * LISTENERS));
        assertThat(encodings(tap)).hasSize(2);
    }

    private static Recording record(Room room) {
        return SocketTap.record(Pattern.compile("\"" + room.address().replace(".", "\\.") + "\\\\?\""));
    }

    /** In one transaction. */
    private static void invite(Room room) {
        var users = new JsonArray(
                IntStream.range(0, INVITED).mapToObj(i -> Room.newUser().id()).toList());
        Room.require(room.host().post(room.path("/participants"), new JsonObject().put("userIds", users)), 200);
    }

    private static void listenRaw(Room room) {
        for (int i = 0; i < LISTENERS; i++) {
            room.listen(room.host());
        }
    }

    private static void listenBySockJs(Room room, int session) {
        var listening = new CompletableFuture<WebSocket>();
        var socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create(SharedNode.get().url().replace("http", "ws") + "/eventbus/000/cost" + session
                                + "/websocket?access_token=" + room.host().token()),
                        new WebSocket.Listener() {
                            @Override
                            public @Nullable CompletionStage<?> onText(
                                    WebSocket from, CharSequence text, boolean last) {
                                // The answer to the second message: the first has taken effect.
                                if (text.toString().contains("pong")) {
                                    listening.complete(from);
                                }
                                from.request(1);
                                return null;
                            }
                        })
                .join();
        var messages = List.of(
                "{\"type\":\"register\",\"address\":\"" + room.address() + "\"}",
                "{\"type\":\"send\",\"address\":\"nowhere\",\"replyAddress\":\"pong\",\"body\":{}}");
        socket.sendText(new JsonArray(messages).encode(), true).join();
        listening.join();
    }

    private static Set<Object> encodings(Recording tap) {
        var memories = Collections.newSetFromMap(new IdentityHashMap<Object, Boolean>());
        tap.bySocket().values().forEach(writes -> writes.forEach(write -> memories.add(write.memory())));
        return memories;
    }
}
