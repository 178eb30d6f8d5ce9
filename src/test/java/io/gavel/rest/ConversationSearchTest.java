package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.HostedMeeting.objects;
import static io.gavel.rest.HostedMeeting.require;
import static io.gavel.rest.HostedMeeting.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationSearchTest {
    private final User ada = newUser();
    private final User ben = newUser();
    private final Talk talk = Talk.of(ada, ben);

    @Test
    void wordsAreFoundInAllOfOnesConversationsTheNewestFirst() {
        var first = talk.said(ada, "The salary is fine.");
        talk.said(ada, "Nothing of it here.");
        var second = Talk.direct(ben, ada).said(ben, "SALARY talk");

        assertThat(found(ada, "salary")).containsExactly(second.getLong("id"), first.getLong("id"));
        assertThat(require(search(ada, "salary"), 200).json().getJsonArray("items"))
                .contains(first, second);
    }

    @Test
    void othersConversationsAreNotSearched() {
        talk.said(ada, "a secret between us");

        assertThat(found(newUser(), "secret")).isEmpty();
        assertThat(found(User.admin(SharedNode.get()), "secret between us")).isEmpty();
        talk.removed(ben);
        assertThat(found(ben, "secret")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "salary week | both",
                "\"next week\" | both",
                "\"week next\" |",
                "salary or nothing | both,one",
                "salary -week | one",
                "SaLaRy | both,one",
                "sal |",
                "salary' | both,one",
                "<i>salary</i> | both",
                "\"the salary\" | one"
            })
    void severalWordsPhrasesAlternativesAndExclusions(String words, String texts) {
        var one = talk.said(ada, "the salary");
        var both = talk.said(ada, "<i>salary</i>, not before next week");

        var expected = texts == null
                ? List.<Long>of()
                : List.of(texts.split(",")).stream()
                        .map(text -> (text.equals("one") ? one : both).getLong("id"))
                        .toList();
        assertThat(found(ada, words)).containsExactlyElementsOf(expected);
    }

    @Test
    void whatIsDeletedOrEditedAwayIsNotFound() {
        var deleted = talk.said(ada, "zebra one");
        var edited = talk.said(ada, "zebra two");
        require(ada.delete(talk.path(deleted)), 204);
        require(talk.edit(ada, edited, "lion two"), 200);

        assertThat(found(ben, "zebra")).isEmpty();
        assertThat(found(ben, "lion")).containsExactly(edited.getLong("id"));
    }

    @Test
    void oneConversationAloneMayBeSearched() {
        var here = talk.said(ada, "apple here");
        var other = Talk.of(ada, ben);
        other.said(ada, "apple there");

        assertThat(found(ben, "apple", "&conversationId=" + talk.id())).containsExactly(here.getLong("id"));
        assertThat(search(newUser(), "apple", "&conversationId=" + talk.id()).status())
                .isEqualTo(404);
        assertThat(search(ada, "apple", "&conversationId=999999999").status()).isEqualTo(404);
    }

    @Test
    void pagesFollowEachOther() {
        var one = talk.said(ada, "pear 1").getLong("id");
        var two = talk.said(ada, "pear 2").getLong("id");
        var three = talk.said(ada, "pear 3").getLong("id");

        var first = require(search(ben, "pear", "&limit=2"), 200).json();
        var second = require(search(ben, "pear", "&limit=2&cursor=" + first.getString("nextCursor")), 200)
                .json();

        assertThat(objects(first.getJsonArray("items")))
                .extracting(item -> item.getLong("id"))
                .containsExactly(three, two);
        assertThat(objects(second.getJsonArray("items")))
                .extracting(item -> item.getLong("id"))
                .containsExactly(one);
        assertThat(second.getString("nextCursor")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "\"", "& | ! :*", "((", "or", "' OR 1=1 --", "\\", "<->", " ", "%_", "\u0001"})
    void whatIsNoWordFindsNothing(String words) {
        talk.said(ada, "some words");

        assertThat(found(ada, words)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "q=, q",
        "x=1, q",
        "q=%00, q",
        "q=a&limit=0, limit",
        "q=a&limit=101, limit",
        "q=a&cursor=x, cursor",
        "q=a&cursor=0, cursor",
        "q=a&conversationId=0, conversationId"
    })
    void aSearchTakesNoOtherValues(String query, String field) {
        var refused = ada.get("/api/conversation/search?" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactly(field);
    }

    @Test
    void aQueryHasAtMostTwoHundredCharacters() {
        assertThat(found(ada, "\ud83d\ude00".repeat(200))).isEmpty();
        assertThat(search(ada, "x".repeat(201)).faultyFields()).containsExactly("q");
    }

    private static List<Long> found(User user, String words, String... more) {
        return objects(require(search(user, words, more), 200).json().getJsonArray("items")).stream()
                .map(message -> message.getLong("id"))
                .toList();
    }

    private static User.Answer search(User user, String words, String... more) {
        return user.get("/api/conversation/search?q=" + segment(words) + String.join("", more));
    }
}
