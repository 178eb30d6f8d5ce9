package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.body;
import static io.gavel.rest.HostedMeeting.ids;
import static io.gavel.rest.HostedMeeting.in;
import static io.gavel.rest.HostedMeeting.newUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JoinMeetingTest {
    @Test
    void answersWhatOpensTheRoom() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest).started();

        var joined = guest.post(meeting.path("/join"));

        assertThat(joined.status()).isEqualTo(200);
        assertThat(joined.json().fieldNames()).containsExactlyInAnyOrder(WireFields.JOIN);
        assertThat(joined.json().getLong("meetingId")).isEqualTo(meeting.id());
        assertThat(joined.json().getString("role")).isEqualTo("Participant");
        assertThat(joined.json().getString("domain")).isEqualTo("https://meet.talentflip.ai");
        assertThat(joined.json().getString("tokenExpiresAt")).matches(WireFields.TIME);
        var seen = guest.get(meeting.path()).json();
        assertThat(joined.json().getString("roomName")).isEqualTo(seen.getString("roomName"));
        var inside = joined.json().getJsonObject("meeting");
        assertThat(inside.fieldNames()).containsExactlyInAnyOrder(WireFields.MEETING);
        assertThat(seen.getMap()).containsAllEntriesOf(inside.getMap());
    }

    @Test
    void theFirstJoinStartsTheMeeting() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest);

        var first = guest.post(meeting.path("/join")).json().getJsonObject("meeting");
        var second = meeting.host().post(meeting.path("/join")).json().getJsonObject("meeting");

        assertThat(first.getString("status")).isEqualTo("InProgress");
        assertThat(first.getInteger("version")).isEqualTo(2);
        assertThat(first.getLong("seq")).isEqualTo(1);
        assertThat(first.getString("startedAt"))
                .isEqualTo(meeting.participant(guest).getString("firstJoinedAt"));
        assertThat(second).isEqualTo(first.copy().put("role", "Host"));
        assertThat(meeting.eventNames()).containsExactly("meeting_started");
    }

    @Test
    void joiningAgainIsTheSamePersonWithANewToken() {
        var meeting = HostedMeeting.with().started();
        var firstJoinedAt = meeting.participant(meeting.host()).getString("firstJoinedAt");

        var again = meeting.host().post(meeting.path("/join"));

        assertThat(again.status()).isEqualTo(200);
        assertThat(meeting.detail().getJsonArray("participants")).hasSize(1);
        assertThat(meeting.participant(meeting.host()).getString("firstJoinedAt"))
                .isEqualTo(firstJoinedAt);
    }

    @Test
    void participantsComeTenMinutesBeforeTheStartAtTheEarliest() {
        var guest = newUser();
        var soon = scheduled(guest, Duration.ofMinutes(9).plusSeconds(30));
        var later = scheduled(guest, Duration.ofMinutes(11));

        var early = guest.post(later.path("/join"));

        assertThat(guest.post(soon.path("/join")).status()).isEqualTo(200);
        assertThat(early.status()).isEqualTo(403);
        assertThat(early.code()).isEqualTo("TOO_EARLY");
        assertThat(early.json().getString("opensAt")).isEqualTo(HostedMeeting.wire(opening(later)));
        assertThat(Long.parseLong(early.header("Retry-After"))).isBetween(1L, 60L);
        assertThat(later.detail().getString("status")).isEqualTo("Scheduled");
        assertThat(later.participant(guest).getString("firstJoinedAt")).isNull();
    }

    @Test
    void hostAndModeratorsMayComeAtAnyTime() {
        var moderator = newUser();
        var body = body().put("scheduledAt", in(Duration.ofDays(300))).put("moderatorUserIds", ids(moderator));

        var first = moderator.post(HostedMeeting.of(body).path("/join"));
        var byHost = HostedMeeting.of(body).started();

        assertThat(first.json().getString("role")).isEqualTo("Moderator");
        assertThat(byHost.detail().getString("status")).isEqualTo("InProgress");
    }

    @Test
    void participantsWaitForTheWindowAlsoWhileTheMeetingRuns() {
        var guest = newUser();
        var meeting = scheduled(guest, Duration.ofHours(1)).started();

        var early = guest.post(meeting.path("/join"));

        assertThat(early.code()).isEqualTo("TOO_EARLY");
        assertThat(early.json().getString("opensAt")).isEqualTo(HostedMeeting.wire(opening(meeting)));
    }

    @Test
    void whoWasPromotedNeedsNotWait() {
        var guest = newUser();
        var meeting = scheduled(guest, Duration.ofHours(1)).promoted(guest);

        assertThat(guest.post(meeting.path("/join")).json().getString("role")).isEqualTo("Moderator");
    }

    @ParameterizedTest
    @CsvSource({"true, Cancelled, MEETING_CANCELLED", "false, Completed, MEETING_ENDED"})
    void nobodyEntersAMeetingThatIsOver(boolean cancel, String status, String code) {
        var guest = newUser();
        var moderator = newUser();
        var meeting = HostedMeeting.of(body().put("scheduledAt", in(Duration.ofDays(1)))
                .put("password", "open sesame")
                .put("participantUserIds", ids(guest))
                .put("moderatorUserIds", ids(moderator)));
        meeting = cancel ? meeting.cancelled() : meeting.ended();

        for (var user : new User[] {meeting.host(), moderator, guest}) {
            var gone = user.post(meeting.path("/join"));

            assertThat(gone.status()).isEqualTo(410);
            assertThat(gone.code()).isEqualTo(code);
            assertThat(gone.json().getString("meetingStatus")).isEqualTo(status);
        }
    }

    @Test
    void theWindowIsJudgedBeforeThePasswordAndThatBeforeThePlace() {
        var guest = newUser();
        var other = newUser();
        var body = body().put("password", "open sesame")
                .put("maxParticipants", 1)
                .put("participantUserIds", ids(guest, other));
        var early = HostedMeeting.of(body.copy().put("scheduledAt", in(Duration.ofHours(1))));
        var full = HostedMeeting.of(body);
        join(other, full, "open sesame");

        assertThat(join(guest, early, "wrong one").code()).isEqualTo("TOO_EARLY");
        assertThat(guest.post(full.path("/join")).code()).isEqualTo("PASSWORD_REQUIRED");
        assertThat(join(guest, full, "wrong one").code()).isEqualTo("WRONG_PASSWORD");
        assertThat(join(guest, full, "open sesame").code()).isEqualTo("MEETING_FULL");
    }

    @Test
    void thePasswordIsAskedOfAllButTheHost() {
        var guest = newUser();
        var moderator = newUser();
        var meeting = HostedMeeting.of(body().put("password", "open sesame")
                .put("participantUserIds", ids(guest))
                .put("moderatorUserIds", ids(moderator)));

        assertThat(meeting.host().post(meeting.path("/join")).status()).isEqualTo(200);
        assertThat(moderator.post(meeting.path("/join")).status()).isEqualTo(403);
        assertThat(guest.post(meeting.path("/join")).code()).isEqualTo("PASSWORD_REQUIRED");
        assertThat(join(moderator, meeting, "open sesame").status()).isEqualTo(200);
    }

    @Test
    void whoWasAdmittedOnceIsNotAskedAgainUntilRemoved() {
        var guest = newUser();
        var meeting = HostedMeeting.of(body().put("password", "open sesame").put("participantUserIds", ids(guest)));
        join(guest, meeting, "open sesame");
        guest.post(meeting.path("/leave"));
        meeting.host().put(meeting.path(), new JsonObject().put("password", "another one"));

        assertThat(guest.post(meeting.path("/join")).status()).isEqualTo(200);
        assertThat(join(guest, meeting, "wrong one").status()).isEqualTo(200);
        meeting.removed(guest).invited(guest);
        assertThat(guest.post(meeting.path("/join")).code()).isEqualTo("PASSWORD_REQUIRED");
    }

    @Test
    void aPasswordThatNobodyAskedForIsIgnoredUnlessTooLong() {
        var meeting = HostedMeeting.with();

        assertThat(join(meeting.host(), meeting, "x").status()).isEqualTo(200);
        assertThat(join(meeting.host(), meeting, "x".repeat(65)).faultyFields()).containsExactly("password");
    }

    @Test
    void aFullMeetingStillTakesHostAndModerators() {
        var first = newUser();
        var second = newUser();
        var moderator = newUser();
        var meeting = HostedMeeting.of(body().put("maxParticipants", 1)
                .put("participantUserIds", ids(first, second))
                .put("moderatorUserIds", ids(moderator)));

        assertThat(moderator.post(meeting.path("/join")).status()).isEqualTo(200);
        assertThat(first.post(meeting.path("/join")).status()).isEqualTo(200);
        var full = second.post(meeting.path("/join"));
        assertThat(full.status()).isEqualTo(409);
        assertThat(full.code()).isEqualTo("MEETING_FULL");
        assertThat(meeting.host().post(meeting.path("/join")).status()).isEqualTo(200);
        assertThat(first.post(meeting.path("/join")).status()).isEqualTo(200);
        assertThat(meeting.participant(second).getString("firstJoinedAt")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"100, 409", "121, 200"})
    void anUnconfirmedJoinHoldsItsPlaceForTwoMinutes(int secondsAgo, int status) {
        var first = newUser();
        var second = newUser();
        var meeting = HostedMeeting.of(body().put("maxParticipants", 1).put("participantUserIds", ids(first, second)));
        first.post(meeting.path("/join"));
        joinedEarlier(meeting, first, secondsAgo);

        assertThat(second.post(meeting.path("/join")).status()).isEqualTo(status);
    }

    @Test
    void whoIsInsideHoldsItsPlace() {
        var first = newUser();
        var second = newUser();
        var meeting = HostedMeeting.of(body().put("maxParticipants", 1).put("participantUserIds", ids(first, second)));
        first.post(meeting.path("/join"));
        meeting.inside(first, Duration.ofMinutes(30));
        joinedEarlier(meeting, first, 1800);

        assertThat(second.post(meeting.path("/join")).code()).isEqualTo("MEETING_FULL");
    }

    private static void joinedEarlier(HostedMeeting meeting, User user, int seconds) {
        SharedNode.get()
                .execute(
                        "UPDATE meeting_participant SET last_joined_at = now_ms() - ? * interval '1 second'"
                                + " WHERE meeting_id = ? AND user_id = ?",
                        seconds,
                        meeting.id(),
                        user.id());
    }

    private static HostedMeeting scheduled(User guest, Duration ahead) {
        return HostedMeeting.of(body().put("scheduledAt", in(ahead)).put("participantUserIds", ids(guest)));
    }

    private static Instant opening(HostedMeeting meeting) {
        return Instant.parse(meeting.detail().getString("scheduledAt")).minus(Duration.ofMinutes(10));
    }

    private static User.Answer join(User user, HostedMeeting meeting, String password) {
        return user.post(meeting.path("/join"), new JsonObject().put("password", password));
    }
}
