package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.body;
import static io.gavel.rest.HostedMeeting.ids;
import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.HostedMeeting.objects;
import static io.gavel.rest.HostedMeeting.require;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens to a meeting as its people are told, and that nobody meets what is no longer so. */
class NotificationTypesTest {
    private final User guest = newUser();
    private final User other = newUser();

    @Test
    void inviteesAreToldOfTheStartButForWhoCameFirst() {
        var meeting = HostedMeeting.with(guest, other);

        require(guest.post(meeting.path("/join")), 200);

        assertThat(unread(other)).containsExactly("meeting_started", "meeting_invitation");
        assertThat(types(guest)).containsExactly("meeting_invitation");
        assertThat(types(meeting.host())).isEmpty();
    }

    @Test
    void theStartIsToldOnce() {
        var meeting = HostedMeeting.with(guest, other).started();

        require(guest.post(meeting.path("/join")), 200);
        require(guest.post(meeting.path("/join")), 200);

        assertThat(unread(other)).containsExactly("meeting_started", "meeting_invitation");
    }

    @Test
    void whoComesInHasReadWhatLedThere() {
        var elsewhere = HostedMeeting.with(guest);
        var meeting = HostedMeeting.with(guest, other).started();

        require(guest.post(meeting.path("/join")), 200);

        assertThat(items(guest, "?unread=true"))
                .extracting(item -> item.getLong("meetingId"))
                .containsExactly(elsewhere.id());
        assertThat(types(guest)).containsExactly("meeting_started", "meeting_invitation", "meeting_invitation");
        assertThat(unread(other)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"title, Renamed", "description, New", "durationMinutes, 25", "timeZone, Europe/Berlin"})
    void anEditGivesWhoHasNotReadTheInvitationACurrentOne(String field, String value) {
        var meeting = HostedMeeting.with(guest);
        var before = items(guest, "").get(0);

        edit(meeting, field, value);

        var after = items(guest, "");
        assertThat(after).hasSize(1);
        assertThat(after.get(0).getString("type")).isEqualTo("meeting_invitation");
        assertThat(after.get(0).getLong("id")).isGreaterThan(before.getLong("id"));
        assertThat(after.get(0).getString("title")).isEqualTo(meeting.detail().getString("title"));
        assertThat(types(meeting.host())).isEmpty();
    }

    @Test
    void aNewStartIsToldToWhoHasReadOfTheOldOne() {
        var meeting = HostedMeeting.with(guest, other);
        guest.put("/api/notification/read-all");

        meeting.host().put(meeting.path(), new JsonObject().put("scheduledAt", HostedMeeting.in(Duration.ofDays(2))));

        assertThat(unread(guest)).containsExactly("meeting_updated");
        assertThat(unread(other)).containsExactly("meeting_invitation");
    }

    @Test
    void ofManyEditsOneIsLeftToRead() {
        var meeting = HostedMeeting.with(guest);
        guest.put("/api/notification/read-all");
        edit(meeting, "title", "One");
        var first = items(guest, "?unread=true").get(0).getLong("id");

        edit(meeting, "title", "Two");

        var left = items(guest, "?unread=true");
        assertThat(left).hasSize(1);
        assertThat(left.get(0).getString("title")).isEqualTo("Two");
        assertThat(left.get(0).getLong("id")).isGreaterThan(first);
        assertThat(guest.put("/api/notification/" + first + "/read").status()).isEqualTo(404);
    }

    @Test
    void whatConcernsNobodyIsNotTold() {
        var meeting = HostedMeeting.with(guest);
        var before = items(guest, "");

        edit(meeting, "externalRef", "job-7");
        edit(meeting, "password", "open-sesame");
        edit(meeting, "title", "Interview");

        assertThat(items(guest, "")).isEqualTo(before);
    }

    @Test
    void aCancellationTakesThePlaceOfAllThatLedThere() {
        var meeting = HostedMeeting.with(guest, other);
        guest.put("/api/notification/read-all");
        edit(meeting, "title", "Renamed");

        meeting.started().cancelled();

        assertThat(unread(guest)).containsExactly("meeting_cancelled");
        assertThat(types(other)).containsExactly("meeting_cancelled");
    }

    @Test
    void theEndTellsThoseWhoNeverCameAndTakesTheRestBack() {
        var late = newUser();
        var meeting = HostedMeeting.with(guest, other).started().invited(late);
        other.put("/api/notification/read-all");
        require(guest.post(meeting.path("/join")), 200);

        require(meeting.host().put(meeting.path("/end")), 200);
        require(meeting.host().put(meeting.path("/end")), 200);

        assertThat(unread(guest)).isEmpty();
        assertThat(types(guest)).doesNotContain("missed_meeting");
        assertThat(unread(other)).containsExactly("missed_meeting");
        assertThat(types(late)).containsExactly("missed_meeting");
        assertThat(types(meeting.host())).isEmpty();
    }

    @Test
    void whoWasRemovedHasNotMissedIt() {
        var meeting = HostedMeeting.with(guest).started().removed(guest);

        require(meeting.host().put(meeting.path("/end")), 200);

        assertThat(types(guest)).isEmpty();
    }

    @Test
    void aRecordingIsToldToAllButWhoAddedIt() {
        var meeting = HostedMeeting.of(
                        body().put("participantUserIds", ids(guest)).put("moderatorUserIds", ids(other)))
                .started();
        for (var user : List.of(guest, other)) {
            user.put("/api/notification/read-all");
        }

        record(meeting, other, "1");

        assertThat(unread(guest)).containsExactly("recording_available");
        assertThat(unread(meeting.host())).containsExactly("recording_available");
        assertThat(unread(other)).isEmpty();
    }

    @Test
    void ofSeveralRecordingsOneIsLeftToRead() {
        var meeting = HostedMeeting.with(guest).ended();

        record(meeting, meeting.host(), "1");
        record(meeting, meeting.host(), "2");
        guest.put("/api/notification/read-all");
        record(meeting, meeting.host(), "3");

        assertThat(types(guest)).containsExactly("recording_available", "recording_available", "missed_meeting");
        assertThat(unread(guest)).hasSize(1);
    }

    private static void edit(HostedMeeting meeting, String field, String value) {
        var typed = field.equals("durationMinutes") ? Integer.valueOf(value) : value;
        require(meeting.host().put(meeting.path(), new JsonObject().put(field, typed)), 200);
    }

    private static void record(HostedMeeting meeting, User by, String name) {
        var body = new JsonObject().put("fileUrl", "https://files.example/" + name);
        require(by.post(meeting.path("/recording"), body), 201);
    }

    private static List<String> unread(User user) {
        return items(user, "?unread=true").stream()
                .map(item -> item.getString("type"))
                .toList();
    }

    private static List<String> types(User user) {
        return items(user, "").stream().map(item -> item.getString("type")).toList();
    }

    private static List<JsonObject> items(User user, String query) {
        return objects(user.get("/api/notification/list" + query).json().getJsonArray("items"));
    }
}
