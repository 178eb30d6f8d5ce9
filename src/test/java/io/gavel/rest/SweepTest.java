package io.gavel.rest;

import static io.gavel.rest.MeetingView.eventNames;
import static io.gavel.rest.MeetingView.events;
import static io.gavel.rest.MeetingView.id;
import static io.gavel.rest.MeetingView.notifications;
import static io.gavel.rest.MeetingView.participant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.RunningNode;
import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Two nodes sweep one database every second; what takes hours elsewhere has its times moved back. */
class SweepTest {
    private static final String[] PERIODS = {
        "GAVEL_SWEEP_SECONDS", "1",
        "GAVEL_UNCONFIRMED_SECONDS", "60",
        "GAVEL_EMPTY_SECONDS", "1",
        "GAVEL_NO_SHOW_MINUTES", "1",
        "GAVEL_MAX_MEETING_MINUTES", "60",
    };
    private static final String PLANNED_LENGTH = "60 minutes";
    private static final RunningNode NODE = RunningNode.start(PERIODS);
    private static final Ended LONG_AGO = Ended.days(91);
    private static final Ended LATELY = Ended.days(89);
    private static final RunningNode OTHER = RunningNode.startOn(NODE.database(), PERIODS);

    private final User host = User.unknown(NODE);
    private final User guest = User.unknown(NODE);

    @AfterAll
    static void stop() {
        OTHER.close();
        NODE.close();
    }

    @Test
    void anUnconfirmedJoinGivesItsSeatBackAndStaysAnAdmission() {
        var second = User.unknown(NODE);
        var path = meeting(new JsonObject()
                .put("maxParticipants", 1)
                .put("password", "open-sesame")
                .put("participantUserIds", JsonArray.of(guest.id(), second.id())));
        var password = new JsonObject().put("password", "open-sesame");
        guest.post(path + "/join", password);
        assertThat(second.post(path + "/join", password).code()).isEqualTo("MEETING_FULL");

        NODE.execute(
                "UPDATE meeting_participant SET first_joined_at = first_joined_at - interval '61 seconds',"
                        + " last_joined_at = last_joined_at - interval '61 seconds' WHERE user_id = ?",
                guest.id());
        soon(() -> assertThat(participant(host, path, guest).getString("lastLeftAt"))
                .isNotNull());

        var row = participant(host, path, guest);
        assertThat(row.getString("lastLeftAt")).isEqualTo(row.getString("firstJoinedAt"));
        assertThat(row.getBoolean("isInMeeting")).isFalse();
        assertThat(count("meeting_participant WHERE is_admitted AND user_id = ?", guest))
                .isEqualTo(1);
        assertThat(second.post(path + "/join", password).status()).isEqualTo(200);
        assertThat(guest.post(path + "/join").code()).isEqualTo("MEETING_FULL");
        assertThat(eventNames(host, path)).containsExactly("meeting_started");
    }

    @Test
    void anEmptyMeetingIsCompletedWithItsLastLeave() {
        var path = meeting(new JsonObject());
        host.post(path + "/join");
        host.post(path + "/leave");
        moveBack(path, PLANNED_LENGTH);

        soon(() -> assertStatus(path, "Completed"));

        var detail = host.get(path).json();
        var last = events(host, path).get(1);
        assertThat(detail.getString("endedAt"))
                .isEqualTo(participant(host, path, host).getString("lastLeftAt"));
        assertThat(last.getString("event")).isEqualTo("meeting_ended");
        assertThat(last.getString("by")).isEqualTo("system");
        assertThat(last.getString("reason")).isEqualTo("empty");
        assertThat(last.getString("endedAt")).isEqualTo(detail.getString("endedAt"));
        assertThat(last.getLong("durationSeconds")).isEqualTo(detail.getLong("durationSeconds"));
        assertThat(count("meeting_participant WHERE is_admitted AND user_id = ?", host))
                .isZero();
    }

    @Test
    void theLastJoinCountsWhenItIsLaterThanTheLastLeave() {
        var path = meeting(new JsonObject());
        host.post(path + "/join");
        host.post(path + "/leave");
        guest.post(path + "/join");
        moveBack(path, PLANNED_LENGTH);

        soon(() -> assertStatus(path, "Completed"));

        assertThat(host.get(path).json().getString("endedAt"))
                .isEqualTo(participant(host, path, guest).getString("firstJoinedAt"))
                .isGreaterThanOrEqualTo(participant(host, path, host).getString("lastLeftAt"));
    }

