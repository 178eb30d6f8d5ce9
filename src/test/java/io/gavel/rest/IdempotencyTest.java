package io.gavel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.SecondNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.gavel.User.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("fifty requests at once, each of which must be served, want the machine to themselves")
class IdempotencyTest {
    private static final String CREATE = "/api/meeting/create";
    private static final String KEY = "Idempotency-Key";
    private static final RunningNode NODE = SharedNode.get();

    private final User host = User.unknown(NODE);
    private final User hostAtSecond = User.named(SecondNode.get(), host.id(), null);

    @Test
    void aRepeatedCreateGetsTheFirstAnswer() {
        var first = create("{\"title\":\"One\"}", "k");
        var path = first.header("Location");
        host.put(path, new JsonObject().put("title", "Renamed since"));

        var repeat = create("{\"title\":\"One\"}", "k");
        var elsewhere = hostAtSecond.send("POST", CREATE, "{\"title\":\"One\"}", KEY, "k");

        assertThat(first.status()).isEqualTo(201);
        assertSame(repeat, first);
        assertSame(elsewhere, first);
        assertThat(repeat.header("Location"))
                .isEqualTo("/api/meeting/" + first.json().getLong("id"));
        assertThat(repeat.header("ETag")).isEqualTo("\"1\"");
        assertThat(meetings()).isEqualTo(1);
    }

    @Test
    void fiftyCreatesAtOnceMakeOneMeeting() {
        var guest = User.unknown(NODE);
        var body = new JsonObject()
                .put("title", "One")
                .put("participantUserIds", JsonArray.of(guest.id()))
                .encode();

        var answers = ParallelCalls.of(
                50, i -> (i % 2 == 0 ? host : hostAtSecond).sendAsync("POST", CREATE, body, KEY, "same"));

        assertThat(answers).allSatisfy(answer -> assertSame(answer, answers.get(0)));
        assertThat(answers.get(0).status()).isEqualTo(201);
        assertThat(meetings()).isEqualTo(1);
        assertThat(guest.get("/api/notification/list").json().getJsonArray("items"))
                .hasSize(1);
    }

    @Test
    void fiftyRecordingsAtOnceAreOne() {
        var path = started();

        var answers = ParallelCalls.of(
                50,
                i -> (i % 2 == 0 ? host : hostAtSecond)
                        .sendAsync("POST", path + "/recording", "{\"fileUrl\":\"https://f.example/1\"}", KEY, "same"));

        assertThat(answers).allSatisfy(answer -> assertSame(answer, answers.get(0)));
        assertThat(answers.get(0).status()).isEqualTo(201);
        assertThat(host.get(path + "/recording").json().getJsonArray("items")).hasSize(1);
        assertThat(MeetingView.eventNames(host, path)).containsExactly("meeting_started", "recording_added");
    }

    @Test
    void aRepeatedInvitationGetsTheFirstAnswerAndInvitesNobodyAgain() {
        var path = created();
        var guest = "guest-" + UUID.randomUUID();
        var body = new JsonObject().put("userIds", JsonArray.of(guest));
        var first = host.post(path + "/participants", body, KEY, "k");
        host.delete(path + "/participants/" + guest);

        var repeat = host.post(path + "/participants", body, KEY, "k");

        assertThat(first.status()).isEqualTo(200);
        assertSame(repeat, first);
        assertThat(host.get(path).json().getJsonArray("participants")).hasSize(1);
        assertThat(MeetingView.eventNames(host, path)).containsExactly("participant_invited", "participant_removed");
    }

