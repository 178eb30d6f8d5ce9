package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.ids;
import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.HostedMeeting.objects;
import static io.gavel.rest.HostedMeeting.require;
import static io.gavel.rest.HostedMeeting.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationsTest {
    private final User ada = newUser();
    private final User ben = newUser();

    @Test
    void aGroupHasWhoMadeItAndWhomItNames() {
        var answer = create(ada, new JsonObject().put("title", "Team").put("participantUserIds", ids(ben, ada, ben)));

        var made = answer.json();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo("/api/conversation/" + made.getLong("id"));
        assertThat(made.fieldNames()).containsExactlyInAnyOrder(WireFields.CONVERSATION_DETAIL);
        assertThat(made.getString("kind")).isEqualTo("group");
        assertThat(made.getString("title")).isEqualTo("Team");
        assertThat(made.getString("createdBy")).isEqualTo(ada.id());
        assertThat(members(made)).containsExactlyInAnyOrder(ada.id(), ben.id());
        assertThat(made.getInteger("memberCount")).isEqualTo(2);
        assertThat(made.getLong("seq")).isEqualTo(1);
        assertThat(made.getJsonObject("lastMessage")).isNull();
        assertThat(ada.get(answer.header("Location")).json()).isEqualTo(made);
    }

    @Test
    void itsFirstEventTellsThatItWasMade() {
        var talk = Talk.of(ada, ben);

        var event = talk.events().get(0);

        assertThat(talk.eventNames()).containsExactly("conversation_created");
        assertThat(event.getLong("seq")).isEqualTo(1);
        assertThat(event.getLong("conversationId")).isEqualTo(talk.id());
        assertThat(event.getString("title")).isEqualTo("Team");
        assertThat(event.getString("by")).isEqualTo(ada.id());
        assertThat(event.getJsonArray("userIds")).containsExactly(ada.id(), ben.id());
    }

    @Test
    void idsAreTextOrIntegersAndTheSameUser() {
        var number = Math.floorMod(UUID.randomUUID().hashCode(), 1_000_000_000) + 1;

        var made = create(
                ada,
                new JsonObject()
                        .put("title", "Team")
                        .put("participantUserIds", JsonArray.of(number, "" + number, ben.id())));

        assertThat(members(made.json())).containsExactlyInAnyOrder(ada.id(), ben.id(), "" + number);
    }

    @Test
    void moreThanOneOtherOrATitleMakeAGroupEachTime() {
        var titled = new JsonObject().put("title", "Two").put("participantUserIds", ids(ben));
        var three = new JsonObject().put("participantUserIds", ids(ben, newUser()));

        var made = List.of(create(ada, titled), create(ada, titled), create(ada, three), create(ada, three));

        assertThat(made).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.json().getString("kind")).isEqualTo("group");
        });
        assertThat(made).extracting(answer -> answer.json().getLong("id")).doesNotHaveDuplicates();
        assertThat(made.get(2).json().getString("title")).isNull();
    }

    @Test
    void twoHaveOneConversationWhoeverAsks() {
        var first = create(ada, new JsonObject().put("participantUserIds", ids(ben)));
        var again =
                create(ada, new JsonObject().put("participantUserIds", ids(ben)).put("title", (Object) null));
        var other = create(ben, new JsonObject().put("participantUserIds", ids(ada, ben)));

        assertThat(List.of(first.status(), again.status(), other.status())).containsExactly(201, 200, 200);
        assertThat(first.json().getString("kind")).isEqualTo("direct");
        assertThat(first.json().getString("directUserId")).isEqualTo(ben.id());
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(other.json().getLong("id")).isEqualTo(first.json().getLong("id"));
        assertThat(other.json().getString("directUserId")).isEqualTo(ada.id());
        assertThat(other.json().getLong("seq")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | participantUserIds",
                "{'participantUserIds':[]} | participantUserIds",
                "{'participantUserIds':['ME']} | participantUserIds",
                "{'participantUserIds':['ME'],'title':' '} | title,participantUserIds",
                "{'participantUserIds':['x'],'title':'a\\nb'} | title",
                "{'participantUserIds':['x'],'title':'\\u200b'} | title",
                "{'participantUserIds':['x'],'kind':'direct'} | kind",
                "{'participantUserIds':['a\\u0000']} | participantUserIds",
            })
    void aBodyThatMakesNoConversationIsRefusedByName(String body, String fields) {
        var refused = ada.send(
                "POST", "/api/conversation", body.replace("ME", ada.id()).replace('\'', '"'));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactlyInAnyOrder(fields.split(","));
    }

    @Test
    void aThousandOthersAreTheMost() {
        var tooMany = create(ada, new JsonObject().put("participantUserIds", crowd(0, 1001)));
        var most = create(ada, new JsonObject().put("participantUserIds", crowd(0, 1000)));

        assertThat(tooMany.status()).isEqualTo(400);
        assertThat(tooMany.faultyFields()).containsExactly("participantUserIds");
        assertThat(most.json().getInteger("memberCount")).isEqualTo(1001);
        var talk = new Talk(ada, most.json().getLong("id"));
        assertThat(talk.add(ada, ben).faultyFields()).containsExactly("userIds");
        assertThat(talk.eventNames()).containsExactly("conversation_created");
    }

    @Test
    void aRepeatWithTheSameKeyGetsTheFirstAnswer() {
        var key = UUID.randomUUID().toString();
        var body = new JsonObject().put("title", "Once").put("participantUserIds", ids(ben));

        var first = ada.post("/api/conversation", body, "Idempotency-Key", key);
        var again = ada.post("/api/conversation", body, "Idempotency-Key", key);
        var other = ada.post("/api/conversation", body.copy().put("title", "Other"), "Idempotency-Key", key);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(items(ada, "")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/messages", "/events", "/events?after=7"})
    void strangersAndAdminsReadNothing(String below) {
        var talk = Talk.of(ada, ben);

        assertThat(newUser().get(talk.path(below)).status()).isEqualTo(404);
        assertThat(User.admin(SharedNode.get()).get(talk.path(below)).status()).isEqualTo(404);
        assertThat(ada.get("/api/conversation/0" + below).status()).isEqualTo(404);
        assertThat(ada.get("/api/conversation/999999999" + below).status()).isEqualTo(404);
    }

    @Test
    void theListHoldsOnesOwnConversationsTheLatestFirst() {
        var old = Talk.of(ada, ben);
        var middle = Talk.of(ada, ben);
        var other = Talk.of(ben, newUser());
        var young = Talk.direct(ada, ben);
        var message = old.said(ben, "here again");

        var list = items(ada, "");

        assertThat(list).extracting(item -> item.getLong("id")).containsExactly(old.id(), young.id(), middle.id());
        assertThat(list.get(0).fieldNames()).containsExactlyInAnyOrder(WireFields.CONVERSATION);
        assertThat(list.get(0).getJsonObject("lastMessage")).isEqualTo(message);
        assertThat(list.get(0).getString("activeAt")).isEqualTo(message.getString("createdAt"));
        assertThat(list.get(1).getString("directUserId")).isEqualTo(ben.id());
        assertThat(items(ben, "")).extracting(item -> item.getLong("id")).contains(other.id());
    }

    @Test
    void pagesFollowEachOtherWithoutRepeatAndGap() {
        var made = IntStream.range(0, 5).mapToObj(i -> Talk.of(ada, ben).id()).toList();
        var seen = new ArrayList<Long>();
        var query = "?limit=2";
        for (int page = 0; page < 3; page++) {
            var answer = require(ada.get("/api/conversation/list" + query), 200).json();
            objects(answer.getJsonArray("items")).forEach(item -> seen.add(item.getLong("id")));
            var cursor = answer.getString("nextCursor");
            assertThat(cursor == null).isEqualTo(page == 2);
            query = "?limit=2&cursor=" + cursor;
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(made).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 0",
        "limit, 101",
        "limit, x",
        "cursor, x",
        "cursor, ZGVzYzoxOjE",
        "cursor, %00",
    })
    void aListTakesNoOtherValues(String name, String value) {
        var refused = ada.get("/api/conversation/list?" + name + "=" + value);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactly(name);
    }

    @Test
    void eventsComeInPagesAndAnotherEpochIsAReset() {
        var talk = Talk.of(ada, ben);
        talk.said(ben, "one");
        talk.said(ada, "two");

        var page = ben.get(talk.path("/events?after=1&limit=1")).json();
        var epoch = page.getString("epoch");
        var same = ben.get(talk.path("/events?after=2&epoch=" + segment(epoch))).json();
        var another = ben.get(talk.path("/events?after=2&epoch=another")).json();
        var above = ben.get(talk.path("/events?after=4")).json();

        assertThat(epoch).isEqualTo(talk.detail(ben).getString("epoch"));
        assertThat(page.getJsonArray("items").getJsonObject(0).getLong("seq")).isEqualTo(2);
        assertThat(page.getBoolean("more")).isTrue();
        assertThat(same.getJsonArray("items")).hasSize(1);
        assertThat(same.getBoolean("reset")).isFalse();
        assertThat(List.of(another, above)).allSatisfy(reset -> {
            assertThat(reset.getBoolean("reset")).isTrue();
            assertThat(reset.getJsonArray("items")).isEmpty();
            assertThat(reset.getLong("seq")).isEqualTo(3);
        });
    }

    private static User.Answer create(User user, JsonObject body) {
        return user.post("/api/conversation", body);
    }

    private static List<String> members(JsonObject detail) {
        return objects(detail.getJsonArray("members")).stream()
                .map(member -> member.getString("userId"))
                .toList();
    }

    private static List<JsonObject> items(User user, String query) {
        return objects(
                require(user.get("/api/conversation/list" + query), 200).json().getJsonArray("items"));
    }

    private static JsonArray crowd(int from, int to) {
        return new JsonArray(
                IntStream.range(from, to).mapToObj(i -> "crowd-" + i).toList());
    }
}