    @Test
    void anEmptyMeetingIsNeverCompletedBeforeItsPlannedEnd() {
        var path = meeting(new JsonObject());
        host.post(path + "/join");
        host.post(path + "/leave");
        var emptyLater = meeting(new JsonObject());
        host.post(emptyLater + "/join");
        host.post(emptyLater + "/leave");
        moveBack(emptyLater, PLANNED_LENGTH);

        soon(() -> assertStatus(emptyLater, "Completed"));

        assertStatus(path, "InProgress");
        assertThat(eventNames(host, path)).containsExactly("meeting_started");
    }

    @Test
    void theLongestMeetingIsEndedByTheSystem() {
        var path = meeting(new JsonObject().put("durationMinutes", 1440));
        host.post(path + "/join");
        NODE.execute(
                "UPDATE meeting SET scheduled_at = scheduled_at - interval '2 hours',"
                        + " started_at = started_at - interval '61 minutes' WHERE id = ?",
                id(path));

        soon(() -> assertStatus(path, "Completed"));

        var last = events(host, path).get(1);
        assertThat(last.getString("event")).isEqualTo("meeting_ended");
        assertThat(last.getString("by")).isEqualTo("system");
        assertThat(last.getString("reason")).isEqualTo("time");
        assertThat(last.getLong("durationSeconds")).isGreaterThanOrEqualTo(61 * 60);
    }

    @Test
    void theLongestTimeCountsFromTheLaterOfStartAndPlan() {
        var startedLate = meeting(new JsonObject().put("durationMinutes", 1440));
        var startedEarly = meeting(new JsonObject().put("durationMinutes", 1440));
        var due = meeting(new JsonObject().put("durationMinutes", 1440));
        for (var path : List.of(startedLate, startedEarly, due)) {
            host.post(path + "/join");
        }
        NODE.execute(
                "UPDATE meeting SET scheduled_at = scheduled_at - interval '2 hours' WHERE id = ?", id(startedLate));
        NODE.execute("UPDATE meeting SET started_at = started_at - interval '2 hours' WHERE id = ?", id(startedEarly));
        NODE.execute(
                "UPDATE meeting SET started_at = started_at - interval '2 hours',"
                        + " scheduled_at = scheduled_at - interval '2 hours' WHERE id = ?",
                id(due));

        soon(() -> assertStatus(due, "Completed"));

        assertStatus(startedLate, "InProgress");
        assertStatus(startedEarly, "InProgress");
    }

    @Test
    void aMeetingToWhichNobodyCameIsCancelledAndOnlyTheHostIsTold() {
        var reader = User.unknown(NODE);
        var path = meeting(new JsonObject().put("participantUserIds", JsonArray.of(guest.id(), reader.id())));
        reader.put("/api/notification/read-all");
        var withinGrace = meeting(new JsonObject());
        moveBack(path, "62 minutes");
        moveBack(withinGrace, PLANNED_LENGTH);

        soon(() -> assertStatus(path, "Cancelled"));

        var detail = host.get(path).json();
        var event = events(host, path).get(0);
        var told = notifications(host, path);
        assertThat(detail.getString("cancelReason")).isEqualTo("no_show");
        assertThat(detail.getString("endedAt")).isEqualTo(event.getString("at"));
        assertThat(detail.getValue("durationSeconds")).isNull();
        assertThat(event.getString("event")).isEqualTo("meeting_cancelled");
        assertThat(event.getString("reason")).isEqualTo("no_show");
        assertThat(told).extracting(one -> one.getString("type")).containsExactly("meeting_cancelled");
        assertThat(notifications(guest, path)).isEmpty();
        assertThat(notifications(reader, path))
                .extracting(one -> one.getString("type"))
                .containsExactly("meeting_invitation");
        assertStatus(withinGrace, "Scheduled");
    }

