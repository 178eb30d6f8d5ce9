package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.body;
import static io.gavel.rest.HostedMeeting.conversation;
import static io.gavel.rest.HostedMeeting.in;
import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.HostedMeeting.objects;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EditMeetingTest {
    private final User host = newUser();
    private final long conversation = conversation(host, newUser());

    private JsonObject everything() {
        return new JsonObject()
                .put("title", "Second interview")
                .put("description", "With the team")
                .put("scheduledAt", "2999-01-01T09:00:00.000Z")
                .put("durationMinutes", 90)
                .put("timeZone", "Asia/Tokyo")
                .put("recordingEnabled", false)
                .put("conversationId", conversation)
                .put("externalRef", "job-1")
                .put("maxParticipants", 4)
                .put("chatEnabled", false);
    }

    @Test
    void changesWhatIsGivenAndNothingElse() {
        var meeting = HostedMeeting.of(body().put("description", "kept"));
        var before = meeting.detail();

        var edited = edit(meeting, new JsonObject().put("title", "Renamed"));

        assertThat(edited.status()).isEqualTo(200);
        assertThat(edited.header("ETag")).isEqualTo("\"2\"");
        assertThat(edited.json().fieldNames()).containsExactlyInAnyOrder(WireFields.MEETING);
        assertThat(meeting.detail())
                .isEqualTo(before.put("title", "Renamed").put("version", 2).put("seq", 1));
        assertThat(meeting.detail().getMap()).containsAllEntriesOf(edited.json().getMap());
    }

    @Test
    void everyFieldOfCreateMayChange() {
        var meeting = HostedMeeting.of(host, body());

        var edited = edit(meeting, everything().put("password", "open sesame")).json();

        var given = new JsonObject(everything().encode());
        assertThat(edited.getMap()).containsAllEntriesOf(given.getMap());
        assertThat(edited.getBoolean("hasPassword")).isTrue();
        assertThat(edited.getInteger("version")).isEqualTo(2);
        assertThat(changedFields(meeting))
                .containsExactlyInAnyOrder(
                        "title",
                        "description",
                        "scheduledAt",
                        "durationMinutes",
                        "timeZone",
                        "password",
                        "recordingEnabled",
                        "conversationId",
                        "chatEnabled",
                        "externalRef",
                        "maxParticipants");
    }

    @Test
    void nullSetsTheDefaultOrEmpties() {
        var meeting = HostedMeeting.of(host, everything().put("password", "open sesame"));
        var nulls = new JsonObject();
        for (var field : List.of(
                "description",
                "durationMinutes",
                "timeZone",
                "password",
                "recordingEnabled",
                "conversationId",
                "chatEnabled",
                "externalRef",
                "maxParticipants")) {
            nulls.putNull(field);
        }

        var edited = edit(meeting, nulls).json();

        assertThat(edited.getString("title")).isEqualTo("Second interview");
        assertThat(edited.getString("scheduledAt")).isEqualTo("2999-01-01T09:00:00.000Z");
        assertThat(edited.getString("description")).isNull();
        assertThat(edited.getInteger("durationMinutes")).isEqualTo(60);
        assertThat(edited.getString("timeZone")).isEqualTo("UTC");
        assertThat(edited.getBoolean("hasPassword")).isFalse();
        assertThat(edited.getBoolean("recordingEnabled")).isTrue();
        assertThat(edited.getLong("conversationId")).isNull();
        assertThat(edited.getString("externalRef")).isNull();
        assertThat(edited.getInteger("maxParticipants")).isNull();
        assertThat(edited.getBoolean("chatEnabled")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"title", "scheduledAt"})
    void titleAndStartCannotBeEmptied(String field) {
        var meeting = HostedMeeting.of(body());

        var refused = edit(meeting, new JsonObject().putNull(field));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactly(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "participantUserIds",
                "moderatorUserIds",
                "inviteConversation",
                "status",
                "roomName",
                "version",
                "hostUserId"
            })
    void takesNoFieldThatCreateDoesNotTakeNorPeople(String field) {
        var meeting = HostedMeeting.of(body());

        var refused = edit(meeting, new JsonObject().put(field, new JsonArray().add("x")));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactly(field);
    }

    @Test
    void anEditThatChangesNothingIsNoEvent() {
        var meeting = HostedMeeting.of(host, everything().put("password", "open sesame"));
        var before = meeting.detail();

        var same = edit(meeting, everything().put("password", "open sesame"));
        var sameStart = edit(meeting, new JsonObject().put("scheduledAt", "2999-01-01T11:00:00+02:00"));
        var empty = edit(meeting, new JsonObject());

        assertThat(same.status()).isEqualTo(200);
        assertThat(same.header("ETag")).isEqualTo("\"1\"");
        assertThat(sameStart.json().getInteger("version")).isEqualTo(1);
        assertThat(empty.json().getInteger("version")).isEqualTo(1);
        assertThat(meeting.detail()).isEqualTo(before);
    }

    @Test
    void theEventNamesWhatChangedNotWhatWasGiven() {
        var meeting = HostedMeeting.of(body());

        edit(meeting, body().put("durationMinutes", 60).put("maxParticipants", 3));

        assertThat(changedFields(meeting)).containsExactly("maxParticipants");
    }

    @Test
    void anotherPasswordIsAChange() {
        var guest = newUser();
        var meeting = HostedMeeting.of(
                        body().put("password", "old secret").put("participantUserIds", HostedMeeting.ids(guest)))
                .started();

        var edited = edit(meeting, new JsonObject().put("password", "new secret"));

        assertThat(edited.json().getInteger("version")).isEqualTo(3);
        assertThat(join(guest, meeting, "old secret").code()).isEqualTo("WRONG_PASSWORD");
        assertThat(join(guest, meeting, "new secret").status()).isEqualTo(200);
    }

    @Test
    void aStartCannotBeMovedIntoThePast() {
        var meeting = HostedMeeting.of(body());

        var refused = edit(meeting, new JsonObject().put("scheduledAt", in(Duration.ofMinutes(-6))));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactly("scheduledAt");
    }

    @Test
    void aMeetingInProgressKeepsStartAndZone() {
        var meeting = HostedMeeting.of(body()).started();

        var start = edit(meeting, new JsonObject().put("scheduledAt", in(Duration.ofHours(1))));
        var zone = edit(meeting, new JsonObject().put("timeZone", "Europe/Paris"));
        var title = edit(meeting, new JsonObject().put("title", "Renamed").put("durationMinutes", 120));

        assertThat(start.status()).isEqualTo(409);
        assertThat(start.code()).isEqualTo("INVALID_TRANSITION");
        assertThat(start.json().getString("meetingStatus")).isEqualTo("InProgress");
        assertThat(zone.code()).isEqualTo("INVALID_TRANSITION");
        assertThat(title.status()).isEqualTo(200);
    }

    @Test
    void nothingOfAMeetingThatIsOverChanges() {
        var completed = HostedMeeting.of(body()).ended();
        var cancelled = HostedMeeting.of(body()).cancelled();

        var first = edit(completed, new JsonObject().put("title", "Renamed"));
        var second = edit(cancelled, new JsonObject().put("title", "Renamed"));

        assertThat(first.code()).isEqualTo("INVALID_TRANSITION");
        assertThat(first.json().getString("meetingStatus")).isEqualTo("Completed");
        assertThat(second.code()).isEqualTo("INVALID_TRANSITION");
        assertThat(second.json().getString("meetingStatus")).isEqualTo("Cancelled");
    }

    @Test
    void aStaleVersionIsRefused() {
        var meeting = HostedMeeting.of(body());
        var renamed = new JsonObject().put("title", "Renamed");

        var stale = meeting.host().put(meeting.path(), renamed, "If-Match", "\"2\"");
        var fresh = meeting.host().put(meeting.path(), renamed, "If-Match", "\"1\"");
        var any = meeting.host().put(meeting.path(), new JsonObject().put("title", "Again"), "If-Match", "*");

        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.code()).isEqualTo("VERSION_MISMATCH");
        assertThat(fresh.header("ETag")).isEqualTo("\"2\"");
        assertThat(any.header("ETag")).isEqualTo("\"3\"");
    }

    @Test
    void asManyVersionsAsFitIntoAHeadAreReadToTheLast() {
        var meeting = HostedMeeting.of(body());

        var edited = meeting.host()
                .put(
                        meeting.path(),
                        new JsonObject().put("title", "Late"),
                        "If-Match",
                        "\"9\",".repeat(3500) + "\"1\"");

        assertThat(edited.status()).isEqualTo(200);
    }

    @Test
    void aStaleVersionIsToldBeforeTheStatus() {
        var meeting = HostedMeeting.of(body()).ended();

        var refused = meeting.host().put(meeting.path(), body(), "If-Match", "\"1\"");

        assertThat(refused.status()).isEqualTo(412);
    }

    @Test
    void ifMatchCountsForEditAlone() {
        var meeting = HostedMeeting.of(body()).started();

        var ended = meeting.host().put(meeting.path("/end"), new JsonObject(), "If-Match", "\"99\"");

        assertThat(ended.status()).isEqualTo(200);
    }

    @Test
    void theVersionDoesNotRiseWithTheStream() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest).started();
        var version = meeting.detail().getInteger("version");

        meeting.promoted(guest).invited(newUser()).removed(guest);

        assertThat(meeting.detail().getInteger("version")).isEqualTo(version);
        assertThat(meeting.detail().getLong("seq")).isEqualTo(4);
    }

    private static User.Answer edit(HostedMeeting meeting, JsonObject fields) {
        return meeting.host().put(meeting.path(), fields);
    }

    private static User.Answer join(User user, HostedMeeting meeting, String password) {
        return user.post(meeting.path("/join"), new JsonObject().put("password", password));
    }

    private static List<String> changedFields(HostedMeeting meeting) {
        var events = objects(meeting.host().get(meeting.path("/events")).json().getJsonArray("items"));
        assertThat(events).hasSize(1);
        return events.get(0).getJsonArray("fields").stream()
                .map(String.class::cast)
                .toList();
    }
}
