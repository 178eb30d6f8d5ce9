package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.body;
import static io.gavel.rest.HostedMeeting.ids;
import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.HostedMeeting.objects;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FindMeetingTest {
    @Test
    void aDetailIsTheMeetingWithItsPeopleAndRecordings() {
        var host = newUser();
        var created = host.post("/api/meeting/create", body()).json();
        var meeting = new HostedMeeting(host, created.getLong("id"));

        var found = host.get(meeting.path());

        assertThat(found.status()).isEqualTo(200);
        assertThat(found.header("ETag")).isEqualTo("\"1\"");
        assertThat(found.json().fieldNames()).containsExactlyInAnyOrder(WireFields.MEETING_DETAIL);
        assertThat(found.json())
                .isEqualTo(created.copy()
                        .put("epoch", host.get(meeting.path("/events")).json().getString("epoch"))
                        .put("recordings", new JsonArray())
                        .put("occupants", new JsonArray())
                        .put("participants", new JsonArray().add(absent(host, "Host", created))));
    }

    @Test
    void whoIsOutsideIsMutedAndShowsNothing() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest);

        var person = meeting.participant(guest);

        assertThat(person.fieldNames()).containsExactlyInAnyOrder(WireFields.PARTICIPANT);
        assertThat(person).isEqualTo(absent(guest, "Participant", meeting.detail()));
    }

    @Test
    void whoIsInsideShowsItsSessionsAndItsTime() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest).started();
        guest.post(meeting.path("/join"));

        var person = meeting.inside(guest, Duration.ofMillis(90_900)).participant(guest);

        assertThat(person.getBoolean("isInMeeting")).isTrue();
        assertThat(person.getBoolean("isMuted")).isFalse();
        assertThat(person.getBoolean("isVideoOn")).isTrue();
        assertThat(person.getBoolean("isSharingScreen")).isTrue();
        assertThat(person.getBoolean("isHandRaised")).isTrue();
        assertThat(person.getInteger("handPosition")).isEqualTo(1);
        assertThat(person.getLong("durationSeconds")).isBetween(90L, 120L);
        assertThat(person.getString("lastLeftAt")).isNull();
    }

    @Test
    void theHostComesFirstThenWhoWasInvitedEarlierThenTheSmallerId() {
        var name = UUID.randomUUID().toString();
        var late = User.named(SharedNode.get(), "A-" + name, null);
        var small = User.named(SharedNode.get(), "B-" + name, null);
        var big = User.named(SharedNode.get(), "a-" + name, null);
        var host = User.named(SharedNode.get(), "z-" + name, null);
        var meeting = HostedMeeting.of(host, body().put("participantUserIds", ids(big, small)))
                .invited(late);

        var people = objects(meeting.detail().getJsonArray("participants"));

        assertThat(people)
                .extracting(person -> person.getString("userId"))
                .containsExactly(host.id(), small.id(), big.id(), late.id());
    }

    @Test
    void everybodySeesTheSameMeetingInItsOwnRole() {
        var guest = newUser();
        var moderator = newUser();
        var admin = User.admin(SharedNode.get());
        var meeting =
                HostedMeeting.of(body().put("participantUserIds", ids(guest)).put("moderatorUserIds", ids(moderator)));

        var seen = meeting.detail();

        assertThat(seen.getString("role")).isEqualTo("Host");
        assertThat(guest.get(meeting.path()).json()).isEqualTo(seen.copy().put("role", "Participant"));
        assertThat(moderator.get(meeting.path()).json()).isEqualTo(seen.copy().put("role", "Moderator"));
        assertThat(admin.get(meeting.path()).json()).isEqualTo(seen.copy().putNull("role"));
    }

    @Test
    void anAdminWhoIsInvitedHasARole() {
        var admin = User.admin(SharedNode.get());
        var meeting = HostedMeeting.with(admin);

        var found = admin.get(meeting.path());

        assertThat(found.json().getString("role")).isEqualTo("Participant");
    }

    @Test
    void aNameIsTheIdUntilATokenTellsIt() {
        var id = "new-" + UUID.randomUUID();
        var meeting = HostedMeeting.of(body().put("participantUserIds", JsonArray.of(id)));
        var before = objects(meeting.detail().getJsonArray("participants")).get(1);

        var guest = User.named(SharedNode.get(), id, "Grace Hopper");
        guest.get("/api/meeting/list");

        assertThat(before.getString("userName")).isEqualTo(id);
        assertThat(meeting.participant(guest).getString("userName")).isEqualTo("Grace Hopper");
    }

    @Test
    void theHostsNewNameShowsWithoutANewVersion() {
        var meeting = HostedMeeting.with();

        User.named(SharedNode.get(), meeting.host().id(), "Renamed").get("/api/meeting/list");

        var seen = User.named(SharedNode.get(), meeting.host().id(), "Renamed")
                .get(meeting.path())
                .json();
        assertThat(seen.getString("hostName")).isEqualTo("Renamed");
        assertThat(seen.getInteger("version")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "007",
                "abc",
                "1.0",
                "1e3",
                "9223372036854775808",
                "99999999999999999999999",
                "%20",
                "1%00",
                "%F0%9F%8E%A5",
                "1%2F2",
                "999999999999"
            })
    void whateverIsNoMeetingIsNotFound(String id) {
        var missing = newUser().get("/api/meeting/" + id);

        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.code()).isEqualTo("NOT_FOUND");
    }

    private static JsonObject absent(User user, String role, JsonObject meeting) {
        return new JsonObject()
                .put("userId", user.id())
                .put("userName", user.id())
                .put("role", role)
                .put("invitedAt", meeting.getString("createdAt"))
                .putNull("firstJoinedAt")
                .putNull("lastLeftAt")
                .put("durationSeconds", 0)
                .put("isInMeeting", false)
                .put("isMuted", true)
                .put("isVideoOn", false)
                .put("isSharingScreen", false)
                .put("isHandRaised", false)
                .putNull("handPosition")
                .put("isInMedia", false)
                .put("viaJitsiOnly", false)
                .put("notInMedia", false)
                .put("mediaSeconds", 0);
    }
}
