package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.body;
import static io.gavel.rest.HostedMeeting.ids;
import static io.gavel.rest.HostedMeeting.newUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LeaveMeetingTest {
    @Test
    void answersNothing() {
        var meeting = HostedMeeting.with().started();

        var left = meeting.host().post(meeting.path("/leave"));

        assertThat(left.status()).isEqualTo(204);
        assertThat(left.response().body()).isEmpty();
    }

    @Test
    void mayBeRepeatedAndNeedsNoJoin() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest);

        assertThat(guest.post(meeting.path("/leave")).status()).isEqualTo(204);
        meeting.started();
        assertThat(guest.post(meeting.path("/leave")).status()).isEqualTo(204);
        guest.post(meeting.path("/join"));
        assertThat(guest.post(meeting.path("/leave")).status()).isEqualTo(204);
        assertThat(guest.post(meeting.path("/leave")).status()).isEqualTo(204);
        assertThat(meeting.eventNames()).containsExactly("meeting_started");
    }

    @Test
    void isPossibleWhenTheMeetingIsOver() {
        var guest = newUser();
        var ended = HostedMeeting.with(guest).ended();
        var cancelled = HostedMeeting.with(guest).cancelled();

        assertThat(guest.post(ended.path("/leave")).status()).isEqualTo(204);
        assertThat(guest.post(cancelled.path("/leave")).status()).isEqualTo(204);
    }

    @Test
    void whoNeverJoinedHasNotLeft() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest).started();

        guest.post(meeting.path("/leave"));

        assertThat(meeting.participant(guest).getString("lastLeftAt")).isNull();
    }

    @Test
    void doesNotEndTheMeeting() {
        var meeting = HostedMeeting.with().started();

        meeting.host().post(meeting.path("/leave"));

        assertThat(meeting.detail().getString("status")).isEqualTo("InProgress");
    }

    @Test
    void keepsTheFirstJoinAndTellsWhenItWas() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest).started();
        guest.post(meeting.path("/join"));

        guest.post(meeting.path("/leave"));

        var person = meeting.participant(guest);
        assertThat(Instant.parse(person.getString("lastLeftAt")))
                .isAfterOrEqualTo(Instant.parse(person.getString("firstJoinedAt")));
        assertThat(person.getLong("durationSeconds")).isZero();
    }

    @Test
    void givesThePlaceToTheNext() {
        var first = newUser();
        var second = newUser();
        var meeting = HostedMeeting.of(body().put("maxParticipants", 1).put("participantUserIds", ids(first, second)));
        first.post(meeting.path("/join"));

        first.post(meeting.path("/leave"));

        assertThat(second.post(meeting.path("/join")).status()).isEqualTo(200);
        assertThat(first.post(meeting.path("/join")).code()).isEqualTo("MEETING_FULL");
    }

    @Test
    void endsTheSessionsOfTheOneWhoLeaves() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest).started();
        guest.post(meeting.path("/join"));
        meeting.inside(guest, Duration.ofMillis(60_500)).inside(meeting.host(), Duration.ofSeconds(5));

        guest.post(meeting.path("/leave"));

        var person = meeting.participant(guest);
        assertThat(person.getBoolean("isInMeeting")).isFalse();
        assertThat(person.getBoolean("isMuted")).isTrue();
        assertThat(person.getBoolean("isVideoOn")).isFalse();
        assertThat(person.getBoolean("isSharingScreen")).isFalse();
        assertThat(person.getBoolean("isHandRaised")).isFalse();
        assertThat(person.getInteger("handPosition")).isNull();
        assertThat(person.getLong("durationSeconds")).isBetween(60L, 90L);
        assertThat(meeting.participant(meeting.host()).getBoolean("isInMeeting"))
                .isTrue();
    }

    @Test
    void isOneEventForWhoWasInside() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest).started();
        guest.post(meeting.path("/join"));
        meeting.inside(guest, Duration.ofSeconds(5)).inside(guest, Duration.ofSeconds(3));

        guest.post(meeting.path("/leave"));
        guest.post(meeting.path("/leave"));

        assertThat(meeting.eventNames()).containsExactly("meeting_started", "user_left_meeting");
        var event = meeting.events().get(1);
        assertThat(event)
                .isEqualTo(new JsonObject()
                        .put("event", "user_left_meeting")
                        .put("seq", 2)
                        .put("at", event.getString("at"))
                        .put("meetingId", meeting.id())
                        .put("userId", guest.id())
                        .put("userName", guest.id()));
        assertThat(meeting.participant(guest).getString("lastLeftAt")).isEqualTo(event.getString("at"));
    }
}