    @Test
    void anotherBodyUnderTheSameKeyIsRefused() {
        var path = created();
        create("{\"title\":\"One\"}", "k");
        host.post(path + "/participants", new JsonObject().put("userIds", JsonArray.of("a")), KEY, "k");

        var create = create("{\"title\":\"Two\"}", "k");
        var fewer = create("{\"title\":\"One\",\"description\":null}", "k");
        var invite = host.post(path + "/participants", new JsonObject().put("userIds", JsonArray.of("b")), KEY, "k");

        for (var answer : new Answer[] {create, fewer, invite}) {
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.code()).isEqualTo("IDEMPOTENCY_MISMATCH");
        }
        assertThat(meetings()).isEqualTo(2);
        assertThat(host.get(path).json().getJsonArray("participants")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"durationMinutes\":30,\"participantUserIds\":[\"a\",7],\"title\":\"One\"}",
                "{ \"title\" : \"One\",\n\t\"participantUserIds\" : [ \"a\", 7 ],\r\n \"durationMinutes\" : 30 }\n",
                "{\"title\":\"\\u004fne\",\"participantUserIds\":[\"\\u0061\",7],\"durationMinutes\":30}",
                "{\"title\":\"One\",\"participantUserIds\":[\"a\",7],\"durationMinutes\":30.0}",
            })
    void bodiesAreComparedAsParsed(String sameBody) {
        var first = create("{\"title\":\"One\",\"participantUserIds\":[\"a\",7],\"durationMinutes\":30}", "k");

        var repeat = create(sameBody, "k");

        assertSame(repeat, first);
        assertThat(first.status()).isEqualTo(201);
    }

    @Test
    void theOrderInAListCounts() {
        create("{\"title\":\"One\",\"participantUserIds\":[\"a\",\"b\"]}", "k");

        var other = create("{\"title\":\"One\",\"participantUserIds\":[\"b\",\"a\"]}", "k");

        assertThat(other.status()).isEqualTo(422);
    }

    @Test
    void aKeyCountsForOneUserAndPathAlone() {
        var one = started();
        var other = started();
        var stranger = User.unknown(NODE);
        var recording = new JsonObject().put("fileUrl", "https://f.example/1");

        var mine = create("{\"title\":\"One\"}", "k");
        var theirs = stranger.send("POST", CREATE, "{\"title\":\"One\"}", KEY, "k");
        var atOne = host.post(one + "/recording", recording, KEY, "k");
        var atOther = host.post(other + "/recording", recording, KEY, "k");
        var invited = host.post(one + "/participants", new JsonObject().put("userIds", JsonArray.of("a")), KEY, "k");

        assertThat(mine.json().getLong("id")).isNotEqualTo(theirs.json().getLong("id"));
        assertThat(theirs.json().getString("hostUserId")).isEqualTo(stranger.id());
        assertThat(atOne.status()).isEqualTo(201);
        assertThat(atOther.status()).isEqualTo(201);
        assertThat(atOne.json().getLong("id")).isNotEqualTo(atOther.json().getLong("id"));
        assertThat(invited.status()).isEqualTo(200);
    }

    @Test
    void aKeyIsFreeAgainAfterADay() {
        var first = create("{\"title\":\"One\"}", "k");
        NODE.execute(
                "UPDATE idempotency_key SET created_at = created_at - interval '25 hours' WHERE user_id = ?",
                host.id());

        var next = create("{\"title\":\"Two\"}", "k");
        var repeat = create("{\"title\":\"Two\"}", "k");

        assertThat(next.status()).isEqualTo(201);
        assertThat(next.json().getLong("id")).isNotEqualTo(first.json().getLong("id"));
        assertSame(repeat, next);
    }

    @Test
    void aFailedFirstTryLeavesNothing() {
        var path = created();
        var recording = new JsonObject().put("fileUrl", "https://f.example/1");
        var invalid = create("{\"title\":\"\"}", "k");
        var past = create("{\"title\":\"One\",\"scheduledAt\":\"2020-01-01T00:00:00Z\"}", "k");
        var tooEarly = host.post(path + "/recording", recording, KEY, "k");
        host.post(path + "/join");

        var created = create("{\"title\":\"One\"}", "k");
        var recorded = host.post(path + "/recording", recording, KEY, "k");

        assertThat(invalid.status()).isEqualTo(400);
        assertThat(past.status()).isEqualTo(400);
        assertThat(tooEarly.code()).isEqualTo("INVALID_TRANSITION");
        assertThat(created.status()).isEqualTo(201);
        assertThat(recorded.status()).isEqualTo(201);
    }

    @Test
    void aRepeatAfterTheEndGetsTheFirstAnswer() {
        var path = started();
        var body = new JsonObject().put("userIds", JsonArray.of("late"));
        var first = host.post(path + "/participants", body, KEY, "k");
        host.put(path + "/end");

        var repeat = host.post(path + "/participants", body, KEY, "k");
        var another = host.post(path + "/participants", body, KEY, "another");
        var mismatch = host.post(path + "/participants", new JsonObject().put("userIds", JsonArray.of("x")), KEY, "k");

        assertSame(repeat, first);
        assertThat(another.code()).isEqualTo("INVALID_TRANSITION");
        assertThat(mismatch.status()).isEqualTo(422);
    }

    @Test
    void whoMayNotAnyMoreIsToldSoBeforeTheKeyIsLookedAt() {
        var moderator = User.unknown(NODE);
        var path = "/api/meeting/"
                + host.createMeeting(
                        new JsonObject().put("title", "One").put("moderatorUserIds", JsonArray.of(moderator.id())));
        host.post(path + "/join");
        moderator.post(path + "/recording", new JsonObject().put("fileUrl", "https://f.example/1"), KEY, "k");
        var other = new JsonObject().put("fileUrl", "https://f.example/2");

        var mismatch = moderator.post(path + "/recording", other, KEY, "k");
        host.put(path + "/participants/" + moderator.id() + "/role", new JsonObject().put("role", "Participant"));
        var forbidden = moderator.post(path + "/recording", other, KEY, "k");
        host.delete(path + "/participants/" + moderator.id());
        var notFound = moderator.post(path + "/recording", other, KEY, "k");
        var invalid = moderator.post(path + "/recording", new JsonObject(), KEY, "k");

        assertThat(mismatch.status()).isEqualTo(422);
        assertThat(forbidden.status()).isEqualTo(403);
        assertThat(notFound.status()).isEqualTo(404);
        assertThat(invalid.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "tab\tinside"})
    void aKeyHasVisibleCharactersAlone(String key) {
        var answer = create("{\"title\":\"One\"}", key);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.faultyFields()).containsExactly(KEY);
        assertThat(meetings()).isZero();
    }

    @Test
    void aKeyHasAtMost128Characters() {
        var longest = create("{\"title\":\"One\"}", "~".repeat(128));
        var tooLong = create("{\"title\":\"\"}", "~".repeat(129));

        assertThat(longest.status()).isEqualTo(201);
        assertThat(tooLong.faultyFields()).containsExactlyInAnyOrder(KEY, "title");
    }

    private static void assertSame(Answer repeat, Answer first) {
        assertThat(repeat.status()).isEqualTo(first.status());
        assertThat(repeat.json()).isEqualTo(first.json());
        assertThat(repeat.header("Location")).isEqualTo(first.header("Location"));
        assertThat(repeat.header("ETag")).isEqualTo(first.header("ETag"));
    }

    private Answer create(String body, String key) {
        return host.send("POST", CREATE, body, KEY, key);
    }

    private String created() {
        return "/api/meeting/" + host.createMeeting(new JsonObject().put("title", "Any"));
    }

    private String started() {
        var path = created();
        assertThat(host.post(path + "/join").status()).isEqualTo(200);
        return path;
    }

    /** How many meetings this Host has. */
    private int meetings() {
        return host.get("/api/meeting/list").json().getJsonArray("items").size();
    }
}
