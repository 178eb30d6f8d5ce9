package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.ids;
import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.HostedMeeting.objects;
import static io.gavel.rest.HostedMeeting.require;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SecondNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whoever is away is told once that there is something to read. */
class MessageNotificationsTest {
    private static final String LIST = "/api/notification/list";

    private final User ann = User.named(SharedNode.get(), "ann-" + UUID.randomUUID(), "Ann");
    private final User bob = newUser();
    private final User eve = newUser();

    @Test
    void aMessageToWhoIsOfflineIsANotification() {
        var talk = HostedMeeting.conversation(ann, bob, eve);

        var sentAt = say(ann, talk, "Hello").getString("createdAt");

        var item = items(bob).get(0);
        assertThat(item)
                .isEqualTo(new JsonObject()
                        .put("id", item.getLong("id"))
                        .put("type", "message")
                        .putNull("meetingId")
                        .put("conversationId", talk)
                        .put("title", "Team")
                        .putNull("hostName")
                        .put("createdAt", sentAt)
                        .putNull("readAt"));
        assertThat(items(eve)).hasSize(1);
        assertThat(items(ann)).isEmpty();
    }

    @Test
    void untilItIsReadMoreMessagesAddNothing() {
        var talk = HostedMeeting.conversation(ann, bob, eve);
        say(ann, talk, "One");
        var first = items(bob).get(0);

        say(ann, talk, "Two");
        say(eve, talk, "Three");
        var before = items(bob);
        bob.put("/api/notification/" + first.getLong("id") + "/read");
        say(ann, talk, "Four");

        assertThat(before).containsExactly(first);
        assertThat(items(bob)).hasSize(2);
        assertThat(items(ann)).as("Eve's message").hasSize(1);
    }

    @Test
    void eachConversationHasItsOwn() {
        var one = HostedMeeting.conversation(ann, bob);
        var other = HostedMeeting.conversation(ann, bob, eve);

        say(ann, one, "Here");
        say(ann, other, "There");

        assertThat(items(bob))
                .extracting(item -> item.getLong("conversationId"))
                .containsExactly(other, one);
    }

    @Test
    void theTalkOfTwoIsCalledAsTheOther() {
        var direct = require(ann.post("/api/conversation", new JsonObject().put("participantUserIds", ids(bob))), 201)
                .json()
                .getLong("id");

        say(ann, direct, "Hello");
        say(bob, direct, "Hello yourself");

        assertThat(items(bob).get(0).getString("title")).isEqualTo("Ann");
        assertThat(items(ann).get(0).getString("title")).isEqualTo(bob.id());
    }

    @Test
    void aMeetingsOwnChatIsCalledAsTheMeeting() {
        var meeting = HostedMeeting.of(ann, HostedMeeting.body().put("participantUserIds", ids(bob)))
                .started();
        var chat = meeting.detail().getLong("chatConversationId");

        say(ann, chat, "Where are you?");

        var item = items(bob).get(0);
        assertThat(item.getString("type")).isEqualTo("message");
        assertThat(item.getString("title")).isEqualTo("Interview");
        assertThat(item.getValue("meetingId")).isNull();
        assertThat(item.getValue("hostName")).isNull();
    }

    @Test
    void whoIsOnlineIsNotToldAndLaterIsAgain() {
        var talk = HostedMeeting.conversation(ann, bob, eve);
        online(bob);
        seen(eve, "15 seconds");

        say(ann, talk, "You are here");
        assertThat(items(bob)).isEmpty();
        assertThat(items(eve)).isEmpty();
        SharedNode.get().execute("DELETE FROM presence_connection WHERE user_id = ?", bob.id());
        seen(bob, "31 seconds");
        say(ann, talk, "You were here");

        assertThat(items(bob)).hasSize(1);
    }

    @Test
    void readingTheConversationToItsEndReadsTheNotification() {
        var talk = HostedMeeting.conversation(ann, bob, eve);
        var first = say(ann, talk, "One").getLong("id");
        var last = say(ann, talk, "Two").getLong("id");

        mark(bob, talk, first);
        var halfway = items(bob).get(0).getValue("readAt");
        mark(bob, talk, last);

        assertThat(halfway).isNull();
        assertThat(items(bob).get(0).getString("readAt")).matches(WireFields.TIME);
        assertThat(items(eve).get(0).getValue("readAt")).isNull();
    }

    @Test
    void whoLeavesIsToldNothingOfItAnyMore() {
        var talk = HostedMeeting.conversation(ann, bob, eve);
        say(ann, talk, "One");

        require(bob.post("/api/conversation/" + talk + "/leave"), 204);
        require(ann.delete("/api/conversation/" + talk + "/members/" + eve.id()), 204);
        say(ann, talk, "Two");

        assertThat(items(bob)).isEmpty();
        assertThat(items(eve)).isEmpty();
    }

    @Test
    void whoIsRemovedFromTheMeetingIsToldNothingOfItsChat() {
        var meeting = HostedMeeting.of(ann, HostedMeeting.body().put("participantUserIds", ids(bob)));
        say(ann, meeting.detail().getLong("chatConversationId"), "Hello");

        meeting.removed(bob);

        assertThat(items(bob)).isEmpty();
    }

    @Test
    void whatTheSystemSaysIsNoNews() {
        var talk = HostedMeeting.conversation(ann, bob);

        HostedMeeting.of(ann, HostedMeeting.body().put("conversationId", talk)).started();

        assertThat(items(bob)).isEmpty();
    }

    @Test
    void whoDoesNotWantThemGetsNone() {
        var talk = HostedMeeting.conversation(ann, bob);
        bob.put("/api/notification/preferences", new JsonObject().put("message", false));

        say(ann, talk, "Hello");

        assertThat(items(bob)).isEmpty();
    }

    @Test
    void ofManySendersAtOnceOneIsTold() {
        var talk = HostedMeeting.conversation(ann, bob, eve);
        var senders = List.of(
                ann, eve, User.named(SecondNode.get(), ann.id(), "Ann"), User.named(SecondNode.get(), eve.id(), null));

        var answers = ParallelCalls.of(
                16,
                i -> senders.get(i % 4)
                        .sendAsync("POST", "/api/conversation/" + talk + "/messages", "{\"text\":\"" + i + "\"}"));

        assertThat(ParallelCalls.count(answers, 201)).isEqualTo(16);
        assertThat(items(bob)).hasSize(1);
    }

    private static void online(User user) {
        SharedNode.get()
                .execute(
                        "INSERT INTO presence_connection (user_id, node_id, incarnation, since)"
                                + " SELECT ?, node_id, incarnation, now_ms() FROM node_lease"
                                + " WHERE expires_at > now() ORDER BY expires_at DESC LIMIT 1",
                        user.id());
    }

    private static void seen(User user, String ago) {
        SharedNode.get()
                .execute(
                        "INSERT INTO presence (user_id, last_seen_at) VALUES (?, now_ms() - ?::interval)"
                                + " ON CONFLICT (user_id) DO UPDATE SET last_seen_at = excluded.last_seen_at",
                        user.id(),
                        ago);
    }

    private static JsonObject say(User user, long conversation, String text) {
        var path = "/api/conversation/" + conversation + "/messages";
        return require(user.post(path, new JsonObject().put("text", text)), 201).json();
    }

    private static void mark(User user, long conversation, long message) {
        require(
                user.put("/api/conversation/" + conversation + "/read", new JsonObject().put("messageId", message)),
                200);
    }

    private static List<JsonObject> items(User user) {
        return objects(user.get(LIST).json().getJsonArray("items"));
    }
}
