package io.gavel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.SecondNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.gavel.User.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("fifty requests at once, each of which must be served, want the machine to themselves")
class RacesTest {
    private static final RunningNode FIRST = SharedNode.get();
    private static final RunningNode SECOND = SecondNode.get();

    private final User host = User.unknown(FIRST);
    private final User hostAtSecond = User.named(SECOND, host.id(), null);

    @Test
    void twentyEndsAtOnceMakeOneEvent() {
        var path = started(new JsonObject().put("title", "Race"));

        var answers = ParallelCalls.of(20, i -> host(i).sendAsync("PUT", path + "/end", null));

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers).extracting(Answer::json).containsOnly(answers.get(0).json());
        assertThat(MeetingView.eventNames(host, path)).containsExactly("meeting_started", "meeting_ended");
    }

    @RepeatedTest(5)
    void ofAnEndAndACancelExactlyOneWins() {
        var path = started(new JsonObject().put("title", "Race"));

        var answers =
                ParallelCalls.of(8, i -> host(i / 2).sendAsync("PUT", path + (i % 2 == 0 ? "/end" : "/cancel"), null));

        var status = host.get(path).json().getString("status");
        var winner = status.equals("Completed") ? 0 : 1;
        assertThat(status).isIn("Completed", "Cancelled");
        for (int i = 0; i < answers.size(); i++) {
            var answer = answers.get(i);
            assertThat(answer.status()).isEqualTo(i % 2 == winner ? 200 : 409);
            assertThat(answer.json().getString(i % 2 == winner ? "status" : "meetingStatus"))
                    .isEqualTo(status);
        }
        assertThat(MeetingView.eventNames(host, path))
                .containsExactly("meeting_started", winner == 0 ? "meeting_ended" : "meeting_cancelled");
    }

    @Test
    void nobodyEntersAfterACancellation() {
        var guests = users(20, FIRST);
        var path = created(new JsonObject().put("title", "Race").put("participantUserIds", ids(guests)));

        var answers = ParallelCalls.of(
                21,
                i -> i == 10
                        ? hostAtSecond.sendAsync("PUT", path + "/cancel", null)
                        : guests.get(i % 20).sendAsync("POST", path + "/join", null));

        assertThat(answers.get(10).status()).isEqualTo(200);
        assertThat(answers).extracting(Answer::status).isSubsetOf(200, 410);
        assertThat(MeetingView.eventNames(host, path))
                .endsWith("meeting_cancelled")
                .doesNotHaveDuplicates()
                .isSubsetOf("meeting_started", "meeting_cancelled");
        assertThat(FIRST.value(
                        "SELECT count(*) FROM meeting_participant WHERE meeting_id = ? AND is_admitted",
                        MeetingView.id(path)))
                .isEqualTo("0");
    }

    @Test
    void ofFiftyJoinsExactlyTenFindASeat() {
        assertThatTenFindASeat(users(50, FIRST));
    }

    @Test
    void seatsAreCountedOverAllNodes() {
        assertThatTenFindASeat(IntStream.range(0, 50)
                .mapToObj(i -> User.unknown(i % 2 == 0 ? FIRST : SECOND))
                .toList());
    }

    private void assertThatTenFindASeat(List<User> guests) {
        var path = created(new JsonObject()
                .put("title", "Small room")
                .put("maxParticipants", 10)
                .put("participantUserIds", ids(guests)));

        var answers = ParallelCalls.of(50, i -> guests.get(i).sendAsync("POST", path + "/join", null));

        assertThat(ParallelCalls.count(answers, 200)).isEqualTo(10);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allMatch(answer -> answer.status() == 409 && answer.code().equals("MEETING_FULL"));
        for (int i = 0; i < guests.size(); i++) {
            var again = guests.get(i).post(path + "/join").status();
            assertThat(again).isEqualTo(answers.get(i).status());
        }
        assertThat(host.post(path + "/join").status()).isEqualTo(200);
        assertThat(MeetingView.eventNames(host, path)).containsExactly("meeting_started");
    }

    @Test
    void changesAtOnceLeaveNoHoleInTheStream() {
        var people = IntStream.range(0, 6)
                .mapToObj(i -> "person-" + UUID.randomUUID())
                .toList();
        var path = started(new JsonObject().put("title", "Busy").put("participantUserIds", new JsonArray(people)));

        var answers = ParallelCalls.of(36, i -> switch (i % 3) {
            case 0 ->
                host(i / 3)
                        .sendAsync("POST", path + "/participants", "{\"userIds\":[\"new-" + UUID.randomUUID() + "\"]}");
            case 1 ->
                host(i / 3)
                        .sendAsync(
                                "PUT",
                                path + "/participants/" + people.get(i / 3 % 6) + "/role",
                                "{\"role\":\"" + (i < 18 ? "Moderator" : "Participant") + "\"}");
            default -> host(i / 3).sendAsync("PUT", path, "{\"title\":\"Busy " + i + "\"}");
        });

        var events = MeetingView.events(host, path);
        var detail = host.get(path).json();
        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(events)
                .extracting(event -> event.getLong("seq"))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events.size()).boxed().toList());
        assertThat(detail.getLong("seq")).isEqualTo(events.size());
        assertThat(count(path, "participant_invited")).isEqualTo(12);
        assertThat(count(path, "meeting_updated")).isEqualTo(12);
        assertThat(detail.getInteger("version")).isEqualTo(2 + 12);
        assertThat(detail.getJsonArray("participants")).hasSize(1 + 6 + 12);
    }

    @Test
    void invitedByManyCallsAtOnceIsInvitedOnce() {
        var guest = User.unknown(FIRST);
        var path = created(new JsonObject().put("title", "Once"));
        var body = new JsonObject().put("userIds", JsonArray.of(guest.id())).encode();

        var answers = ParallelCalls.of(16, i -> host(i).sendAsync("POST", path + "/participants", body));

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(MeetingView.eventNames(host, path)).containsExactly("participant_invited");
        assertThat(guest.get("/api/notification/list").json().getJsonArray("items"))
                .hasSize(1);
    }

    @Test
    void removedByManyCallsAtOnceIsRemovedOnce() {
        var guest = "guest-" + UUID.randomUUID();
        var path = created(new JsonObject().put("title", "Once").put("participantUserIds", JsonArray.of(guest)));

        var answers = ParallelCalls.of(16, i -> host(i).sendAsync("DELETE", path + "/participants/" + guest, null));

        assertThat(ParallelCalls.count(answers, 204)).isEqualTo(1);
        assertThat(ParallelCalls.count(answers, 404)).isEqualTo(15);
        assertThat(MeetingView.eventNames(host, path)).containsExactly("participant_removed");
    }

    @Test
    void meetingsThatNameTheSameNewPeopleInAnyOrderAreAllMade() {
        var people = IntStream.range(0, 30)
                .mapToObj(i -> "crowd-" + UUID.randomUUID())
                .toList();
        var reversed = people.stream().sorted(Comparator.reverseOrder()).toList();

        var answers = ParallelCalls.of(
                16,
                i -> host(i).sendAsync(
                                "POST",
                                "/api/meeting/create",
                                new JsonObject()
                                        .put("title", "Crowd")
                                        .put("participantUserIds", new JsonArray(i % 2 == 0 ? people : reversed))
                                        .encode()));

        assertThat(answers).allMatch(answer -> answer.status() == 201);
        assertThat(answers).extracting(answer -> answer.json().getLong("id")).doesNotHaveDuplicates();
        assertThat(answers)
                .extracting(answer -> answer.json().getString("roomName"))
                .doesNotHaveDuplicates();
    }

    @Test
    void ofEditsWithTheSameIfMatchOneWins() {
        var path = created(new JsonObject().put("title", "Contested"));

        var answers = ParallelCalls.of(
                12, i -> host(i).sendAsync("PUT", path, "{\"title\":\"Mine " + i + "\"}", "If-Match", "\"1\""));

        assertThat(ParallelCalls.count(answers, 200)).isEqualTo(1);
        assertThat(ParallelCalls.count(answers, 412)).isEqualTo(11);
        assertThat(host.get(path).json().getInteger("version")).isEqualTo(2);
    }

    private User host(int call) {
        return call % 2 == 0 ? host : hostAtSecond;
    }

    private String created(JsonObject meeting) {
        return "/api/meeting/" + host.createMeeting(meeting);
    }

    private String started(JsonObject meeting) {
        var path = created(meeting);
        assertThat(host.post(path + "/join").status()).isEqualTo(200);
        return path;
    }

    private long count(String path, String event) {
        return MeetingView.eventNames(host, path).stream().filter(event::equals).count();
    }

    @Test
    void anEditThatGivesThePasswordNeverLeavesNone() {
        var host = User.unknown(FIRST);
        var path = "/api/meeting/"
                + host.createMeeting(new JsonObject().put("title", "Edited").put("password", "secret1"));
        for (int round = 0; round < 10; round++) {
            host.put(path, new JsonObject().put("password", "secret1"));

            var answers = ParallelCalls.of(
                    2, i -> host.sendAsync("PUT", path, i == 0 ? "{\"password\":\"secret1\"}" : "{\"password\":null}"));

            assertThat(answers.get(0).json().getBoolean("hasPassword")).isTrue();
            assertThat(answers.get(1).json().getBoolean("hasPassword")).isFalse();
        }
    }

    private static List<User> users(int number, RunningNode node) {
        return IntStream.range(0, number).mapToObj(i -> User.unknown(node)).toList();
    }

    private static JsonArray ids(List<User> users) {
        return new JsonArray(users.stream().map(User::id).toList());
    }
}
