package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.body;
import static io.gavel.rest.HostedMeeting.ids;
import static io.gavel.rest.HostedMeeting.in;
import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.HostedMeeting.objects;
import static io.gavel.rest.HostedMeeting.require;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What meetings and conversations have to do with each other. */
class MeetingConversationTest {
    private final User host = newUser();
    private final User guest = newUser();

    @Test
    void aMeetingHasAChatOfItsOwnForThoseWhoAreInvited() {
        var meeting = HostedMeeting.of(host, body().put("participantUserIds", ids(guest)));
        var chat = chat(meeting);

        require(say(guest, chat, "hello"), 201);

        assertThat(texts(host, chat)).contains("hello");
        assertThat(newUser().get(path(chat)).status()).isEqualTo(404);
        assertThat(guest.get(path(chat)).json().getString("kind")).isEqualTo("meeting");
        assertThat(guest.get(path(chat)).json().getLong("meetingId")).isEqualTo(meeting.id());
    }

    @Test
    void aMeetingWithoutChatHasNone() {
        var meeting = HostedMeeting.of(host, body().put("chatEnabled", false));

        assertThat(meeting.detail().getBoolean("chatEnabled")).isFalse();
        assertThat(meeting.detail().getLong("chatConversationId")).isNull();
    }

    @Test
    void aMeetingThatIsLinkedNeedsNoChatOfItsOwn() {
        var linked = HostedMeeting.of(host, body().put("conversationId", group(host, guest)));

        assertThat(linked.detail().getLong("chatConversationId")).isNull();
    }

    @Test
    void theChatFollowsThePeopleOfTheMeeting() {
        var late = newUser();
        var meeting = HostedMeeting.of(host, body().put("participantUserIds", ids(guest)));
        var chat = chat(meeting);
        require(say(host, chat, "before"), 201);

        meeting.invited(late).removed(guest);

        assertThat(texts(late, chat)).contains("before");
        assertThat(guest.get(path(chat)).status()).isEqualTo(404);
        assertThat(say(guest, chat, "still here?").status()).isEqualTo(404);
        assertThat(eventNames(host, chat)).endsWith("message_created", "member_added", "member_removed");
    }

    @Test
    void nobodyElseChangesTheMembersOfAMeetingsChat() {
        var meeting = HostedMeeting.of(host, body().put("participantUserIds", ids(guest)));
        var path = path(chat(meeting));

        var added = host.post(path + "/members", new JsonObject().put("userIds", ids(newUser())));
        var left = guest.post(path + "/leave");

        assertThat(List.of(added, left)).allSatisfy(refused -> {
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("MEMBERS_FIXED");
        });
    }

    @Test
    void theChatIsReadableAfterTheMeetingAndTakesNothingMore() {
        var meeting = HostedMeeting.of(host, body().put("participantUserIds", ids(guest)));
        require(say(guest, chat(meeting), "kept"), 201);

        meeting.ended();

        assertThat(texts(guest, chat(meeting))).contains("kept");
        var late = say(guest, chat(meeting), "too late");
        assertThat(late.status()).isEqualTo(410);
        assertThat(late.code()).isEqualTo("MEETING_ENDED");
    }

    @Test
    void whatWasSaidInAChatIsNotChangedAfterTheMeetingButMayBeTakenBack() {
        var meeting = HostedMeeting.of(host, body().put("participantUserIds", ids(guest)));
        var said = require(say(guest, chat(meeting), "kept"), 201).json().getLong("id");
        meeting.ended();
        var message = path(chat(meeting)) + "/messages/" + said;

        var edited = guest.put(message, new JsonObject().put("text", "other"));
        var reacted = host.post(message + "/reactions", new JsonObject().put("reaction", "x"));

        assertThat(List.of(edited, reacted)).extracting(User.Answer::code).containsOnly("MEETING_ENDED");
        require(guest.delete(message), 204);
    }

    @Test
    void aHostWhoLeftTheLinkedConversationSaysNothingThereAnyMore() {
        var conversation = group(guest, host);
        var meeting = HostedMeeting.of(host, body().put("conversationId", conversation));
        require(host.post(path(conversation) + "/leave"), 204);

        require(host.put(meeting.path("/cancel")), 200);

        assertThat(system(guest, conversation))
                .extracting(said -> said.getString("type"))
                .containsExactly("meeting_scheduled");
    }

    @Test
    void whoIsInvitedLaterHasNothingToCatchUpWith() {
        var late = newUser();
        var meeting = HostedMeeting.of(host, body().put("participantUserIds", ids(guest)));
        require(say(guest, chat(meeting), "before"), 201);

        meeting.invited(late);
        require(say(guest, chat(meeting), "after"), 201);

        assertThat(late.get(path(chat(meeting))).json().getLong("unread")).isEqualTo(1);
    }

