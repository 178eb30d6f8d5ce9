package io.gavel.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.SecondNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private final User guest = Group.newUser();
    private final User guestElsewhere = User.named(SecondNode.get(), guest.id(), null);

    @Test
    void aStrangerIsToldOfEachCommandThatThereIsNoSuchConversation() {
        var group = Group.of(Group.newUser());
        var message = group.post(group.maker(), "not for strangers").getLong("id");
        try (var stranger = Group.connect(SharedNode.get(), guest);
                var admin = Group.connect(SharedNode.get(), User.admin(SharedNode.get()))) {
            for (var client : new BridgeClient[] {stranger, admin}) {
                requireStranger(client, group, message);
                requireStranger(client, new Group(group.maker(), 999_999_999L), message);
            }
        }
    }

    private static void requireStranger(BridgeClient client, Group group, long message) {
        assertThat(client.refusedRegister(group.address()).getString("body")).isEqualTo("access_denied");
        requireNotFound(client, "send_message", group.saying("let me in"));
        requireNotFound(client, "mark_read", group.body().put("messageId", message));
        requireNotFound(client, "typing_started", group.body());
        requireNotFound(client, "typing_stopped", group.body());
        requireNotFound(client, "resume_conversation", group.body().put("afterSeq", 0));
    }

    private static void requireNotFound(BridgeClient client, String address, JsonObject body) {
        var refused = client.refusal(address, body);

        assertThat(refused.status()).as(address).isEqualTo(404);
        assertThat(refused.code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void addressesThatNoConversationCanHaveAreRefused() {
        var group = Group.of(guest);
        try (var browser = Group.connect(SharedNode.get(), guest)) {
            for (var address : new String[] {
                "conversation.0",
                "conversation.01",
                "conversation.-1",
                "conversation." + group.id() + ".typing",
                "conversation.*",
                "conversation",
                "Conversation." + group.id()
            }) {
                assertThat(browser.refusedRegister(address).getString("body"))
                        .as(address)
                        .isEqualTo("access_denied");
            }
        }
    }

    @Test
    void whoIsRemovedHearsThatAndNothingAfterItOnAnyNode() {
        var group = Group.of(guest);
        try (var maker = group.listen(group.maker());
                var here = group.listen(guest);
                var there = group.listen(SecondNode.get(), guestElsewhere)) {
            group.remove(guest);
            maker.ask("typing_started", group.body());
            var last =
                    maker.ask("send_message", group.saying("behind your back")).getLong("seq");
            group.awaitSeq(maker, last);

            for (var client : new BridgeClient[] {here, there}) {
                group.awaitSeq(client, last - 1);
                requireNotFound(client, "send_message", group.saying("still here?"));
                requireNotFound(client, "typing_started", group.body());
                requireNotFound(client, "resume_conversation", group.body().put("afterSeq", 0));
                assertThat(client.received(group.address()))
                        .extracting(event -> event.getString("event"))
                        .containsExactly("member_removed");
                assertThat(client.refusedRegister(group.address()).getString("body"))
                        .isEqualTo("access_denied");
                assertThat(client.isClosed()).isFalse();
            }
            assertThat(maker.received(group.address()))
                    .filteredOn(event -> "typing".equals(event.getString("event")))
                    .extracting(event -> event.getString("userId"))
                    .containsOnly(group.maker().id());
        }
    }

    @Test
    void whoLeavesIsRemovedByItselfAndWhoIsAddedAgainHearsWhatFollows() {
        var group = Group.of(guest);
        try (var browser = group.listen(guest)) {
            Group.require(guest.post(group.path("/leave")), 204);
            await().until(() -> !browser.received(group.address()).isEmpty());
            group.post(group.maker(), "meanwhile");
            Group.require(
                    group.maker()
                            .post(group.path("/members"), new JsonObject().put("userIds", JsonArray.of(guest.id()))),
                    200);

            browser.register(group.address());
            var last = browser.ask("send_message", group.saying("back")).getLong("seq");

            group.awaitSeq(browser, last);
            assertThat(browser.received(group.address()))
                    .extracting(event -> event.getString("event"))
                    .containsExactly("member_removed", "message_created");
            assertThat(browser.received(group.address()).get(0).getString("by")).isEqualTo(guest.id());
        }
    }

    @Test
    void aMeetingOfTheSameNumberIsAnotherMatter() {
        var group = Group.of(guest);
        try (var browser = group.listen(guest)) {
            assertThat(browser.refusal(
                                    "resume_meeting",
                                    new JsonObject()
                                            .put("meetingId", group.id())
                                            .put("afterSeq", 0))
                            .status())
                    .isEqualTo(404);
            assertThat(browser.refusedRegister("meeting." + group.id()).getString("body"))
                    .isEqualTo("access_denied");
        }
    }
}