    @Test
    void ofTwoNodesThatSweepAtOnceOneActs() {
        var ended = IntStream.range(0, 12)
                .mapToObj(i -> {
                    var path = meeting(new JsonObject());
                    host.post(path + "/join");
                    return path;
                })
                .toList();
        var noShows =
                IntStream.range(0, 12).mapToObj(i -> meeting(new JsonObject())).toList();
        ended.forEach(path -> moveBack(path, PLANNED_LENGTH));
        noShows.forEach(path -> moveBack(path, "3 hours"));

        ended.forEach(path -> soon(() -> assertStatus(path, "Completed")));
        noShows.forEach(path -> soon(() -> assertStatus(path, "Cancelled")));

        assertThat(ended)
                .allSatisfy(
                        path -> assertThat(eventNames(host, path)).containsExactly("meeting_started", "meeting_ended"));
        assertThat(noShows).allSatisfy(path -> {
            assertThat(eventNames(host, path)).containsExactly("meeting_cancelled");
            assertThat(notifications(host, path)).hasSize(1);
        });
    }

    @Test
    void whatHasOutlivedItsUseIsForgotten() {
        for (int i = 0; i < 2; i++) {
            host.post("/api/meeting/create", new JsonObject().put("title", "Any"), "Idempotency-Key", "key-" + i);
            host.post("/api/ticket");
        }
        var wrong = meeting(new JsonObject().put("password", "open-sesame"));
        guest.post(wrong + "/join", new JsonObject().put("password", "wrong-guess"));
        NODE.execute(
                "UPDATE idempotency_key SET created_at = created_at - interval '1 day'"
                        + " WHERE user_id = ? AND key = 'key-0'",
                host.id());
        NODE.execute(
                "UPDATE ticket SET expires_at = now() WHERE hash ="
                        + " (SELECT hash FROM ticket WHERE caller ->> 'userId' = ? ORDER BY expires_at LIMIT 1)",
                host.id());
        NODE.execute(
                "UPDATE password_attempt SET attempted_at = attempted_at - interval '1 hour' WHERE user_id = ?",
                guest.id());

        soon(() -> assertThat(count("idempotency_key WHERE user_id = ?", host)).isEqualTo(1));
        soon(() ->
                assertThat(count("ticket WHERE caller ->> 'userId' = ?", host)).isEqualTo(1));
        soon(() ->
                assertThat(count("password_attempt WHERE user_id = ?", guest)).isZero());
    }

    @Test
    void eventsOfMeetingsThatEndedLongAgoAreForgotten() {
        soon(() -> assertThat(LONG_AGO.events(0).getBoolean("reset")).isTrue());

        var forgotten = LONG_AGO.events(0);
        assertThat(forgotten.getJsonArray("items")).isEmpty();
        assertThat(forgotten.getLong("seq")).isEqualTo(2);
        assertThat(LONG_AGO.events(1).getBoolean("reset")).isTrue();
        assertThat(LONG_AGO.events(2).getBoolean("reset")).isFalse();
        assertThat(LONG_AGO.host.get(LONG_AGO.path).json().getString("status")).isEqualTo("Completed");
        assertThat(LATELY.events(0).getJsonArray("items")).hasSize(2);
    }

    /** A meeting that ended before the second node started: that one's first sweep looks at it. */
    private record Ended(User host, String path) {
        static Ended days(int days) {
            var host = User.unknown(NODE);
            var path = "/api/meeting/" + host.createMeeting(new JsonObject().put("title", "Once"));
            host.post(path + "/join");
            host.put(path + "/end");
            NODE.execute(
                    "UPDATE meeting SET ended_at = ended_at - make_interval(days => ?) WHERE id = ?", days, id(path));
            return new Ended(host, path);
        }

        JsonObject events(long after) {
            return host.get(path + "/events?after=" + after).json();
        }
    }

    private String meeting(JsonObject fields) {
        if (!fields.containsKey("participantUserIds")) {
            fields.put("participantUserIds", JsonArray.of(guest.id()));
        }
        return "/api/meeting/" + host.createMeeting(fields.put("title", "Swept"));
    }

    private void assertStatus(String path, String status) {
        assertThat(host.get(path).json().getString("status")).isEqualTo(status);
    }

    private static long count(String rows, User user) {
        return Long.parseLong(NODE.value("SELECT count(*) FROM " + rows, user.id()));
    }

    private static void moveBack(String path, String interval) {
        NODE.execute("UPDATE meeting SET scheduled_at = scheduled_at - ?::interval WHERE id = ?", interval, id(path));
    }

    private static void soon(Runnable assertion) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(assertion::run);
    }
}
