package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.HostedMeeting.objects;
import static io.gavel.rest.HostedMeeting.require;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
    private final User ada = newUser();
    private final User ben = newUser();
    private final Talk talk = Talk.of(ada, ben);

    @Test
    void whatIsSaidIsOneEventAndTheLastMessage() {
        var answer = talk.say(ben, new JsonObject().put("text", "Hello").put("clientMessageId", "b-1"));

        var message = answer.json();
        var event = talk.lastEvent();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(message.fieldNames()).containsExactlyInAnyOrder(WireFields.MESSAGE);
        assertThat(message.getLong("seq")).isEqualTo(2).isEqualTo(event.getLong("seq"));
        assertThat(message.getString("createdAt")).isEqualTo(event.getString("at"));
        assertThat(event.getString("event")).isEqualTo("message_created");
        assertThat(event.getLong("messageId")).isEqualTo(message.getLong("id"));
        for (var field : List.of("userId", "userName", "text", "system", "replyToId", "clientMessageId")) {
            assertThat(event.getValue(field)).isEqualTo(message.getValue(field));
        }
        assertThat(talk.messages(ada)).containsExactly(message);
        assertThat(talk.detail(ada).getJsonObject("lastMessage")).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert('x')</script> &amp; \"quoted\"",
                " leading and trailing \n\tlines\r\n ",
                "\u202e\u200d\ud83d\udc69\u200d\ud83d\udcbb e\u0301",
                "'; DROP TABLE message; -- #{text} $1 %s"
            })
    void textIsKeptToTheLetter(String text) {
        var message = talk.said(ben, text);
        var edited = require(talk.edit(ben, message, text + text), 200).json();

        assertThat(message.getString("text")).isEqualTo(text);
        assertThat(edited.getString("text")).isEqualTo(text + text);
        assertThat(talk.messages(ada).get(0).getString("text")).isEqualTo(text + text);
        assertThat(talk.lastEvent().getString("text")).isEqualTo(text + text);
    }

    @Test
    void fourThousandCharactersAreTheMost() {
        assertThat(talk.say(ada, "\ud83d\ude00".repeat(4000)).status()).isEqualTo(201);
        assertThat(talk.say(ada, "x".repeat(4001)).faultyFields()).containsExactly("text");
        assertThat(talk.messages(ben).get(0).getString("text")).isEqualTo("\ud83d\ude00".repeat(4000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | text",
                "{'text':null} | text",
                "{'text':''} | text",
                "{'text':' \\n\\t\\u200b'} | text",
                "{'text':'a\\u0000b'} | text",
                "{'text':'a\\u0007b'} | text",
                "{'text':'a\\u0085b'} | text",
                "{'text':'\\ud800'} | text",
                "{'text':7,'userId':'x'} | text,userId",
                "{'text':'x','clientMessageId':'','replyToId':0} | clientMessageId,replyToId",
                "{'text':'x','clientMessageId':'\\u0000'} | clientMessageId",
                "{'text':' ','replyToId':1.5} | text,replyToId",
                "{'text':'x','replyToId':999999999} | replyToId",
            })
    void whatCannotBeSaidIsRefusedByName(String body, String fields) {
        var refused = ada.send("POST", talk.path("/messages"), body.replace('\'', '"'));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactlyInAnyOrder(fields.split(","));
        assertThat(talk.eventNames()).containsExactly("conversation_created");
    }

    @Test
    void aReplyIsToAMessageOfTheSameConversation() {
        var question = talk.said(ada, "when?");
        var elsewhere = Talk.of(ada, ben).said(ada, "elsewhere");

        var reply = talk.say(ben, reply(question, "now"));
        var refused = talk.say(ben, reply(elsewhere, "here"));

        assertThat(reply.json().getLong("replyToId")).isEqualTo(question.getLong("id"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactly("replyToId");
    }

    @Test
    void theSameClientMessageIdGetsTheFirstAnswerAndAddsNothing() {
        var id = UUID.randomUUID().toString();
        var first = talk.say(ben, new JsonObject().put("text", "one").put("clientMessageId", id));

        var again = talk.say(ben, new JsonObject().put("text", "one").put("clientMessageId", id));
        var other = talk.say(
                ben,
                new JsonObject().put("text", "two").put("clientMessageId", id).put("replyToId", 999999999));

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(other.json()).isEqualTo(first.json());
        assertThat(talk.messages(ada)).hasSize(1);
        assertThat(talk.eventNames()).containsExactly("conversation_created", "message_created");
    }

    @Test
    void theFirstAnswerTellsTheMessageAsItIsNow() {
        var body = new JsonObject().put("text", "one").put("clientMessageId", "mine");
        var first = talk.say(ben, body).json();
        require(talk.edit(ben, first, "two"), 200);

        var edited = talk.say(ben, body).json();
        require(ben.delete(talk.path(first)), 204);
        var deleted = talk.say(ben, body).json();

        assertThat(List.of(edited, deleted)).allSatisfy(again -> {
            assertThat(again.getLong("id")).isEqualTo(first.getLong("id"));
            assertThat(again.getLong("seq")).isEqualTo(first.getLong("seq"));
        });
        assertThat(edited.getString("text")).isEqualTo("two");
        assertThat(deleted.getString("text")).isNull();
    }

    @Test
    void aClientMessageIdIsItsUsersInItsConversation() {
        var other = Talk.of(ada, ben);
        var body = new JsonObject().put("text", "one").put("clientMessageId", "same");

        var ids = List.of(talk.say(ben, body), talk.say(ada, body), other.say(ben, body));

        assertThat(ids).extracting(answer -> answer.json().getLong("id")).doesNotHaveDuplicates();
    }

    @Test
    void aClosedChatStillGivesTheFirstAnswer() {
        var meeting = HostedMeeting.of(ada, HostedMeeting.body());
        var chat = new Talk(ada, meeting.detail().getLong("chatConversationId"));
        var body = new JsonObject().put("text", "one").put("clientMessageId", "same");
        var first = require(chat.say(ada, body), 201).json();
        require(ada.put(meeting.path(), new JsonObject().put("chatEnabled", false)), 200);

        assertThat(chat.say(ada, body).json()).isEqualTo(first);
        assertThat(chat.say(ada, "more").code()).isEqualTo("CHAT_DISABLED");
        assertThat(chat.say(ada, body.copy().put("clientMessageId", "other")).status())
                .isEqualTo(403);
    }

    @Test
    void messagesAreReadInPagesToBothSides() {
        var ids = IntStream.range(0, 7)
                .mapToObj(i -> talk.said(ada, "message " + i).getLong("id"))
                .toList();

        assertPage("", ids, false);
        assertPage("?limit=3", ids.subList(4, 7), true);
        assertPage("?limit=3&before=" + ids.get(4), ids.subList(1, 4), true);
        assertPage("?limit=3&before=" + ids.get(1), ids.subList(0, 1), false);
        assertPage("?limit=3&after=" + ids.get(1), ids.subList(2, 5), true);
        assertPage("?limit=3&after=" + ids.get(3), ids.subList(4, 7), false);
        assertPage("?after=0&limit=7", ids, false);
        assertPage("?after=" + ids.get(6), List.of(), false);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=101, limit",
        "before=0, before",
        "before=x, before",
        "after=-1, after",
        "before=5&after=3, after"
    })
    void pagesTakeNoOtherValues(String query, String field) {
        var refused = ada.get(talk.path("/messages?" + query));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactly(field);
    }

    @Test
    void unreadIsWhatOthersSaidSince() {
        var first = talk.said(ada, "one");
        talk.said(ada, "two");
        talk.said(ben, "three");
        var deleted = talk.said(ada, "four");
        require(ada.delete(talk.path(deleted)), 204);

        assertThat(unread(ben)).isEqualTo(2);
        assertThat(unread(ada)).isEqualTo(1);
        require(talk.read(ben, first), 200);
        assertThat(unread(ben)).isEqualTo(1);
        assertThat(unread(ada)).isEqualTo(1);
    }

    @Test
    void readingNeverGoesBack() {
        var first = talk.said(ada, "one");
        var second = talk.said(ada, "two");

        var read = talk.read(ben, second);
        var back = talk.read(ben, first);
        var again = talk.read(ben, second);

        assertThat(read.json()).isEqualTo(new JsonObject().put("seq", 4));
        assertThat(List.of(back.json(), again.json())).containsOnly(new JsonObject().putNull("seq"));
        assertThat(talk.lastEvent().getString("event")).isEqualTo("message_read");
        assertThat(talk.lastEvent().getString("userId")).isEqualTo(ben.id());
        assertThat(talk.lastEvent().getLong("messageId")).isEqualTo(second.getLong("id"));
        assertThat(readMessageId(ben)).isEqualTo(second.getLong("id"));
        assertThat(talk.events()).hasSize(4);
    }

    @Test
    void onlyAMessageOfTheConversationIsRead() {
        var elsewhere = Talk.of(ada, ben).said(ada, "elsewhere");

        assertThat(talk.read(ben, elsewhere).status()).isEqualTo(404);
        assertThat(talk.read(ben, new JsonObject().put("id", 999999999)).status())
                .isEqualTo(404);
        assertThat(ben.put(talk.path("/read"), new JsonObject().put("messageId", 0))
                        .faultyFields())
                .containsExactly("messageId");
        assertThat(talk.events()).hasSize(1);
    }

    private void assertPage(String query, List<Long> ids, boolean more) {
        var page = require(ben.get(talk.path("/messages" + query)), 200).json();
        assertThat(objects(page.getJsonArray("items")))
                .extracting(message -> message.getLong("id"))
                .containsExactlyElementsOf(ids);
        assertThat(page.getBoolean("more")).isEqualTo(more);
    }

    private long unread(User user) {
        JsonArray items = user.get("/api/conversation/list").json().getJsonArray("items");
        assertThat(items.getJsonObject(0).getLong("unread"))
                .isEqualTo(talk.detail(user).getLong("unread"));
        return talk.detail(user).getLong("unread");
    }

    private long readMessageId(User user) {
        return objects(talk.detail(user).getJsonArray("members")).stream()
                .filter(member -> user.id().equals(member.getString("userId")))
                .findFirst()
                .orElseThrow()
                .getLong("readMessageId");
    }

    private static JsonObject reply(JsonObject message, String text) {
        return new JsonObject().put("text", text).put("replyToId", message.getLong("id"));
    }
}
