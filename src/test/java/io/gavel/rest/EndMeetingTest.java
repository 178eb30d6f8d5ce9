package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.newUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EndMeetingTest {
    @Test
    void completesTheMeeting() {
        var meeting = HostedMeeting.with().started().earlier("started_at", Duration.ofMillis(90_400));
        var before = meeting.detail();

        var ended = meeting.host().put(meeting.path("/end"));

        assertThat(ended.status()).isEqualTo(200);
        assertThat(ended.header("ETag")).isEqualTo("\"3\"");
        var json = ended.json();
        assertThat(json.fieldNames()).containsExactlyInAnyOrder(WireFields.MEETING);
        assertThat(json.getString("endedAt")).matches(WireFields.TIME);
        assertThat(json.getLong("durationSeconds"))
                .isEqualTo(wholeSeconds(json))
                .isBetween(90L, 120L);
        before.remove("participants");
        before.remove("recordings");
        before.remove("occupants");
        before.remove("epoch");
        assertThat(json)
                .isEqualTo(before.put("status", "Completed")
                        .put("endedAt", json.getString("endedAt"))
                        .put("durationSeconds", json.getLong("durationSeconds"))
                        .put("version", 3)
                        .put("seq", 2));
    }

    @Test
    void endingAgainChangesNothing() {
        var meeting = HostedMeeting.with().started();
        var ended = meeting.host().put(meeting.path("/end"));

        var again = meeting.host().put(meeting.path("/end"));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("ETag")).isEqualTo(ended.header("ETag"));
        assertThat(again.json()).isEqualTo(ended.json());
        assertThat(meeting.eventNames()).containsExactly("meeting_started", "meeting_ended");
    }

    @Test
    void aScheduledMeetingCannotEnd() {
        var meeting = HostedMeeting.with();

        var refused = meeting.host().put(meeting.path("/end"));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("INVALID_TRANSITION");
        assertThat(refused.json().getString("meetingStatus")).isEqualTo("Scheduled");
        assertThat(meeting.detail().getString("status")).isEqualTo("Scheduled");
    }

    @Test
    void aCancelledMeetingCannotEnd() {
        var meeting = HostedMeeting.with().cancelled();

        var refused = meeting.host().put(meeting.path("/end"));

        assertThat(refused.code()).isEqualTo("INVALID_TRANSITION");
        assertThat(refused.json().getString("meetingStatus")).isEqualTo("Cancelled");
    }

    @Test
    void takesAnEmptyObjectAndNothingElse() {
        var meeting = HostedMeeting.with().started();

        var refused = meeting.host().put(meeting.path("/end"), new JsonObject().put("reason", "done"));
        var ended = meeting.host().put(meeting.path("/end"), new JsonObject());

        assertThat(refused.faultyFields()).containsExactly("reason");
        assertThat(ended.status()).isEqualTo(200);
    }

    @Test
    void everybodyInsideIsOutWithItsTimeKept() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest).started();
        guest.post(meeting.path("/join"));
        meeting.inside(guest, Duration.ofMillis(60_500));

        var ended = meeting.host().put(meeting.path("/end")).json();

        var person = meeting.participant(guest);
        assertThat(person.getBoolean("isInMeeting")).isFalse();
        assertThat(person.getBoolean("isMuted")).isTrue();
        assertThat(person.getBoolean("isVideoOn")).isFalse();
        assertThat(person.getBoolean("isSharingScreen")).isFalse();
        assertThat(person.getBoolean("isHandRaised")).isFalse();
        assertThat(person.getLong("durationSeconds")).isBetween(60L, 90L);
        assertThat(person.getString("lastLeftAt")).isEqualTo(ended.getString("endedAt"));
        assertThat(meeting.eventNames()).containsExactly("meeting_started", "meeting_ended");
    }

    @Test
    void anUnconfirmedJoinLeftWhenItCame() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest).started();
        guest.post(meeting.path("/join"));

        meeting.host().put(meeting.path("/end"));

        var person = meeting.participant(guest);
        assertThat(person.getString("lastLeftAt")).isEqualTo(person.getString("firstJoinedAt"));
        assertThat(person.getLong("durationSeconds")).isZero();
    }

    @Test
    void aRunningRecordingStopsFirst() {
        var meeting = HostedMeeting.with().started();
        SharedNode.get()
                .execute(
                        "UPDATE meeting_stream SET recording_by = 'somebody', recording_since = now_ms()"
                                + " WHERE meeting_id = ?",
                        meeting.id());

        meeting.host().put(meeting.path("/end"));

        assertThat(meeting.eventNames()).containsExactly("meeting_started", "recording_stopped", "meeting_ended");
        assertThat(meeting.events().get(1).getString("stoppedBy"))
                .isEqualTo(meeting.host().id());
    }

    @Test
    void inviteesWhoNeverCameAreToldThatTheyMissedItAndNothingElse() {
        var guest = newUser();
        HostedMeeting.with(guest).ended();

        var items = guest.get("/api/notification/list").json().getJsonArray("items");

        assertThat(items).hasSize(1);
        assertThat(items.getJsonObject(0).getString("type")).isEqualTo("missed_meeting");
    }

    private static long wholeSeconds(JsonObject meeting) {
        return Duration.between(
                        Instant.parse(meeting.getString("startedAt")), Instant.parse(meeting.getString("endedAt")))
                .toSeconds();
    }
}
