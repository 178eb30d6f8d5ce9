package io.gavel.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.RunningNode;
import io.gavel.SecondNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewsTest {
    private final User guest = Group.newUser();
    private final User guestElsewhere = User.named(SecondNode.get(), guest.id(), null);

    @Test
    void whoDoesNotListenToAConversationIsToldHowItStandsOnEveryDevice() {
        var group = Group.of(guest);
        try (var here = personal(SharedNode.get(), guest);
                var there = personal(SecondNode.get(), guestElsewhere)) {
            group.post(group.maker(), "one");
            var seq = group.post(group.maker(), "two").getLong("seq");

            for (var device : List.of(here, there)) {
                awaitNews(device, seq, 2);
                var last = last(device);
                assertThat(Group.faults("ConversationUpdatedNotice", last)).isEmpty();
                assertThat(last.getLong("conversationId")).isEqualTo(group.id());
            }
            assertThat(group.listed(guest).getLong("unread")).isEqualTo(2);
        }
    }

    @Test
    void whatIsReadOnOneDeviceIsReadOnTheOthersAndNobodyElseIsDisturbed() {
        var group = Group.of(guest);
        var message = group.post(group.maker(), "one");
        try (var phone = personal(SharedNode.get(), guest);
                var laptop = personal(SecondNode.get(), guestElsewhere);
                var maker = personal(SharedNode.get(), group.maker())) {
            var read = phone.ask("mark_read", group.body().put("messageId", message.getLong("id")));
            var again = phone.ask("mark_read", group.body().put("messageId", message.getLong("id")));

            assertThat(again.fieldNames()).containsExactly("ok");
            awaitNews(phone, read.getLong("seq"), 0);
            awaitNews(laptop, read.getLong("seq"), 0);
            var next = group.post(guest, "answer").getLong("seq");
            awaitNews(maker, next, 1);
            assertThat(news(maker)).hasSize(1);
        }
    }

    @Test
    void whoIsAddedIsToldAndWhoIsRemovedIsToldNoMore() {
        var group = Group.of(Group.newUser());
        try (var device = personal(SharedNode.get(), guest)) {
            var added = new JsonObject().put("userIds", JsonArray.of(guest.id()));
            Group.require(group.maker().post(group.path("/members"), added), 200);
            awaitNews(device, 2, 0);
            group.remove(guest);
            group.post(group.maker(), "without you");
            var other = Group.of(guest);
            var seq = other.post(other.maker(), "with you").getLong("seq");

            awaitNews(device, seq, 1);
            assertThat(news(device))
                    .filteredOn(event -> event.getLong("conversationId") == group.id())
                    .hasSize(1);
        }
    }

    @Test
    void nobodyHearsOfAnothersConversations() {
        var group = Group.of(Group.newUser());
        var common = Group.of(guest);
        try (var device = personal(SharedNode.get(), guest)) {
            group.post(group.maker(), "private");
            var seq = common.post(common.maker(), "common").getLong("seq");

            awaitNews(device, seq, 1);
            assertThat(news(device))
                    .extracting(event -> event.getLong("conversationId"))
                    .containsOnly(common.id());
        }
    }

    private static BridgeClient personal(RunningNode node, User user) {
        var client = Group.connect(node, user);
        client.register("user." + user.id());
        return client;
    }

    private static List<JsonObject> news(BridgeClient device) {
        return device.frames().stream()
                .filter(frame -> "rec".equals(frame.getString("type"))
                        && frame.getString("address").startsWith("user."))
                .map(frame -> frame.getJsonObject("body"))
                .filter(event -> "conversation_updated".equals(event.getString("event")))
                .toList();
    }

    private static JsonObject last(BridgeClient device) {
        var news = news(device);
        return news.get(news.size() - 1);
    }

    private static void awaitNews(BridgeClient device, long seq, long unread) {
        await().until(() -> news(device).stream()
                .anyMatch(event -> event.getLong("seq") == seq && event.getLong("unread") == unread));
    }
}
