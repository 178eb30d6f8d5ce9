package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.newUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventsTest {
    @Test
    void aStartTellsItsTime() {
        var meeting = HostedMeeting.with().started();

        assertThat(only(meeting))
                .isEqualTo(envelope(meeting, "meeting_started")
                        .put("startedAt", meeting.detail().getString("startedAt")));
    }

    @Test
    void anInvitationTellsWhoInWhichRole() {
        var guest = User.named(SharedNode.get(), "guest-" + UUID.randomUUID(), "Grace");
        guest.get("/api/meeting/list");
        var meeting = HostedMeeting.with().invited(guest);

        assertThat(only(meeting))
                .isEqualTo(envelope(meeting, "participant_invited")
                        .put("userId", guest.id())
                        .put("userName", "Grace")
                        .put("role", "Participant"));
    }

    @Test
    void aRemovalTellsWho() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest).removed(guest);

        assertThat(only(meeting))
                .isEqualTo(envelope(meeting, "participant_removed")
                        .put("userId", guest.id())
                        .put("userName", guest.id()));
    }

    @Test
    void aNewRoleTellsWhoGaveIt() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest).promoted(guest);

        assertThat(only(meeting))
                .isEqualTo(envelope(meeting, "role_changed")
                        .put("userId", guest.id())
                        .put("role", "Moderator")
                        .put("by", meeting.host().id()));
    }

    @Test
    void anEditTellsTheNamesOfItsFields() {
        var meeting = HostedMeeting.with();
        meeting.host().put(meeting.path(), new JsonObject().put("title", "Renamed"));

        assertThat(only(meeting)).isEqualTo(envelope(meeting, "meeting_updated").put("fields", JsonArray.of("title")));
    }

    @Test
    void aRecordingTellsItsId() {
        var meeting = HostedMeeting.with().started();
        var added = meeting.host()
                .post(meeting.path("/recording"), new JsonObject().put("fileUrl", "https://files.example/1.mp4"));

        assertThat(last(meeting))
                .isEqualTo(envelope(meeting, "recording_added")
                        .put("recordingId", added.json().getLong("id")));
    }

    @Test
    void anEndTellsWhenAndByWhom() {
        var meeting = HostedMeeting.with().ended();

        assertThat(last(meeting))
                .isEqualTo(envelope(meeting, "meeting_ended")
                        .put("endedAt", meeting.detail().getString("endedAt"))
                        .put("durationSeconds", meeting.detail().getLong("durationSeconds"))
                        .put("by", meeting.host().id())
                        .put("reason", "host"));
    }

    @Test
    void aCancellationTellsTitleAndReason() {
        var silent = HostedMeeting.with().cancelled();
        var meeting = HostedMeeting.with();
        meeting.host().put(meeting.path("/cancel"), new JsonObject().put("reason", "Ill, sorry"));

        assertThat(only(silent))
                .isEqualTo(envelope(silent, "meeting_cancelled")
                        .put("title", "Interview")
                        .putNull("reason"));
        assertThat(only(meeting))
                .isEqualTo(envelope(meeting, "meeting_cancelled")
                        .put("title", "Interview")
                        .put("reason", "Ill, sorry"));
    }

    @Test
    void aStoppedRecordingTellsWhoCausedIt() {
        var meeting = HostedMeeting.with().started();
        SharedNode.get()
                .execute("UPDATE meeting_stream SET recording_by = 'somebody' WHERE meeting_id = ?", meeting.id());
        meeting.host().put(meeting.path("/end"));

        var stopped = meeting.events().get(1);

        assertThat(stopped)
                .isEqualTo(new JsonObject()
                        .put("event", "recording_stopped")
                        .put("seq", 2)
                        .put("at", stopped.getString("at"))
                        .put("meetingId", meeting.id())
                        .put("stoppedBy", meeting.host().id()));
    }

    @Test
    void eachPersonIsAnEventOfItsOwn() {
        var first = newUser();
        var second = newUser();
        var third = newUser();
        var meeting = HostedMeeting.with(first).invited(first, second, third);

        assertThat(meeting.events())
                .extracting(event -> event.getString("event") + " " + event.getString("userId"))
                .containsExactly("participant_invited " + second.id(), "participant_invited " + third.id());
    }

    private static JsonObject only(HostedMeeting meeting) {
        assertThat(meeting.events()).hasSize(1);
        return last(meeting);
    }

    private static JsonObject last(HostedMeeting meeting) {
        List<JsonObject> events = meeting.events();
        return events.get(events.size() - 1);
    }

    /** The envelope of a meeting's last event. */
    private static JsonObject envelope(HostedMeeting meeting, String event) {
        var last = last(meeting);
        assertThat(last.getString("at")).matches(WireFields.TIME);
        return new JsonObject()
                .put("event", event)
                .put("seq", meeting.detail().getLong("seq"))
                .put("at", last.getString("at"))
                .put("meetingId", meeting.id());
    }
}
