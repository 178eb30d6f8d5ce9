package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.body;
import static io.gavel.rest.HostedMeeting.conversation;
import static io.gavel.rest.HostedMeeting.ids;
import static io.gavel.rest.HostedMeeting.in;
import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.HostedMeeting.objects;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateMeetingTest {
    private static final String CREATE = "/api/meeting/create";

    @Test
    void everyFieldComesBackAsGiven() {
        var hostId = "host-" + UUID.randomUUID();
        var host = User.named(SharedNode.get(), hostId, "Ada Lovelace");
        var conversation = conversation(host, newUser());

        var created = host.post(
                CREATE,
                body().put("description", "Second round\nwith the team")
                        .put("scheduledAt", "2999-03-01T09:30:00.5+02:00")
                        .put("durationMinutes", 45)
                        .put("timeZone", "Europe/Berlin")
                        .put("password", "correct horse")
                        .put("recordingEnabled", false)
                        .put("conversationId", conversation)
                        .put("externalRef", "job-4711")
                        .put("maxParticipants", 12)
                        .put("chatEnabled", false));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Content-Type")).isEqualTo("application/json");
        assertThat(created.header("Location")).isEqualTo("/api/meeting/" + id(created));
        assertThat(created.header("ETag")).isEqualTo("\"1\"");
        assertThat(created.json())
                .isEqualTo(bare(created, host)
                        .put("hostName", "Ada Lovelace")
                        .put("description", "Second round\nwith the team")
                        .put("scheduledAt", "2999-03-01T07:30:00.500Z")
                        .put("durationMinutes", 45)
                        .put("timeZone", "Europe/Berlin")
                        .put("hasPassword", true)
                        .put("recordingEnabled", false)
                        .put("conversationId", conversation)
                        .put("externalRef", "job-4711")
                        .put("maxParticipants", 12)
                        .put("chatEnabled", false)
                        .putNull("chatConversationId"));
    }

    @Test
    void aBareTitleMakesAnInstantMeeting() {
        var host = newUser();

        var created = host.post(CREATE, body());

        assertThat(created.json()).isEqualTo(bare(created, host));
        assertThat(created.json().fieldNames()).containsExactlyInAnyOrder(WireFields.MEETING);
        assertThat(created.json().getString("createdAt")).matches(WireFields.TIME);
    }

    @Test
    void nullIsAsIfAbsent() {
        var host = newUser();
        var nothing = body();
        for (var field : new String[] {
            "description",
            "participantUserIds",
            "moderatorUserIds",
            "scheduledAt",
            "durationMinutes",
            "timeZone",
            "password",
            "recordingEnabled",
            "conversationId",
            "externalRef",
            "maxParticipants",
            "chatEnabled",
            "inviteConversation"
        }) {
            nothing.putNull(field);
        }

        var created = host.post(CREATE, nothing);

        assertThat(created.json()).isEqualTo(bare(created, host));
    }

    @Test
    void invitesEachPersonOnceAndNeverTheHost() {
        var host = newUser();
        var guest = newUser();
        var moderator = newUser();

        var meeting = HostedMeeting.of(
                host,
                body().put("participantUserIds", ids(guest, guest, host, moderator))
                        .put("moderatorUserIds", ids(moderator, host)));

        assertThat(objects(meeting.detail().getJsonArray("participants")))
                .extracting(person -> person.getString("userId") + " " + person.getString("role"))
                .startsWith(host.id() + " Host")
                .containsExactlyInAnyOrder(
                        host.id() + " Host", guest.id() + " Participant", moderator.id() + " Moderator");
    }

    @Test
    void writesNoEvent() {
        var meeting = HostedMeeting.with(newUser());

        var events = meeting.host().get(meeting.path("/events")).json();

        assertThat(events.getJsonArray("items")).isEmpty();
        assertThat(events.getLong("seq")).isZero();
        assertThat(events.getBoolean("reset")).isFalse();
    }

    @Test
    void idsRiseAndRoomsDiffer() {
        var host = newUser();

        var first = host.post(CREATE, body()).json();
        var second = host.post(CREATE, body()).json();

        assertThat(second.getLong("id")).isGreaterThan(first.getLong("id"));
        // 19 of 36 characters are 98 random bits.
        assertThat(first.getString("roomName")).matches("Interview_[a-z0-9]{19,}");
        assertThat(second.getString("roomName")).isNotEqualTo(first.getString("roomName"));
    }

    @Test
    void aStartMayBeFiveMinutesPastAndNoMore() {
        var host = newUser();

        var recent = host.post(CREATE, body().put("scheduledAt", in(Duration.ofMinutes(-4))));
        var past = host.post(CREATE, body().put("scheduledAt", in(Duration.ofSeconds(-301))));

        assertThat(recent.status()).isEqualTo(201);
        assertThat(past.status()).isEqualTo(400);
        assertThat(past.faultyFields()).containsExactly("scheduledAt");
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        var refused = newUser()
                .post(
                        CREATE,
                        new JsonObject()
                                .put("title", " \t")
                                .put("description", "x".repeat(4001))
                                .put("scheduledAt", "2001-01-01T00:00:00Z")
                                .put("durationMinutes", 0)
                                .put("timeZone", "Mars/Phobos")
                                .put("password", "short")
                                .put("maxParticipants", 10_001)
                                .put("hostUserId", "somebody else"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
        assertThat(refused.faultyFields())
                .containsExactlyInAnyOrder(
                        "title",
                        "description",
                        "scheduledAt",
                        "durationMinutes",
                        "timeZone",
                        "password",
                        "maxParticipants",
                        "hostUserId");
    }

    @ParameterizedTest
    @CsvSource({"title,200", "description,4000", "externalRef,128", "password,64"})
    void lengthsCountCodePoints(String field, int most) {
        var host = newUser();

        var longest = host.post(CREATE, body().put(field, "🎥".repeat(most)));
        var tooLong = host.post(CREATE, body().put(field, "🎥".repeat(most) + "x"));

        assertThat(longest.status()).isEqualTo(201);
        assertThat(tooLong.faultyFields()).containsExactly(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kolkata", "Etc/GMT+5", "America/Argentina/Buenos_Aires"})
    void takesNamesOfTheTimeZoneDatabase(String zone) {
        var created = newUser().post(CREATE, body().put("timeZone", zone));

        assertThat(created.json().getString("timeZone")).isEqualTo(zone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+02:00", "UTC+2", "EST5", "europe/berlin", "Z", "Europe/Berlin ", "SystemV/AST4"})
    void takesNoOtherTimeZone(String zone) {
        var refused = newUser().post(CREATE, body().put("timeZone", zone));

        assertThat(refused.faultyFields()).containsExactly("timeZone");
    }

    @Test
    void takesAThousandInviteesTogether() {
        var host = newUser();
        var most = many(600).add(host.id());

        var created = host.post(CREATE, body().put("participantUserIds", most).put("moderatorUserIds", many(1000)));
        var refused = host.post(
                CREATE,
                body().put("participantUserIds", many(999))
                        .put("moderatorUserIds", new JsonArray().add("one").add("two")));

        assertThat(created.status()).isEqualTo(201);
        assertThat(refused.status()).isEqualTo(400);
    }

    @Test
    void thePasswordIsNeverReturned() {
        var meeting = HostedMeeting.of(body().put("password", "open sesame"));

        var found = meeting.host().get(meeting.path());
        var joined = meeting.host().post(meeting.path("/join"));

        assertThat(found.json().getBoolean("hasPassword")).isTrue();
        assertThat(found.toString() + joined + meeting.host().get("/api/meeting/list"))
                .doesNotContain("sesame")
                .doesNotContain("argon2");
    }

    private static JsonArray many(int number) {
        var ids = new JsonArray();
        IntStream.range(0, number).forEach(i -> ids.add("crowd-" + i));
        return ids;
    }

    /** What a meeting with nothing but its title looks like. */
    private static JsonObject bare(User.Answer created, User host) {
        var json = created.json();
        return new JsonObject()
                .put("id", id(created))
                .put("title", "Interview")
                .putNull("description")
                .put("roomName", json.getString("roomName"))
                .put("status", "Scheduled")
                .put("hostUserId", host.id())
                .put("hostName", host.id())
                .put("role", "Host")
                .put("scheduledAt", json.getString("createdAt"))
                .put("durationMinutes", 60)
                .put("timeZone", "UTC")
                .putNull("startedAt")
                .putNull("endedAt")
                .putNull("durationSeconds")
                .put("hasPassword", false)
                .put("recordingEnabled", true)
                .putNull("conversationId")
                .putNull("externalRef")
                .putNull("maxParticipants")
                .put("chatEnabled", true)
                .put("chatConversationId", json.getLong("chatConversationId"))
                .putNull("cancelReason")
                .put("createdAt", json.getString("createdAt"))
                .put("version", 1)
                .put("seq", 0);
    }

    private static long id(User.Answer created) {
        return created.json().getLong("id");
    }
}