    @Test
    void theHostMayCloseTheChatAndOpenItAgain() {
        var meeting = HostedMeeting.of(host, body().put("chatEnabled", false).put("participantUserIds", ids(guest)));

        require(host.put(meeting.path(), new JsonObject().put("chatEnabled", true)), 200);
        require(say(guest, chat(meeting), "open"), 201);
        require(host.put(meeting.path(), new JsonObject().put("chatEnabled", false)), 200);

        var closed = say(guest, chat(meeting), "closed");
        assertThat(closed.status()).isEqualTo(403);
        assertThat(closed.code()).isEqualTo("CHAT_DISABLED");
        assertThat(texts(guest, chat(meeting))).contains("open").doesNotContain("closed");
    }

    @Test
    void aMeetingIsLinkedOnlyToAConversationOfItsHost() {
        var others = group(newUser(), guest);
        var meeting = HostedMeeting.of(host, body());

        var created = host.post("/api/meeting/create", body().put("conversationId", others));
        var edited = host.put(meeting.path(), new JsonObject().put("conversationId", others));

        assertThat(List.of(created.status(), edited.status())).containsExactly(404, 404);
        assertThat(meeting.detail().getInteger("version")).isEqualTo(1);
    }

    @Test
    void theMembersOfTheConversationAreInvitedWhereThatIsAskedFor() {
        var member = newUser();
        var conversation = group(host, guest, member);

        var meeting = HostedMeeting.of(
                host, body().put("conversationId", conversation).put("inviteConversation", true));
        var alone = HostedMeeting.of(host, body().put("conversationId", conversation));

        assertThat(people(meeting)).containsExactlyInAnyOrder(host.id(), guest.id(), member.id());
        assertThat(people(alone)).containsExactly(host.id());
    }

    @Test
    void invitingAConversationNeedsOne() {
        var refused = host.post("/api/meeting/create", body().put("inviteConversation", true));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactly("inviteConversation");
    }

    @Test
    void whatHappensToTheMeetingIsSaidInItsConversationOnceEach() {
        var conversation = group(host, guest);
        var meeting = HostedMeeting.of(
                host, body().put("conversationId", conversation).put("participantUserIds", ids(guest)));

        require(host.post(meeting.path("/join")), 200);
        require(guest.post(meeting.path("/join")), 200);
        require(
                host.post(meeting.path("/recording"), new JsonObject().put("fileUrl", "https://files.example/1.mp4")),
                201);
        require(host.put(meeting.path("/end")), 200);
        require(host.put(meeting.path("/end")), 200);

        assertThat(system(guest, conversation))
                .extracting(said -> said.getString("type"))
                .containsExactly("meeting_scheduled", "meeting_started", "recording_ready", "meeting_ended");
        assertThat(system(guest, conversation))
                .allSatisfy(said -> assertThat(said.getLong("meetingId")).isEqualTo(meeting.id()));
        assertThat(system(guest, conversation).get(3).getLong("durationSeconds"))
                .isEqualTo(meeting.detail().getLong("durationSeconds"));
    }

    @Test
    void aCancellationIsSaidInTheMeetingsOwnChat() {
        var meeting = HostedMeeting.of(host, body().put("scheduledAt", in(Duration.ofHours(1))));

        require(host.put(meeting.path("/cancel"), new JsonObject().put("reason", "ill")), 200);

        var last = system(host, chat(meeting)).get(1);
        assertThat(last.getString("type")).isEqualTo("meeting_cancelled");
        assertThat(last.getString("reason")).isEqualTo("ill");
    }

    @Test
    void whatTheSystemSaysCountsAsNobodysUnreadMessage() {
        var conversation = group(host, guest);

        HostedMeeting.of(host, body().put("conversationId", conversation));

        assertThat(guest.get(path(conversation)).json().getLong("unread")).isZero();
        assertThat(guest.get(path(conversation))
                        .json()
                        .getJsonObject("lastMessage")
                        .getString("userId"))
                .isNull();
    }

    private static long group(User owner, User... others) {
        return HostedMeeting.conversation(owner, others);
    }

    private static long chat(HostedMeeting meeting) {
        return meeting.detail().getLong("chatConversationId");
    }

    private static String path(long conversation) {
        return "/api/conversation/" + conversation;
    }

    private static User.Answer say(User user, long conversation, String text) {
        return user.post(path(conversation) + "/messages", new JsonObject().put("text", text));
    }

    private static List<JsonObject> messages(User user, long conversation) {
        return objects(
                require(user.get(path(conversation) + "/messages"), 200).json().getJsonArray("items"));
    }

    private static List<String> texts(User user, long conversation) {
        return messages(user, conversation).stream()
                .map(message -> message.getString("text"))
                .toList();
    }

    private static List<JsonObject> system(User user, long conversation) {
        return messages(user, conversation).stream()
                .map(message -> message.getJsonObject("system"))
                .filter(said -> said != null)
                .toList();
    }

    private static List<String> eventNames(User user, long conversation) {
        return objects(user.get(path(conversation) + "/events").json().getJsonArray("items")).stream()
                .map(event -> event.getString("event"))
                .toList();
    }

    private static List<String> people(HostedMeeting meeting) {
        return objects(meeting.detail().getJsonArray("participants")).stream()
                .map(person -> person.getString("userId"))
                .toList();
    }
}
