package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.body;
import static io.gavel.rest.HostedMeeting.ids;
import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.HostedMeeting.objects;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParticipantsTest {
    @Test
    void anInvitationAnswersTheDetailWithTheNewPerson() {
        var guest = newUser();
        var meeting = HostedMeeting.with();

        var answer = invite(meeting, ids(guest));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(answer.json().fieldNames()).containsExactlyInAnyOrder(WireFields.MEETING_DETAIL);
        assertThat(answer.json()).isEqualTo(meeting.detail());
        assertThat(answer.json().getLong("seq")).isEqualTo(1);
        assertThat(meeting.participant(guest).getString("role")).isEqualTo("Participant");
        assertThat(guest.get(meeting.path()).status()).isEqualTo(200);
    }

    @Test
    void whoIsInvitedAlreadyAndTheHostAreSkipped() {
        var guest = newUser();
        var moderator = newUser();
        var meeting =
                HostedMeeting.of(body().put("participantUserIds", ids(guest)).put("moderatorUserIds", ids(moderator)));
        var before = meeting.detail();

        var answer = invite(meeting, ids(guest, meeting.host(), moderator, guest));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).isEqualTo(before);
        assertThat(guest.get("/api/notification/list").json().getJsonArray("items"))
                .hasSize(1);
    }

    @Test
    void aRepeatedIdIsOnePerson() {
        var meeting = HostedMeeting.with();
        var id = (int) meeting.id() + 1_000_000;

        invite(meeting, JsonArray.of(id, String.valueOf(id), id));

        assertThat(objects(meeting.detail().getJsonArray("participants")))
                .extracting(person -> person.getString("userId"))
                .containsExactly(meeting.host().id(), String.valueOf(id));
        assertThat(meeting.eventNames()).containsExactly("participant_invited");
    }

    @Test
    void aThousandInviteesAreTheMostInAll() {
        var meeting = HostedMeeting.of(body().put("participantUserIds", crowd(0, 999)));

        var tooMany = invite(meeting, crowd(990, 1001));
        var most = invite(meeting, crowd(0, 1000));

        assertThat(tooMany.status()).isEqualTo(400);
        assertThat(tooMany.faultyFields()).containsExactly("userIds");
        assertThat(most.status()).isEqualTo(200);
        assertThat(most.json().getJsonArray("participants")).hasSize(1001);
        assertThat(meeting.eventNames()).containsExactly("participant_invited");
    }

    @Test
    void aRemovedPersonKnowsNothingOfTheMeetingAnyMore() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest).started();
        var other = HostedMeeting.with(guest);
        guest.post(meeting.path("/join"));

        var removed = meeting.host().delete(meeting.person(guest));

        assertThat(removed.status()).isEqualTo(204);
        assertThat(removed.response().body()).isEmpty();
        assertThat(guest.get(meeting.path()).status()).isEqualTo(404);
        assertThat(guest.post(meeting.path("/join")).status()).isEqualTo(404);
        assertThat(objects(guest.get("/api/meeting/list").json().getJsonArray("items")))
                .extracting(item -> item.getLong("id"))
                .containsExactly(other.id());
        assertThat(meeting.detail().getJsonArray("participants")).hasSize(1);
    }

    @Test
    void removingSomebodyInsideIsOneEvent() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest).started();
        guest.post(meeting.path("/join"));
        meeting.inside(guest, Duration.ofMinutes(1));

        meeting.removed(guest).invited(guest);

        assertThat(meeting.eventNames())
                .containsExactly("meeting_started", "participant_removed", "participant_invited");
        assertThat(meeting.participant(guest).getBoolean("isInMeeting")).isFalse();
    }

    @Test
    void whoIsInvitedAnewStartsAsAParticipantWithANewInvitation() {
        var guest = newUser();
        var meeting = HostedMeeting.of(body().put("moderatorUserIds", ids(guest)));
        var before = meeting.participant(guest).getString("invitedAt");

        meeting.removed(guest).invited(guest);

        var person = meeting.participant(guest);
        assertThat(person.getString("role")).isEqualTo("Participant");
        assertThat(person.getString("invitedAt")).isGreaterThan(before);
        assertThat(guest.get("/api/notification/list?unread=true").json().getJsonArray("items"))
                .hasSize(1);
    }

    @Test
    void whoIsInvitedAnewJoinsAnewWithAPlaceOfItsOwn() {
        var guest = newUser();
        var meeting = HostedMeeting.of(body().put("maxParticipants", 1).put("participantUserIds", ids(guest)))
                .started();
        guest.post(meeting.path("/join"));

        meeting.removed(guest).invited(guest);

        assertThat(guest.post(meeting.path("/join")).status()).isEqualTo(200);
    }

    @Test
    void removingFreesThePlace() {
        var first = newUser();
        var second = newUser();
        var meeting = HostedMeeting.of(body().put("maxParticipants", 1).put("participantUserIds", ids(first, second)));
        first.post(meeting.path("/join"));

        meeting.removed(first);

        assertThat(second.post(meeting.path("/join")).status()).isEqualTo(200);
    }

    @Test
    void onlyInviteesCanBeRemovedAndOnce() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest).removed(guest);

        assertThat(meeting.host().delete(meeting.person(guest)).status()).isEqualTo(404);
        assertThat(meeting.host().delete(meeting.person(newUser())).status()).isEqualTo(404);
        assertThat(meeting.eventNames()).containsExactly("participant_removed");
    }

    @Test
    void theHostStaysTheHost() {
        var meeting = HostedMeeting.with();

        var removed = meeting.host().delete(meeting.person(meeting.host()));
        var demoted = setRole(meeting, meeting.host(), "Participant");

        assertThat(removed.status()).isEqualTo(409);
        assertThat(removed.code()).isEqualTo("HOST_REQUIRED");
        assertThat(demoted.status()).isEqualTo(409);
        assertThat(demoted.code()).isEqualTo("HOST_REQUIRED");
        assertThat(meeting.eventNames()).isEmpty();
    }

    @Test
    void aNewRoleAnswersThePerson() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest);
        var before = meeting.participant(guest);

        var answer = setRole(meeting, guest, "Moderator");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().fieldNames()).containsExactlyInAnyOrder(WireFields.PARTICIPANT);
        assertThat(answer.json()).isEqualTo(before.put("role", "Moderator"));
        assertThat(guest.get(meeting.path()).json().getString("role")).isEqualTo("Moderator");
        assertThat(setRole(meeting, guest, "Participant").json().getString("role"))
                .isEqualTo("Participant");
    }

    @Test
    void theSameRoleAgainIsNoEvent() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest);

        var answer = setRole(meeting, guest, "Participant");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).isEqualTo(meeting.participant(guest));
        assertThat(meeting.eventNames()).isEmpty();
    }

    @Test
    void nobodyIsMadeHost() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest);

        var refused = setRole(meeting, guest, "Host");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactly("role");
    }

    @Test
    void rolesAreForMembersAlone() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest).removed(guest);

        assertThat(setRole(meeting, guest, "Moderator").status()).isEqualTo(404);
        assertThat(setRole(meeting, newUser(), "Moderator").status()).isEqualTo(404);
    }

    @Test
    void aStrangerIsNotFoundAlsoWhenTheMeetingIsOver() {
        var meeting = HostedMeeting.with().ended();

        assertThat(meeting.host().delete(meeting.person(newUser())).status()).isEqualTo(404);
        assertThat(setRole(meeting, newUser(), "Moderator").status()).isEqualTo(404);
    }

    private static User.Answer invite(HostedMeeting meeting, JsonArray userIds) {
        return meeting.host().post(meeting.path("/participants"), new JsonObject().put("userIds", userIds));
    }

    private static User.Answer setRole(HostedMeeting meeting, User user, String role) {
        return meeting.host().put(meeting.person(user) + "/role", new JsonObject().put("role", role));
    }

    private static JsonArray crowd(int from, int to) {
        return new JsonArray(List.copyOf(
                IntStream.range(from, to).mapToObj(i -> "crowd-" + i).toList()));
    }
}
