package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.RunningNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the Jitsi settings change in answers, on a node where they are not the defaults. */
class JitsiSettingsTest {
    private static RunningNode node;

    @BeforeAll
    static void start() {
        node = RunningNode.start(
                "JITSI_DOMAIN", "https://Jitsi.Example.org:8443",
                "JITSI_APP_ID", "my-app",
                "JITSI_ROOM_PREFIX", "ROOM-",
                "JITSI_RECORDING_PATH", "/var/recordings",
                "GAVEL_JITSI_TOKEN_SECONDS", "7200",
                "GAVEL_JITSI_RESERVATION_TOKEN", SharedNode.RESERVATION_TOKEN,
                "GAVEL_JITSI_PATH", "/asked/by-jitsi",
                "GAVEL_JITSI_RESERVATION_WHEN_UNSURE", "allow",
                "GAVEL_JITSI_RESERVATION_OCCUPANTS", "2",
                "GAVEL_JITSI_FEATURES", "{\"Participant\":{\"screen-sharing\":false,\"transcription\":true}}");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aMeetingIsNotRecordedWhereRecordingIsOff() {
        var host = User.unknown(node);

        var created = host.post("/api/meeting/create", body());
        var wanted = host.post("/api/meeting/create", body().put("recordingEnabled", true));
        var unwanted = host.post("/api/meeting/create", body().put("recordingEnabled", false));

        assertThat(created.json().getBoolean("recordingEnabled")).isFalse();
        assertThat(unwanted.status()).isEqualTo(201);
        assertThat(wanted.status()).isEqualTo(400);
        assertThat(wanted.faultyFields()).containsExactly("recordingEnabled");
    }

    @Test
    void anEditCannotTurnRecordingOnWhereItIsOff() {
        var meeting = HostedMeeting.of(User.unknown(node), body());

        var refused = meeting.host().put(meeting.path(), new JsonObject().put("recordingEnabled", true));
        var edited = meeting.host().put(meeting.path(), new JsonObject().putNull("recordingEnabled"));

        assertThat(refused.faultyFields()).containsExactly("recordingEnabled");
        assertThat(edited.json().getInteger("version")).isEqualTo(1);
    }

    @Test
    void theJoinNamesTheDomainAsConfigured() {
        var join = join();

        assertThat(join.getString("domain")).isEqualTo("https://Jitsi.Example.org:8443");
        assertThat(join.getString("roomName")).matches("ROOM-[a-z0-9]{19,}");
    }

    @Test
    void theTokenNamesHostAppAndLowerCaseRoom() {
        var join = join();
        var claims = claims(join);

        assertThat(claims.getString("sub")).isEqualToIgnoringCase("jitsi.example.org");
        assertThat(claims.getString("iss")).isEqualTo("my-app");
        assertThat(claims.getString("room"))
                .isEqualTo("room-" + join.getString("roomName").substring(5));
        assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(7200);
    }

    @Test
    void featuresAreOverriddenByRole() {
        var guest = User.unknown(node);
        var meeting = HostedMeeting.of(User.unknown(node), body().put("participantUserIds", HostedMeeting.ids(guest)));

        var forHost = features(meeting.host().post(meeting.path("/join")).json());
        var forGuest = features(guest.post(meeting.path("/join")).json());

        assertThat(forHost.getBoolean("screen-sharing")).isTrue();
        assertThat(forHost.getBoolean("recording")).isFalse();
        assertThat(forGuest.getBoolean("screen-sharing")).isFalse();
        assertThat(forGuest.getBoolean("transcription")).isTrue();
        assertThat(forGuest.getBoolean("send-groupchat")).isTrue();
        assertThat(forGuest.fieldNames()).containsExactlyInAnyOrderElementsOf(WireFields.FEATURES);
    }

    @Test
    void recordingsLieBelowTheConfiguredPath() {
        var meeting = HostedMeeting.of(User.unknown(node), body()).started();

        var inside = record(meeting, "/var/recordings/1.mp4");
        var outside = record(meeting, "./public/recordings/1.mp4");

        assertThat(inside.status()).isEqualTo(201);
        assertThat(outside.faultyFields()).containsExactly("fileUrl");
    }

    @Test
    void aRoomHasSomeOccupantsForEachPersonWhoFitsIntoItsMeeting() {
        var moderator = User.unknown(node);
        var small = HostedMeeting.of(
                        User.unknown(node),
                        body().put("maxParticipants", 5).put("moderatorUserIds", HostedMeeting.ids(moderator)))
                .started();
        var large = HostedMeeting.of(User.unknown(node), body()).started();

        await().untilAsserted(() -> assertThat(reserved(room(small)).data().getInteger("max_occupants"))
                .isEqualTo((5 + 2) * 2));
        var unlimited = reserved(room(large));

        assertThat(unlimited.data().fieldNames()).doesNotContain("max_occupants");
    }

    @Test
    void aRoomIsAllowedWithoutALookWhereThatIsWantedAndTheDatabaseTakesItsTime() throws SQLException {
        var meeting = HostedMeeting.of(User.unknown(node), body()).started();
        var room = room(meeting);
        Prosody.Reserved unsure;
        try (var slow = node.connect()) {
            slow.setAutoCommit(false);
            slow.createStatement().execute("SELECT FROM meeting WHERE id = " + meeting.id() + " FOR UPDATE");

            unsure = reserved(room);
        }

        assertThat(unsure.expiry()).isAfter(Instant.now().plus(Duration.ofDays(1)));
        await().until(() -> node.value("SELECT count(*) FROM jitsi_reservation WHERE id::text = ?", unsure.id())
                .equals("1"));
    }

    @Test
    void whatIsKnownToBeWrongIsRefusedAlsoWhereUnsureRoomsAreAllowed() {
        var meeting = HostedMeeting.of(User.unknown(node), body()).ended();

        Prosody.refused(new Prosody(node, "/asked/by-jitsi").create("no room"), 404);
        await().untilAsserted(() -> Prosody.refused(new Prosody(node, "/asked/by-jitsi").create(room(meeting)), 410));
    }

    private static Prosody.Reserved reserved(String room) {
        return Prosody.accepted(new Prosody(node, "/asked/by-jitsi").create(room), room);
    }

    private static String room(HostedMeeting meeting) {
        return meeting.detail().getString("roomName");
    }

    private static User.Answer record(HostedMeeting meeting, String fileUrl) {
        return meeting.host().post(meeting.path("/recording"), new JsonObject().put("fileUrl", fileUrl));
    }

    private static JsonObject join() {
        var meeting = HostedMeeting.of(User.unknown(node), body());
        return meeting.host().post(meeting.path("/join")).json();
    }

    private static JsonObject features(JsonObject join) {
        return claims(join).getJsonObject("context").getJsonObject("features");
    }

    private static JsonObject claims(JsonObject join) {
        var payload = Base64.getUrlDecoder().decode(join.getString("jitsiToken").split("\\.", 3)[1]);
        return new JsonObject(new String(payload, StandardCharsets.UTF_8));
    }
}
