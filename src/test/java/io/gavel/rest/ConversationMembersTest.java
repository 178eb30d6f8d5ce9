package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.HostedMeeting.objects;
import static io.gavel.rest.HostedMeeting.require;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationMembersTest {
    private final User ada = newUser();
    private final User ben = newUser();
    private final User cid = newUser();

    @Test
    void everyMemberMayAddOthersWhoSeeEverything() {
        var talk = Talk.of(ada, ben);
        talk.said(ada, "before");

        var answer = talk.add(ben, cid, ada, cid);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).isEqualTo(talk.detail(ben));
        assertThat(members(talk, ben)).containsExactlyInAnyOrder(ada.id(), ben.id(), cid.id());
        assertThat(members(talk, ben)).last().isEqualTo(cid.id());
        assertThat(talk.eventNames()).containsExactly("conversation_created", "message_created", "member_added");
        assertThat(talk.lastEvent().getString("userId")).isEqualTo(cid.id());
        assertThat(talk.lastEvent().getString("by")).isEqualTo(ben.id());
        assertThat(talk.messages(cid))
                .extracting(said -> said.getString("text"))
                .containsExactly("before");
    }

    @Test
    void whoIsAMemberAlreadyIsSkipped() {
        var talk = Talk.of(ada, ben);
        var before = talk.detail(ada);

        var answer = talk.add(ada, ben, ada);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).isEqualTo(before);
    }

    @Test
    void aRemovedMemberGetsNothingAnyMore() {
        var talk = Talk.of(ada, ben, cid);
        var message = talk.said(cid, "mine");

        talk.removed(cid);

        assertThat(List.of(
                        cid.get(talk.path()),
                        cid.get(talk.path("/messages")),
                        cid.get(talk.path("/events")),
                        talk.say(cid, "still"),
                        talk.edit(cid, message, "still"),
                        cid.delete(talk.path(message)),
                        talk.react(cid, message, "x"),
                        cid.delete(talk.path(message) + "/reactions/x"),
                        talk.read(cid, message),
                        talk.add(cid, cid),
                        cid.delete(talk.member(cid)),
                        cid.post(talk.path("/leave"))))
                .extracting(User.Answer::status)
                .containsOnly(404);
        assertThat(cid.get("/api/conversation/list").json().getJsonArray("items"))
                .isEmpty();
        assertThat(talk.lastEvent().getString("event")).isEqualTo("member_removed");
        assertThat(talk.lastEvent().getString("by")).isEqualTo(ada.id());
        assertThat(talk.detail(ada).getInteger("memberCount")).isEqualTo(2);
    }

    @Test
    void whoComesBackFindsWhatItHadRead() {
        var talk = Talk.of(ada, ben);
        require(talk.read(ben, talk.said(ada, "one")), 200);
        talk.removed(ben);
        talk.said(ada, "two");

        require(talk.add(ada, ben), 200);

        assertThat(talk.messages(ben)).hasSize(2);
        assertThat(talk.detail(ben).getLong("unread")).isEqualTo(1);
    }

    @Test
    void everybodyMayLeaveInEitherWay() {
        var talk = Talk.of(ada, ben, cid);

        assertThat(ben.post(talk.path("/leave")).status()).isEqualTo(204);
        assertThat(cid.delete(talk.member(cid)).status()).isEqualTo(204);

        assertThat(members(talk, ada)).containsExactly(ada.id());
        assertThat(talk.lastEvent().getString("by")).isEqualTo(cid.id());
        assertThat(talk.eventNames()).containsExactly("conversation_created", "member_removed", "member_removed");
    }

    @Test
    void onlyWhoMadeTheGroupRemovesOthers() {
        var talk = Talk.of(ada, ben, cid);

        var refused = ben.delete(talk.member(cid));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("FORBIDDEN");
        assertThat(ben.delete(talk.member(newUser())).status()).isEqualTo(404);
        assertThat(ada.delete(talk.member(newUser())).status()).isEqualTo(404);
        assertThat(members(talk, cid)).contains(cid.id());
        assertThat(talk.eventNames()).containsExactly("conversation_created");
    }

    @Test
    void twoStayTheTwoOfTheirConversation() {
        var talk = Talk.direct(ada, ben);

        assertThat(List.of(
                        talk.add(ada, cid),
                        ada.delete(talk.member(ben)),
                        ben.delete(talk.member(ben)),
                        ben.post(talk.path("/leave"))))
                .allSatisfy(refused -> {
                    assertThat(refused.status()).isEqualTo(409);
                    assertThat(refused.code()).isEqualTo("MEMBERS_FIXED");
                });
        assertThat(talk.eventNames()).containsExactly("conversation_created");
    }

    @Test
    void strangersAndAdminsChangeNothing() {
        var talk = Talk.of(ada, ben);
        var message = talk.said(ada, "ours");

        for (var stranger : List.of(cid, User.admin(SharedNode.get()))) {
            assertThat(List.of(
                            talk.add(stranger, stranger),
                            stranger.delete(talk.member(ben)),
                            stranger.post(talk.path("/leave")),
                            talk.say(stranger, "me too"),
                            talk.edit(stranger, message, "mine"),
                            stranger.delete(talk.path(message)),
                            talk.react(stranger, message, "x"),
                            stranger.delete(talk.path(message) + "/reactions/x"),
                            talk.read(stranger, message)))
                    .extracting(User.Answer::status)
                    .containsOnly(404);
        }
        assertThat(talk.eventNames()).containsExactly("conversation_created", "message_created");
    }

    private static List<String> members(Talk talk, User user) {
        return objects(talk.detail(user).getJsonArray("members")).stream()
                .map((JsonObject member) -> member.getString("userId"))
                .toList();
    }
}
