package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.HostedMeeting.require;
import static io.gavel.rest.HostedMeeting.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageChangesTest {
    private static final Duration NEARLY_TOO_LATE = Duration.ofMinutes(14);
    private static final Duration TOO_LATE = Duration.ofMinutes(15);

    private final User ada = newUser();
    private final User ben = newUser();
    private final Talk talk = Talk.of(ada, ben);
    private final JsonObject message = talk.said(ben, "Hello");

    @Test
    void anEditIsOneEventAndKeepsTheMessagesPlace() {
        talk.earlier(message, NEARLY_TOO_LATE);

        var answer = talk.edit(ben, message, "Good morning");

        var edited = answer.json();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(edited.getString("text")).isEqualTo("Good morning");
        assertThat(edited.getLong("seq")).isEqualTo(message.getLong("seq"));
        assertThat(talk.messages(ada)).containsExactly(edited);
        assertThat(talk.lastEvent().getString("event")).isEqualTo("message_edited");
        assertThat(talk.lastEvent().getString("text")).isEqualTo("Good morning");
        assertThat(talk.lastEvent().getString("editedAt"))
                .isEqualTo(edited.getString("editedAt"))
                .isEqualTo(talk.lastEvent().getString("at"));
    }

    @Test
    void theSameTextAgainChangesNothing() {
        talk.earlier(message, TOO_LATE);
        var before = talk.messages(ben).get(0);

        var answer = talk.edit(ben, message, "Hello");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).isEqualTo(before);
        assertThat(talk.events()).hasSize(2);
    }

    @Test
    void aDeletedMessageLeavesATombstone() {
        require(talk.react(ada, message, "x"), 200);
        talk.earlier(message, NEARLY_TOO_LATE);

        assertThat(ben.delete(talk.path(message)).status()).isEqualTo(204);
        assertThat(ben.delete(talk.path(message)).status()).isEqualTo(204);

        var tombstone = talk.messages(ada).get(0);
        assertThat(tombstone.getLong("id")).isEqualTo(message.getLong("id"));
        assertThat(tombstone.getString("text")).isNull();
        assertThat(tombstone.getJsonArray("reactions")).isEmpty();
        assertThat(tombstone.getString("userId")).isEqualTo(ben.id());
        assertThat(tombstone.getString("deletedAt")).isEqualTo(talk.lastEvent().getString("deletedAt"));
        assertThat(talk.detail(ada).getJsonObject("lastMessage")).isEqualTo(tombstone);
        assertThat(talk.eventNames())
                .containsExactly("conversation_created", "message_created", "reaction_added", "message_deleted");
    }

    @Test
    void theTextOfADeletedMessageIsInNoEventAnyMore() {
        require(talk.edit(ben, message, "Hello again"), 200);
        require(talk.react(ada, message, "x"), 200);

        require(ben.delete(talk.path(message)), 204);

        assertThat(talk.events())
                .filteredOn(event -> event.containsKey("text"))
                .hasSize(2)
                .allSatisfy(event -> {
                    assertThat(event.getString("text")).isNull();
                    assertThat(event.getLong("messageId")).isEqualTo(message.getLong("id"));
                    assertThat(event.getString("userId")).isEqualTo(ben.id());
                });
    }

    @Test
    void nothingIsChangedAfterFifteenMinutes() {
        talk.earlier(message, TOO_LATE);

        assertThat(List.of(talk.edit(ben, message, "Too late"), ben.delete(talk.path(message))))
                .allSatisfy(MessageChangesTest::assertFinal);
        assertThat(talk.messages(ben).get(0).getString("text")).isEqualTo("Hello");
    }

    @Test
    void aDeletedMessageIsNotEditedNorReactedTo() {
        require(ben.delete(talk.path(message)), 204);

        assertThat(List.of(
                        talk.edit(ben, message, "Hello"),
                        talk.react(ada, message, "x"),
                        ada.delete(talk.path(message) + "/reactions/x")))
                .allSatisfy(MessageChangesTest::assertFinal);
    }

    @Test
    void onlyItsAuthorChangesAMessage() {
        assertThat(List.of(talk.edit(ada, message, "Mine"), ada.delete(talk.path(message))))
                .allSatisfy(refused -> {
                    assertThat(refused.status()).isEqualTo(403);
                    assertThat(refused.code()).isEqualTo("FORBIDDEN");
                });
        assertThat(talk.events()).hasSize(2);
    }

    @Test
    void whatTheSystemSaysIsNobodysToChange() {
        HostedMeeting.of(ada, HostedMeeting.body().put("conversationId", talk.id()));
        var system = talk.messages(ada).get(1);

        assertThat(system.getString("userId")).isNull();
        assertThat(talk.edit(ada, system, "Mine").status()).isEqualTo(403);
        assertThat(ada.delete(talk.path(system)).status()).isEqualTo(403);
        assertThat(talk.react(ada, system, "x").status()).isEqualTo(200);
    }

    @Test
    void aMessageOfAnotherConversationIsNotHere() {
        var elsewhere = Talk.of(ben, ada).said(ben, "elsewhere");
        var unknown = new JsonObject().put("id", 999999999);

        for (var strange : List.of(elsewhere, unknown)) {
            assertThat(List.of(
                            talk.edit(ben, strange, "x"),
                            ben.delete(talk.path(strange)),
                            talk.react(ben, strange, "x"),
                            ben.delete(talk.path(strange) + "/reactions/x")))
                    .extracting(User.Answer::status)
                    .containsOnly(404);
        }
        assertThat(ben.delete(talk.path("/messages/x")).status()).isEqualTo(404);
    }

    @Test
    void anEditTakesWhatSendingTakes() {
        assertThat(talk.edit(ben, message, " ").faultyFields()).containsExactly("text");
        assertThat(talk.edit(ben, message, "x".repeat(4001)).faultyFields()).containsExactly("text");
        assertThat(ben.put(talk.path(message), new JsonObject()).faultyFields()).containsExactly("text");
    }

    @Test
    void reactionsStandInTheOrderInWhichTheyWereGiven() {
        require(talk.react(ada, message, "\ud83d\udc4d"), 200);
        require(talk.react(ben, message, ":-)"), 200);
        require(talk.react(ben, message, "\ud83d\udc4d"), 200);

        var reactions = talk.messages(ada).get(0).getJsonArray("reactions");

        assertThat(reactions).hasSize(2);
        assertThat(reactions.getJsonObject(0)).isEqualTo(reaction("\ud83d\udc4d", ada, ben));
        assertThat(reactions.getJsonObject(1)).isEqualTo(reaction(":-)", ben));
        assertThat(talk.lastEvent().getString("event")).isEqualTo("reaction_added");
        assertThat(talk.lastEvent().getString("userId")).isEqualTo(ben.id());
        assertThat(talk.lastEvent().getString("reaction")).isEqualTo("\ud83d\udc4d");
    }

    @Test
    void repeatedReactionsChangeNothing() {
        var path = talk.path(message) + "/reactions/" + segment("\ud83d\udc4d/\u2764");
        var first =
                require(talk.react(ada, message, "\ud83d\udc4d/\u2764"), 200).json();
        var again =
                require(talk.react(ada, message, "\ud83d\udc4d/\u2764"), 200).json();

        require(ada.delete(path), 204);
        require(ada.delete(path), 204);

        assertThat(again).isEqualTo(first);
        assertThat(talk.messages(ada).get(0).getJsonArray("reactions")).isEmpty();
        assertThat(talk.eventNames())
                .containsExactly("conversation_created", "message_created", "reaction_added", "reaction_removed");
    }

    @Test
    void nobodyTakesBackWhatAnotherGave() {
        require(talk.react(ada, message, "x"), 200);

        require(ben.delete(talk.path(message) + "/reactions/x"), 204);

        assertThat(talk.messages(ada).get(0).getJsonArray("reactions").getJsonObject(0))
                .isEqualTo(reaction("x", ada));
    }

    @Test
    void twentyReactionsOfOneUserAreTheMost() {
        for (int i = 0; i < 20; i++) {
            require(talk.react(ada, message, "r" + i), 200);
        }

        var refused = talk.react(ada, message, "r20");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactly("reaction");
        assertThat(talk.react(ada, message, "r19").status()).isEqualTo(200);
        assertThat(talk.react(ben, message, "r20").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a\u00a0b",
                "a\nb",
                "\u200d",
                "a\u0000",
                "a\u0007",
                "123456789012345678901234567890123"
            })
    void aReactionIsAShortWordOrAnEmoji(String reaction) {
        var refused = talk.react(ada, message, reaction);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactly("reaction");
        if (!reaction.isEmpty()) {
            assertThat(ada.delete(talk.path(message) + "/reactions/" + segment(reaction))
                            .status())
                    .isEqualTo(404);
        }
    }

    private static void assertFinal(User.Answer refused) {
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("MESSAGE_FINAL");
    }

    private static JsonObject reaction(String reaction, User... users) {
        return new JsonObject()
                .put("reaction", reaction)
                .put("userIds", new JsonArray(HostedMeeting.ids(users).getList()));
    }
}
