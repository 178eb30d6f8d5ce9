package io.gavel.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.SharedNode;
import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypingTest {
    private final User guest = Group.newUser();

    @Test
    void whoListensSeesWhoTypesAndItIsNotKept() {
        var group = Group.of(guest);
        try (var typist = group.listen(guest);
                var reader = group.listen(group.maker())) {
            var started = typist.ask("typing_started", group.body());
            typist.ask("typing_started", group.body());
            await().until(() -> !typing(reader).isEmpty());
            var stopped = typist.ask("typing_stopped", group.body());

            await().until(() -> !last(reader).getBoolean("isTyping"));
            assertThat(started).isEqualTo(new JsonObject().put("ok", true));
            assertThat(stopped).isEqualTo(started);
            var event = typing(reader).get(0);
            assertThat(Group.eventFaults(event)).isEmpty();
            assertThat(event.getString("userId")).isEqualTo(guest.id());
            assertThat(group.events()).hasSize(1);
        }
    }

    @Test
    void whoDoesNotListenMayTypeAndHearsNothingOfIt() {
        var group = Group.of(guest);
        try (var typist = Group.connect(SharedNode.get(), guest);
                var reader = group.listen(group.maker())) {
            typist.ask("typing_started", group.body());

            await().until(() -> typing(reader).size() == 1);
            assertThat(typist.frames()).noneMatch(frame -> frame.encode().contains("isTyping"));
        }
    }

    private static JsonObject last(BridgeClient client) {
        var all = typing(client);
        return all.get(all.size() - 1);
    }

    private static List<JsonObject> typing(BridgeClient client) {
        return client.frames().stream()
                .filter(frame -> "rec".equals(frame.getString("type"))
                        && frame.getString("address").startsWith("conversation."))
                .map(frame -> frame.getJsonObject("body"))
                .filter(event -> "typing".equals(event.getString("event")))
                .toList();
    }
}
