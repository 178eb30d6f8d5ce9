package io.gavel.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.SharedNode;
import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class PersonalStreamTest {
    private final User guest = Room.newUser();
    private final String address = "user." + guest.id();

    @Test
    void anInvitationReachesEveryDeviceOnce() {
        try (var phone = listen();
                var laptop = listen()) {
            var room = Room.with(guest);

            await().until(() -> !notices(phone).isEmpty());
            await().until(() -> !notices(laptop).isEmpty());
            var listed = notifications().get(0);
            assertThat(notices(phone))
                    .containsExactly(new JsonObject()
                            .put("event", "meeting_invitation")
                            .put("at", listed.getString("createdAt"))
                            .put("meetingId", room.id())
                            .put("hostName", room.host().id())
                            .put("title", "Interview")
                            .put("scheduledAt", scheduledAt(room))
                            .put("notificationId", listed.getLong("id")));
            assertThat(notices(laptop)).isEqualTo(notices(phone));
        }
    }

    @Test
    void aCancellationFollowsTheInvitation() {
        try (var phone = listen()) {
            var room = Room.with(guest);
            Room.require(room.host().put(room.path("/cancel")), 200);

            await().until(() ->
                    notices(phone).stream().anyMatch(event -> "meeting_cancelled".equals(event.getString("event"))));
            var last = notices(phone).get(notices(phone).size() - 1);
            assertThat(last.fieldNames())
                    .containsExactlyInAnyOrder("event", "at", "meetingId", "title", "notificationId");
        }
    }

    @Test
    void whatCameBeforeIsInTheListAndNotHeardAgain() {
        Room.with(guest);
        try (var phone = listen()) {
            var second = Room.with(guest);

            await().until(() -> !notices(phone).isEmpty());
            assertThat(notices(phone))
                    .extracting(event -> event.getLong("meetingId"))
                    .containsExactly(second.id());
            assertThat(notifications()).hasSize(2);
        }
    }

    /** A meeting's chat makes itself heard, too. */
    private List<JsonObject> notices(BridgeClient client) {
        return client.received(address).stream()
                .filter(event -> !"conversation_updated".equals(event.getString("event")))
                .toList();
    }

    private BridgeClient listen() {
        var client = BridgeClient.connect(SharedNode.get().url(), guest.token());
        client.register(address);
        client.settle();
        return client;
    }

    private static String scheduledAt(Room room) {
        return room.host().get(room.path("")).json().getString("scheduledAt");
    }

    private List<JsonObject> notifications() {
        JsonArray items = guest.get("/api/notification/list").json().getJsonArray("items");
        return items.stream().map(JsonObject.class::cast).toList();
    }
}
