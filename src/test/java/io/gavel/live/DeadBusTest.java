package io.gavel.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.SecondNode;
import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two nodes on one database without any bus between them: what heals a lost message brings everything. */
class DeadBusTest {
    private final User guest = Room.newUser();
    private final User guestElsewhere = User.named(SecondNode.get(), guest.id(), null);

    @Test
    void whatHappensOnOneNodeIsHeardOnTheOther() {
        var room = Room.with(guest);
        try (var here = room.enter(guest);
                var there = room.listen(SecondNode.get(), guestElsewhere)) {
            var first = here.ask("meeting_hand_raised", room.meeting());
            var last = here.ask("meeting_hand_lowered", room.meeting());

            await().until(() -> there.received(room.address()).size() == 2);
            assertThat(there.received(room.address()))
                    .extracting(event -> event.getLong("seq"))
                    .containsExactly(first.getLong("seq"), last.getLong("seq"));
        }
    }

    @Test
    void aSessionGoesOnAtTheOtherNode() {
        var room = Room.with(guest).admit(guest);
        var here = room.listen(guest);
        var joined = here.ask("join_meeting_room", room.meeting());
        var unmuted = here.ask("meeting_audio_status", room.meeting().put("isMuted", false));
        here.drop();

        try (var there = room.listen(SecondNode.get(), guestElsewhere)) {
            var back = there.ask(
                    "join_meeting_room",
                    room.meeting()
                            .put("sessionId", joined.getString("sessionId"))
                            .put("epoch", joined.getString("epoch"))
                            .put("afterSeq", unmuted.getLong("seq")));

            assertThat(back.getString("sessionId")).isEqualTo(joined.getString("sessionId"));
            assertThat(back.getBoolean("reset")).isFalse();
            assertThat(room.eventNames()).doesNotContain("user_left_meeting");
        }
    }

    @Test
    void whoIsRemovedHearsNothingMoreOnAnyNode() {
        var room = Room.with(guest);
        try (var there = room.listen(SecondNode.get(), guestElsewhere);
                var host = room.enter(room.host())) {
            Room.require(room.host().delete(room.path("/participants/" + guest.id())), 204);
            host.ask("meeting_hand_raised", room.meeting());

            await().until(() -> hears(there, room, "participant_removed"));
            there.settle();
            var heard = there.received(room.address());
            assertThat(heard.get(heard.size() - 1).getString("event")).isEqualTo("participant_removed");
        }
    }

    @Test
    void notificationsReachTheOtherNodeToo() {
        var address = "user." + guest.id();
        try (var there = BridgeClient.connect(SecondNode.get().url(), guestElsewhere.token())) {
            there.register(address);
            there.settle();
            var room = Room.with(guest);

            await().until(() -> invitations(there, address).size() == 1);
            assertThat(invitations(there, address).get(0).getLong("meetingId")).isEqualTo(room.id());
        }
    }

    private static List<JsonObject> invitations(BridgeClient client, String address) {
        return client.received(address).stream()
                .filter(event -> "meeting_invitation".equals(event.getString("event")))
                .toList();
    }

    private static boolean hears(BridgeClient client, Room room, String event) {
        return client.received(room.address()).stream().anyMatch(heard -> event.equals(heard.getString("event")));
    }
}
