package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
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
