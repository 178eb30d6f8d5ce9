package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.newUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CancelMeetingTest {
    @Test
    void cancelsWithoutAReason() {
        var meeting = HostedMeeting.with();

        var cancelled = meeting.host().put(meeting.path("/cancel"));

        var json = cancelled.json();
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.header("ETag")).isEqualTo("\"2\"");
        assertThat(json.fieldNames()).containsExactlyInAnyOrder(WireFields.MEETING);
        assertThat(json.getString("status")).isEqualTo("Cancelled");
        assertThat(json.getString("cancelReason")).isNull();
        assertThat(json.getString("startedAt")).isNull();
        assertThat(json.getLong("durationSeconds")).isNull();
        assertThat(json.getLong("seq")).isEqualTo(1);
        assertThat(json.getString("endedAt"))
                .isEqualTo(meeting.events().get(0).getString("at"))
                .matches(WireFields.TIME);
    }

    @Test
    void keepsTheReason() {
        var meeting = HostedMeeting.with();
        var reason = "🎥".repeat(500);

        var refused = meeting.host().put(meeting.path("/cancel"), new JsonObject().put("reason", reason + "x"));
        var cancelled = meeting.host().put(meeting.path("/cancel"), new JsonObject().put("reason", reason));

        assertThat(refused.faultyFields()).containsExactly("reason");
        assertThat(cancelled.json().getString("cancelReason")).isEqualTo(reason);
        assertThat(meeting.detail().getString("cancelReason")).isEqualTo(reason);
    }

    @Test
    void cancellingAgainChangesNothing() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest);
        var cancelled = meeting.host().put(meeting.path("/cancel"), new JsonObject().put("reason", "ill"));

        var again = meeting.host().put(meeting.path("/cancel"), new JsonObject().put("reason", "bored"));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("ETag")).isEqualTo("\"2\"");
        assertThat(again.json()).isEqualTo(cancelled.json());
        assertThat(meeting.eventNames()).containsExactly("meeting_cancelled");
        assertThat(guest.get("/api/notification/list").json().getJsonArray("items"))
                .hasSize(1);
    }

    @Test
    void aMeetingThatEndedCannotBeCancelled() {
        var meeting = HostedMeeting.with().ended();

        var refused = meeting.host().put(meeting.path("/cancel"));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("INVALID_TRANSITION");
        assertThat(refused.json().getString("meetingStatus")).isEqualTo("Completed");
    }

    @Test
    void closesARunningMeetingAsAnEndDoes() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest).started().earlier("started_at", Duration.ofSeconds(70));
        guest.post(meeting.path("/join"));
        meeting.inside(guest, Duration.ofMillis(60_500));
        SharedNode.get()
                .execute("UPDATE meeting_stream SET recording_by = 'somebody' WHERE meeting_id = ?", meeting.id());

        var cancelled = meeting.host().put(meeting.path("/cancel")).json();

        assertThat(cancelled.getLong("durationSeconds")).isBetween(70L, 100L);
        var person = meeting.participant(guest);
        assertThat(person.getBoolean("isInMeeting")).isFalse();
        assertThat(person.getLong("durationSeconds")).isBetween(60L, 90L);
        assertThat(person.getString("lastLeftAt")).isEqualTo(cancelled.getString("endedAt"));
        assertThat(meeting.eventNames()).containsExactly("meeting_started", "recording_stopped", "meeting_cancelled");
        assertThat(meeting.events().get(1).getString("stoppedBy"))
                .isEqualTo(meeting.host().id());
    }

    @Test
    void staysReadableForItsPeople() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest).cancelled();

        var found = guest.get(meeting.path());

        assertThat(found.status()).isEqualTo(200);
        assertThat(found.json().getString("status")).isEqualTo("Cancelled");
    }
}
