package io.gavel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.SecondNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.gavel.User.Answer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("fifty requests at once, each of which must be served, want the machine to themselves")
class ConversationRacesTest {
    private static final RunningNode FIRST = SharedNode.get();
    private static final RunningNode SECOND = SecondNode.get();

    private final User ada = User.unknown(FIRST);
    private final User ben = User.unknown(FIRST);
    private final User adaAtSecond = User.named(SECOND, ada.id(), null);
    private final User benAtSecond = User.named(SECOND, ben.id(), null);

    @Test
    void twoHaveOneConversationHoweverManyAskAtOnceOnBothNodes() {
        var answers = ParallelCalls.of(
                50,
                i -> anyone(i)
                        .sendAsync(
                                "POST",
                                "/api/conversation",
                                new JsonObject()
                                        .put("participantUserIds", HostedMeeting.ids(i % 4 < 2 ? ben : ada))
                                        .encode()));

        assertThat(ParallelCalls.count(answers, 201)).isEqualTo(1);
        assertThat(ParallelCalls.count(answers, 200)).isEqualTo(49);
        assertThat(answers).extracting(answer -> answer.json().getLong("id")).containsOnly(id(answers.get(0)));
        assertThat(new Talk(ada, id(answers.get(0))).eventNames()).containsExactly("conversation_created");
    }

    @Test
    void ofTwentyWhoSpeakAtOnceEachIsHeardOnceAndInOneOrder() {
        var talk = Talk.of(ada, ben);

        var answers = ParallelCalls.of(
                40, i -> anyone(i).sendAsync("POST", talk.path("/messages"), "{\"text\":\"message " + i + "\"}"));

        var messages = talk.messages(ada);
        assertThat(answers).allMatch(answer -> answer.status() == 201);
        assertThat(messages)
                .extracting(message -> message.getString("text"))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 40).mapToObj(i -> "message " + i).toList());
        assertThat(messages)
                .extracting(message -> message.getLong("seq"))
                .containsExactlyElementsOf(LongStream.rangeClosed(2, 41).boxed().toList());
        assertThat(talk.events())
                .extracting(event -> event.getLong("seq"))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 41).boxed().toList());
        assertThat(talk.detail(ada).getLong("unread")).isEqualTo(20);
        assertThat(talk.detail(ben).getLong("unread")).isEqualTo(20);
        assertThat(talk.detail(ben).getJsonObject("lastMessage")).isEqualTo(messages.get(39));
    }

    @Test
    void aMessageSentManyTimesAtOnceOnBothNodesIsOne() {
        var talk = Talk.of(ada, ben);
        var body = new JsonObject()
                .put("text", "once")
                .put("clientMessageId", UUID.randomUUID().toString())
                .encode();

        var answers = ParallelCalls.of(
                20, i -> (i % 2 == 0 ? ada : adaAtSecond).sendAsync("POST", talk.path("/messages"), body));

        assertThat(answers).allMatch(answer -> answer.status() == 201);
        assertThat(answers).extracting(Answer::json).containsOnly(answers.get(0).json());
        assertThat(talk.eventNames()).containsExactly("conversation_created", "message_created");
    }

    @Test
    void whoIsRemovedSaysNothingAfterIt() {
        var talk = Talk.of(ada, ben);

        var answers = ParallelCalls.of(
                21,
                i -> i == 10
                        ? adaAtSecond.sendAsync("DELETE", talk.member(ben), null)
                        : (i % 2 == 0 ? ben : benAtSecond)
                                .sendAsync("POST", talk.path("/messages"), "{\"text\":\"message " + i + "\"}"));

        assertThat(answers.get(10).status()).isEqualTo(204);
        assertThat(answers).extracting(Answer::status).isSubsetOf(201, 204, 404);
        assertThat(talk.eventNames()).endsWith("member_removed");
        assertThat(talk.events()).hasSize(2 + (int) ParallelCalls.count(answers, 201));
    }

    @Test
    void ofManyEditsAndADeletionTheDeletionIsLast() {
        var talk = Talk.of(ada, ben);
        var message = talk.said(ada, "first");

        var answers = ParallelCalls.of(
                11,
                i -> i == 5
                        ? adaAtSecond.sendAsync("DELETE", talk.path(message), null)
                        : ada.sendAsync("PUT", talk.path(message), "{\"text\":\"edit " + i + "\"}"));

        assertThat(answers.get(5).status()).isEqualTo(204);
        assertThat(answers).extracting(Answer::status).isSubsetOf(200, 204, 409);
        assertThat(talk.eventNames()).endsWith("message_deleted");
        assertThat(talk.messages(ben).get(0).getString("text")).isNull();
    }

    /** The two people in turn, each at both nodes. */
    private User anyone(int call) {
        return List.of(ada, adaAtSecond, ben, benAtSecond).get(call % 4);
    }

    private static Long id(Answer answer) {
        return answer.json().getLong("id");
    }
}
