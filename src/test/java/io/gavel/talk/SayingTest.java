package io.gavel.talk;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SecondNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SayingTest {
    private final User guest = Group.newUser();
    private final User guestElsewhere = User.named(SecondNode.get(), guest.id(), null);

    @Test
    void whatIsSaidOverBridgeAndRestIsHeardByAllOnEveryNodeOnceAndInOrder() {
        var group = Group.of(guest);
        try (var maker = group.listen(group.maker());
                var here = group.listen(guest);
                var there = group.listen(SecondNode.get(), guestElsewhere)) {
            var answers = new ArrayList<CompletableFuture<JsonObject>>();
            for (int i = 0; i < 20; i++) {
                answers.add((i % 2 == 0 ? here : maker).send("send_message", group.saying("bridge " + i)));
            }
            answers.forEach(CompletableFuture::join);
            group.post(guestElsewhere, "rest");
            var last = there.ask("send_message", group.saying("last")).getLong("seq");

            for (var client : List.of(maker, here, there)) {
                group.awaitSeq(client, last);
                assertThat(client.received(group.address()))
                        .isEqualTo(group.events().subList(1, 23));
            }
        }
    }

    @Test
    void theAnswerNamesTheMessageAndItsEvent() {
        var group = Group.of(guest);
        var first = group.post(group.maker(), "first");
        try (var browser = group.listen(guest)) {
            var answer = browser.ask(
                    "send_message",
                    group.saying("second").put("clientMessageId", "c-1").put("replyToId", first.getLong("id")));

            group.awaitSeq(browser, answer.getLong("seq"));
            assertThat(Group.faults("SaidAnswer", answer)).isEmpty();
            var event = browser.received(group.address()).get(0);
            assertThat(event.getString("event")).isEqualTo("message_created");
            assertThat(event.getLong("conversationId")).isEqualTo(group.id());
            assertThat(event.getLong("messageId")).isEqualTo(answer.getLong("messageId"));
            assertThat(event.getString("userId")).isEqualTo(guest.id());
            assertThat(event.getLong("replyToId")).isEqualTo(first.getLong("id"));
            assertThat(event.getString("clientMessageId")).isEqualTo("c-1");
        }
    }

    @Test
    void whatOneConnectionSaysIsSaidInItsOrder() {
        var group = Group.of(guest);
        try (var browser = group.listen(guest)) {
            var answers = new ArrayList<CompletableFuture<JsonObject>>();
            for (int i = 0; i < 30; i++) {
                answers.add(browser.send("send_message", group.saying("" + i)));
            }
            var resumed = browser.ask("resume_conversation", group.body().put("afterSeq", 1));

            assertThat(resumed.getLong("seq")).isEqualTo(31);
            assertThat(Group.objects(resumed.getJsonArray("events")))
                    .extracting(event -> Integer.parseInt(event.getString("text")))
                    .isSorted()
                    .hasSize(30);
            assertThat(answers).allMatch(CompletableFuture::isDone);
        }
    }

    @Test
    void theSameMessageAgainOnWhateverConnectionGetsTheFirstAnswer() {
        var group = Group.of(guest);
        try (var here = group.listen(guest);
                var alsoHere = Group.connect(SharedNode.get(), guest);
                var there = Group.connect(SecondNode.get(), guestElsewhere)) {
            var message = group.saying("once").put("clientMessageId", "the-same");
            var answers = new ArrayList<CompletableFuture<JsonObject>>();
            for (var client : List.of(here, alsoHere, there, here)) {
                answers.add(client.send("send_message", message));
            }
            var rest = Group.require(
                            guest.post(
                                    group.path("/messages"),
                                    new JsonObject().put("text", "once").put("clientMessageId", "the-same")),
                            201)
                    .json();

            var first = answers.get(0).join();
            assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(first));
            assertThat(rest.getLong("id")).isEqualTo(first.getLong("messageId"));
            assertThat(group.events()).hasSize(2);
        }
    }

    @Test
    void markupIsTextToTheLetterAndLongTextsOfRareCharactersFitIntoAFrame() {
        var markup = "<img src=x onerror=\"alert(1)\">&amp; \u2028 \ud83d\ude00\n\t\"quoted\" \\u0041";
        var longest = "\ud83d\ude00".repeat(4000);
        var group = Group.of(guest);
        try (var browser = group.listen(guest)) {
            browser.ask("send_message", group.saying(markup));
            var last = browser.ask("send_message", group.saying(longest)).getLong("seq");

            group.awaitSeq(browser, last);
            assertThat(browser.received(group.address()))
                    .extracting(event -> event.getString("text"))
                    .containsExactly(markup, longest);
            assertThat(group.events().get(1).getString("text")).isEqualTo(markup);
            assertThat(group.listed(guest).getJsonObject("lastMessage").getString("text"))
                    .isEqualTo(longest);
        }
    }

    @Test
    void badInputIsRefusedWithTheCodesOfRest() {
        var group = Group.of(guest);
        var elsewhere = Group.of(guest);
        var foreign = elsewhere.post(guest, "elsewhere").getLong("id");
        try (var browser = group.listen(guest)) {
            for (var body : new JsonObject[] {
                group.body(),
                group.saying(""),
                group.saying(" \n "),
                group.saying("bell \u0007"),
                group.saying("x".repeat(4001)),
                group.saying("x").put("replyToId", foreign),
                group.saying("x").put("clientMessageId", "x".repeat(65)),
                group.saying("x").put("conversationId", "1")
            }) {
                var refused = browser.refusal("send_message", body);
                assertThat(refused.status()).as(body.encode()).isEqualTo(400);
                assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
            }
            assertThat(browser.refusal("mark_read", group.body().put("messageId", foreign))
                            .status())
                    .isEqualTo(404);
            assertThat(group.events()).hasSize(1);
        }
    }
}
