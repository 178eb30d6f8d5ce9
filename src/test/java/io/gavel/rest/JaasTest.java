package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.body;
import static io.gavel.rest.HostedMeeting.ids;
import static io.gavel.rest.HostedMeeting.in;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RsaPair;
import io.gavel.RunningNode;
import io.gavel.SignedByJaas;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose meetings take place in Jitsi as a Service. */
class JaasTest {
    private static final String APP = "vpaas-magic-cookie-1fc542a3e4414a44b2611668195e2bfe";
    private static final SignedByJaas JAAS = new SignedByJaas("whsec_9635df66714a4cf088ee9d0979dd3bf6");
    private static final RsaPair PAIR = RsaPair.generate();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static RunningNode node;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("jaas.pem"), PAIR.pem());
        node = RunningNode.start(
                "JITSI_DOMAIN",
                "8x8.vc",
                "GAVEL_JITSI_KEY_FILE",
                file.toString(),
                "GAVEL_JITSI_KEY_ID",
                APP + "/4f4910",
                "GAVEL_JAAS_WEBHOOK_SECRET",
                JAAS.secret());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aJoinNamesTheTenantAndHasATokenThatItsKeySigned() throws Exception {
        var host = User.unknown(node);

        var join = host.post(meeting(host, body()).path("/join")).json();

        assertThat(join.getString("tenant")).isEqualTo(APP);
        assertThat(join.getString("domain")).isEqualTo("8x8.vc");
        assertThat(PAIR.signed(join.getString("jitsiToken"))).isTrue();
        assertThat(new JsonObject(get("/jitsi/jwks.json"))
                        .getJsonArray("keys")
                        .getJsonObject(0)
                        .getString("kid"))
                .isEqualTo(APP + "/4f4910");
    }

    @Test
    void itsOwnTokensAreFineByItsOwnDoctor() {
        var host = User.unknown(node);
        var join = host.post(meeting(host, body()).path("/join")).json();
        var asked = new JsonObject().put("token", join.getString("jitsiToken")).put("room", join.getString("roomName"));

        var report = User.admin(node).post("/api/jitsi/token/check", asked).json();

        assertThat(report.getBoolean("accepted")).isTrue();
        assertThat(report.getJsonArray("findings")).isEmpty();
    }

    @Test
    void aRoomIsOpenWhileItsMeetingRunsAndLockedWhenItHasEnded() throws Exception {
        var meeting = meeting(User.unknown(node), body()).started();
        var room = meeting.detail().getString("roomName").toLowerCase(Locale.ROOT);

        var before = settings(room);
        meeting.ended();
        var after = settings(room);

        assertThat(before).isEqualTo(new JsonObject().put("lobbyEnabled", false));
        assertThat(after.getBoolean("lobbyEnabled")).isTrue();
        assertThat(after.getString("passcode")).matches("\\d{10}");
    }

    @Test
    void aRoomIsLockedThatIsTooEarlyOrUnknown() throws Exception {
        var later = meeting(User.unknown(node), body().put("scheduledAt", in(Duration.ofDays(30))));

        assertThat(settings(later.detail().getString("roomName")).getString("passcode"))
                .isNotBlank();
        assertThat(settings("no-such-room").getString("passcode")).isNotBlank();
    }

    @Test
    void aRecordingIsOpenedByWhoMayWatchItAndByNobodyElse() throws Exception {
        var guest = User.unknown(node);
        var meeting = meeting(User.unknown(node), body().put("participantUserIds", ids(guest)))
                .started();

        var recording = upload(meeting, Instant.now());

        assertThat(recording.getString("fileUrl")).isEqualTo("https://files.8x8.vc/x/a.mp4");
        assertThat(guest.get(meeting.path()).body()
                        + guest.get(meeting.path("/recording")).body())
                .contains("a.mp4")
                .doesNotContain("X-Key");
        var link = meeting.path("/recording/" + recording.getLong("id") + "/link");
        assertThat(guest.post(link).status()).isEqualTo(403);
        var given = meeting.host().post(link).json();
        assertThat(given.getString("url")).isEqualTo("https://files.8x8.vc/x/a.mp4?X-Key=bearer");
        assertThat(Instant.parse(given.getString("expiresAt")))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(24)));
    }

    @Test
    void afterADayARecordingCanNoLongerBeHad() throws Exception {
        var meeting = meeting(User.unknown(node), body()).started();

        var recording = upload(meeting, Instant.now().minus(Duration.ofHours(25)));

        assertThat(meeting.host()
                        .post(meeting.path("/recording/" + recording.getLong("id") + "/link"))
                        .status())
                .isEqualTo(404);
    }

    private static JsonObject upload(HostedMeeting meeting, Instant at) throws Exception {
        var data = new JsonObject()
                .put("startTimestamp", 1795348700000L)
                .put("preAuthenticatedLink", "https://files.8x8.vc/x/a.mp4?X-Key=bearer");
        var room = meeting.detail().getString("roomName").toLowerCase(Locale.ROOT);
        assertThat(tell("RECORDING_UPLOADED", room, data, at).statusCode()).isEqualTo(200);
        return meeting.detail().getJsonArray("recordings").getJsonObject(0);
    }

    private static HostedMeeting meeting(User host, JsonObject body) {
        return HostedMeeting.of(host, body);
    }

    private static JsonObject settings(String room) throws Exception {
        var answer = tell("SETTINGS_PROVISIONING", room, new JsonObject(), Instant.now());
        assertThat(answer.statusCode()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    /** @param at when it happened, as 8x8 says */
    private static HttpResponse<String> tell(String type, String room, JsonObject data, Instant at) throws Exception {
        var now = Instant.now();
        var body = new JsonObject()
                .put("idempotencyKey", UUID.randomUUID().toString())
                .put("customerId", "1fc542a3e4414a44b2611668195e2bfe")
                .put("appId", APP)
                .put("eventType", type)
                .put("sessionId", UUID.randomUUID().toString())
                .put("timestamp", at.toEpochMilli())
                .put("fqn", APP + "/" + room)
                .put("data", data)
                .encode()
                .getBytes(UTF_8);
        var request = HttpRequest.newBuilder(URI.create(node.url() + "/jitsi/jaas/webhook"))
                .header("Content-Type", "application/json")
                .header("X-Jaas-Signature", JAAS.header(now, body))
                .POST(BodyPublishers.ofByteArray(body));
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static String get(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(node.url() + path)).build();
        return CLIENT.send(request, BodyHandlers.ofString()).body();
    }
}
