package io.gavel.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.SharedNode;
import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class RemovalTest {
    private final User guest = Room.newUser();

    @Test
    void whoIsRemovedHearsThatAndNothingAfterIt() {
        var room = Room.with(guest);
        try (var host = room.enter(room.host());
                var browser = room.enter(guest)) {
            Room.require(room.host().delete(room.path("/participants/" + guest.id())), 204);
            var last = host.ask("meeting_hand_raised", room.meeting());

            await().until(() -> host.received(room.address()).stream()
                    .anyMatch(event -> last.getLong("seq").equals(event.getLong("seq"))));
            browser.settle();
            var heard = browser.received(room.address());
            assertThat(heard.get(heard.size() - 1).getString("event")).isEqualTo("participant_removed");
            assertThat(browser.refusal("meeting_hand_raised", room.meeting()).code())
                    .isEqualTo("NOT_FOUND");
            assertThat(browser.isClosed()).isFalse();
        }
    }

    @Test
    void whoIsRemovedMayNotRegisterAgainUntilInvitedAgain() {
        var room = Room.with(guest);
        try (var browser = room.enter(guest)) {
            Room.require(room.host().delete(room.path("/participants/" + guest.id())), 204);
            await().until(() -> browser.received(room.address()).stream()
                    .anyMatch(event -> "participant_removed".equals(event.getString("event"))));

            assertThat(browser.refusedRegister(room.address()).getString("body"))
                    .isEqualTo("access_denied");

            Room.require(
                    room.host()
                            .post(
                                    room.path("/participants"),
                                    new JsonObject().put("userIds", new JsonArray().add(guest.id()))),
                    200);
            browser.register(room.address());
            browser.settle();
        }
    }

    @Test
    void strangersAreRefusedEverything() {
        var room = Room.with();
        try (var stranger = BridgeClient.connect(SharedNode.get().url(), guest.token())) {
            assertThat(stranger.refusedRegister(room.address()).getString("address"))
                    .isEqualTo(room.address());
            assertThat(stranger.refusal("join_meeting_room", room.meeting()).code())
                    .isEqualTo("NOT_FOUND");
            assertThat(stranger.refusal("resume_meeting", room.meeting().put("afterSeq", 0))
                            .code())
                    .isEqualTo("NOT_FOUND");
            assertThat(stranger.refusedRegister("user." + room.host().id()).getString("body"))
                    .isEqualTo("access_denied");
        }
    }

    @Test
    void aRestLeaveEndsTheSessionsOfTheCaller() {
        var room = Room.with(guest);
        try (var browser = room.enter(guest)) {
            Room.require(guest.post(room.path("/leave")), 204);

            assertThat(browser.refusal("meeting_hand_raised", room.meeting()).code())
                    .isEqualTo("NOT_IN_MEETING");
            assertThat(browser.refusal("join_meeting_room", room.meeting()).code())
                    .isEqualTo("NOT_JOINED");
            await().until(() -> browser.received(room.address()).stream()
                    .anyMatch(event -> "user_left_meeting".equals(event.getString("event"))));
        }
    }
}
