package io.gavel.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.SecondNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResumingTest {
    private final User guest = Group.newUser();
    private final User guestElsewhere = User.named(SecondNode.get(), guest.id(), null);

    @Test
    void whatWasMissedIsAskedForOnAnyNode() {
        var group = Group.of(guest);
        for (int i = 0; i < 5; i++) {
            group.post(group.maker(), "message " + i);
        }
        try (var here = Group.connect(SharedNode.get(), guest);
                var there = group.listen(SecondNode.get(), guestElsewhere)) {
            for (var client : new BridgeClient[] {here, there}) {
                var resumed = client.ask("resume_conversation", group.body().put("afterSeq", 2));

                assertThat(Group.objects(resumed.getJsonArray("events")))
                        .isEqualTo(group.events().subList(2, 6));
                assertThat(Group.faults("ResumedConversationAnswer", resumed)).isEmpty();
                assertThat(resumed.getLong("seq")).isEqualTo(6);
                assertThat(resumed.getBoolean("more")).isFalse();
                assertThat(resumed.getBoolean("reset")).isFalse();
                assertThat(client.ask(
                                        "resume_conversation",
                                        group.body().put("afterSeq", 6).put("epoch", resumed.getString("epoch")))
                                .getJsonArray("events"))
                        .isEmpty();
            }
        }
    }

    @Test
    void anotherEpochOrASeqAheadIsReset() {
        var group = Group.of(guest);
        try (var browser = Group.connect(SharedNode.get(), guest)) {
            var ahead = browser.ask("resume_conversation", group.body().put("afterSeq", 99));
            var foreign = browser.ask(
                    "resume_conversation", group.body().put("afterSeq", 0).put("epoch", "other"));

            assertThat(ahead.getBoolean("reset")).isTrue();
            assertThat(ahead.getJsonArray("events")).isEmpty();
            assertThat(foreign.getBoolean("reset")).isTrue();
        }
    }

    @Test
    void longMessagesComeInParts() {
        var group = Group.of(guest);
        try (var browser = Group.connect(SharedNode.get(), guest)) {
            for (int i = 0; i < 80; i++) {
                browser.ask("send_message", group.saying("x".repeat(4000)));
            }
            var parts = 0;
            var events = new ArrayList<JsonObject>();
            JsonObject resumed;
            do {
                var after = events.isEmpty() ? 0 : events.get(events.size() - 1).getLong("seq");
                resumed = browser.ask("resume_conversation", group.body().put("afterSeq", after));
                events.addAll(Group.objects(resumed.getJsonArray("events")));
                parts++;
            } while (resumed.getBoolean("more"));

            assertThat(parts).isEqualTo(2);
            assertThat(events).isEqualTo(group.events());
        }
    }

    @Test
    void aStreamThatBecameAnotherOneSendsItsListenersAway() {
        var group = Group.of(guest);
        try (var browser = group.listen(guest)) {
            var before = browser.ask("resume_conversation", group.body().put("afterSeq", 0));
            SharedNode.get()
                    .execute(
                            "UPDATE conversation_stream SET epoch = gen_random_uuid() WHERE conversation_id = ?",
                            group.id());

            assertThat(browser.closed().code()).isEqualTo(4012);
            try (var again = group.listen(guest)) {
                var resumed = again.ask(
                        "resume_conversation", group.body().put("afterSeq", 1).put("epoch", before.getString("epoch")));
                assertThat(resumed.getBoolean("reset")).isTrue();
            }
        }
    }

    @Test
    void allKindsOfEventsAreHeardAsTheyAreReadLaterAndAsTheyAreDocumented() {
        var other = Group.newUser();
        var group = Group.of(guest);
        try (var browser = group.listen(guest)) {
            var message = group.post(guest, "helo").getLong("id");
            var path = group.path("/messages/" + message);
            Group.require(guest.put(path, new JsonObject().put("text", "hello")), 200);
            Group.require(
                    group.maker().post(path + "/reactions", new JsonObject().put("reaction", "\ud83d\udc4d")), 200);
            Group.require(group.maker().delete(path + "/reactions/%F0%9F%91%8D"), 204);
            Group.require(group.maker().put(group.path("/read"), new JsonObject().put("messageId", message)), 200);
            Group.require(guest.delete(path), 204);
            Group.require(
                    group.maker()
                            .post(group.path("/members"), new JsonObject().put("userIds", JsonArray.of(other.id()))),
                    200);
            group.remove(other);

            await().until(() -> browser.received(group.address()).size() == 8);
            assertThat(browser.received(group.address()))
                    .filteredOn(event -> event.containsKey("text"))
                    .extracting(event -> event.getString("text"))
                    .containsExactly("helo", "hello");
            assertThat(withoutTexts(browser.received(group.address())))
                    .isEqualTo(group.events().subList(1, 9));
            assertThat(browser.received(group.address()))
                    .extracting(event -> event.getString("event"))
                    .containsExactly(
                            "message_created",
                            "message_edited",
                            "reaction_added",
                            "reaction_removed",
                            "message_read",
                            "message_deleted",
                            "member_added",
                            "member_removed");
            assertThat(group.events().stream().map(Group::eventFaults))
                    .hasSize(9)
                    .containsOnly("");
        }
    }

    /** As they are told once the message is deleted. */
    private static List<JsonObject> withoutTexts(List<JsonObject> events) {
        return events.stream()
                .map(JsonObject::copy)
                .map(event -> event.containsKey("text") ? event.putNull("text") : event)
                .toList();
    }
}
