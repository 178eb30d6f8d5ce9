package io.gavel.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.RunningNode;
import io.gavel.SecondNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PersonalStreamTest {
    private final User guest = Room.newUser();
    private final String address = "user." + guest.id();

    @Test
    void anInvitationReachesEveryDeviceOnce() {
        try (var phone = listen();
                var laptop = listen()) {
            var room = Room.with(guest);

            await().until(() -> notices(phone).size() == 2);
            await().until(() -> notices(laptop).size() == 2);
            var listed = notifications();
            assertThat(notices(phone).get(0))
                    .isEqualTo(new JsonObject()
                            .put("event", "meeting_invitation")
                            .put("at", listed.get(1).getString("createdAt"))
                            .put("meetingId", room.id())
                            .put("hostName", room.host().id())
                            .put("title", "Interview")
                            .put("scheduledAt", scheduledAt(room))
                            .put("notificationId", listed.get(1).getLong("id")));
            assertThat(notices(laptop)).isEqualTo(notices(phone));
        }
    }

    @Test
    void whatIsNeitherInvitationNorCancellationIsTheNotificationAsItIsListed() {
        try (var phone = listen()) {
            Room.with(guest);

            await().until(() -> notices(phone).size() == 2);
            var listed = notifications().get(0);
            var id = listed.getLong("id");
            listed.remove("id");
            assertThat(notices(phone).get(1))
                    .isEqualTo(listed.put("event", "notification")
                            .put("at", listed.getString("createdAt"))
                            .put("notificationId", id));
            assertThat(listed.getString("type")).isEqualTo("meeting_started");
        }
    }

    @Test
    void aCancellationFollowsTheInvitationThatItTakesOffTheScreen() {
        try (var phone = listen()) {
            var room = Room.with(guest);
            Room.require(room.host().put(room.path("/cancel")), 200);

            await().until(() -> !events(phone, "meeting_cancelled").isEmpty());
            var heard = notices(phone);
            assertThat(heard.get(heard.size() - 1).fieldNames())
                    .containsExactlyInAnyOrder("event", "at", "meetingId", "title", "notificationId");
            assertThat(onScreen(heard)).containsExactly(notifications().get(0).getLong("id"));
        }
    }

    @Test
    void whatCameBeforeIsInTheListAndNotHeardAgain() {
        Room.with(guest);
        try (var phone = listen()) {
            var second = Room.with(guest);

            await().until(() -> notices(phone).size() == 2);
            assertThat(notices(phone))
                    .extracting(event -> event.getLong("meetingId"))
                    .containsOnly(second.id());
            assertThat(notifications()).hasSize(4);
        }
    }

    @Test
    void readingOnOneDeviceClearsItOnAllOnEveryNode() {
        try (var phone = listen();
                var laptop = listen(SecondNode.get())) {
            Room.with(guest);
            await().until(() -> notices(laptop).size() == 2);
            var id = notifications().get(0).getLong("id");

            for (int i = 0; i < 2; i++) {
                Room.require(guest.put("/api/notification/" + id + "/read"), 204);
            }

            await().until(() -> events(phone, "notification_read").size() == 1);
            await().until(() -> events(laptop, "notification_read").size() == 1);
            var read = events(laptop, "notification_read").get(0);
            assertThat(read.fieldNames()).containsExactlyInAnyOrder("event", "at", "notificationId");
            assertThat(read.getLong("notificationId")).isEqualTo(id);
            assertThat(read.getString("at"))
                    .isGreaterThanOrEqualTo(notifications().get(0).getString("readAt"));
        }
    }

    @Test
    void readingAllTellsOfEachThatWasUnread() {
        try (var phone = listen()) {
            Room.with(guest);
            Room.with(guest);
            var ids = notifications().stream().map(one -> one.getLong("id")).toList();
            Room.require(guest.put("/api/notification/" + ids.get(0) + "/read"), 204);

            for (int i = 0; i < 2; i++) {
                Room.require(guest.put("/api/notification/read-all"), 204);
            }

            await().until(() -> events(phone, "notification_read").size() == 4);
            phone.settle();
            assertThat(events(phone, "notification_read"))
                    .extracting(event -> event.getLong("notificationId"))
                    .containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    @Test
    void whoseInvitationIsReplacedSeesTheCurrentOneAlone() {
        try (var phone = listen()) {
            var room = Room.with(guest);
            room.host().put(room.path(""), new JsonObject().put("title", "Renamed"));

            await().until(() -> events(phone, "meeting_invitation").size() == 2);
            await().until(() -> !events(phone, "notification_read").isEmpty());
            var invitations = events(phone, "meeting_invitation");
            assertThat(invitations.get(1).getString("title")).isEqualTo("Renamed");
            assertThat(onScreen(notices(phone)))
                    .doesNotContain(invitations.get(0).getLong("notificationId"))
                    .contains(invitations.get(1).getLong("notificationId"));
        }
    }

    @Test
    void whoIsRemovedHasNothingOfTheMeetingLeftOnTheScreen() {
        try (var phone = listen()) {
            var room = Room.with(guest);
            Room.require(room.host().delete(room.path("/participants/" + guest.id())), 204);

            await().until(() -> events(phone, "notification_read").size() == 2);
            assertThat(onScreen(notices(phone))).isEmpty();
        }
    }

    @Test
    void aDeviceThatComesAndGoesHearsNothingTwiceAndMissesNothing() {
        var heard = new ArrayList<JsonObject>();
        var rooms = new ArrayList<Room>();
        for (int i = 0; i < 3; i++) {
            try (var phone = listen(i % 2 == 0 ? SharedNode.get() : SecondNode.get())) {
                heard.addAll(known(notifications(), heard));
                var before = notices(phone).size();
                rooms.add(Room.with(guest));
                await().until(() -> notices(phone).size() > before);
                heard.addAll(notices(phone));
            }
        }
        heard.addAll(known(notifications(), heard));

        var ids = heard.stream().map(event -> event.getLong("notificationId")).toList();
        assertThat(ids).doesNotHaveDuplicates().hasSize(2 * rooms.size());
    }

    /** What the list adds to what was heard live, as the client does that drops the ids that it knows. */
    private static List<JsonObject> known(List<JsonObject> listed, List<JsonObject> heard) {
        var ids = new HashSet<Long>();
        heard.forEach(event -> ids.add(event.getLong("notificationId")));
        return listed.stream()
                .map(one -> one.put("notificationId", one.getLong("id")))
                .filter(one -> !ids.contains(one.getLong("notificationId")))
                .toList();
    }

    private BridgeClient listen() {
        return listen(SharedNode.get());
    }

    private BridgeClient listen(RunningNode node) {
        var token = node == SharedNode.get()
                ? guest.token()
                : User.named(node, guest.id(), null).token();
        var client = BridgeClient.connect(node.url(), token);
        client.register(address);
        client.settle();
        return client;
    }

    /** What the address tells beside the news of conversations. */
    private List<JsonObject> notices(BridgeClient client) {
        return client.received(address).stream()
                .filter(event -> !"conversation_updated".equals(event.getString("event")))
                .toList();
    }

    private List<JsonObject> events(BridgeClient client, String name) {
        return notices(client).stream()
                .filter(event -> name.equals(event.getString("event")))
                .toList();
    }

    /** The ids of the notifications that are left when the events have been followed. */
    private static List<Long> onScreen(List<JsonObject> events) {
        var ids = new ArrayList<Long>();
        for (var event : events) {
            var id = Objects.requireNonNull(event.getLong("notificationId"));
            if (event.getString("event").equals("notification_read")) {
                ids.remove(id);
            } else {
                ids.add(id);
            }
        }
        return ids;
    }

    private static String scheduledAt(Room room) {
        return room.host().get(room.path("")).json().getString("scheduledAt");
    }

    private List<JsonObject> notifications() {
        JsonArray items = guest.get("/api/notification/list").json().getJsonArray("items");
        return items.stream().map(JsonObject.class::cast).toList();
    }
}
