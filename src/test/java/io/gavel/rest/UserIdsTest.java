package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.body;
import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.HostedMeeting.objects;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserIdsTest {
    private static final String SECRET = "a secret of the platform, long enough";
    private static RunningNode node;

    @BeforeAll
    static void start() {
        node = RunningNode.start("GAVEL_AUTH_SECRET", SECRET);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b",
                "/",
                "100%",
                "%2F",
                "with a space",
                "a+b",
                "a?b=c&d#e",
                "ada@example.org",
                "auth0|5f7c8ec7",
                "Zoë 🎥 用户",
                "quote\"and'backslash\\",
                "role",
                "a;b=c",
                "...",
                "line\nbreak",
                "0"
            })
    void anyCharacterMayStandInAPath(String id) {
        var guest = User.named(SharedNode.get(), id, null);
        var meeting = HostedMeeting.with(guest);

        var promoted = meeting.host().put(meeting.person(guest) + "/role", new JsonObject().put("role", "Moderator"));
        var joined = guest.post(meeting.path("/join"));
        var removed = meeting.host().delete(meeting.person(guest));

        assertThat(promoted.status()).isEqualTo(200);
        assertThat(promoted.json().getString("userId")).isEqualTo(id);
        assertThat(joined.json().getString("role")).isEqualTo("Moderator");
        assertThat(removed.status()).isEqualTo(204);
        assertThat(meeting.detail().getJsonArray("participants")).hasSize(1);
        assertThat(meeting.events().get(2).getString("userId")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "a%00b", "%20"})
    void whatNamesNobodyIsNotFound(String segment) {
        var meeting = HostedMeeting.with();
        var person = meeting.path("/participants/" + segment);

        var removed = meeting.host().delete(person);
        var promoted = meeting.host().put(person + "/role", new JsonObject().put("role", "Moderator"));

        assertThat(removed.status()).isEqualTo(404);
        assertThat(promoted.status()).isEqualTo(404);
        assertThat(removed.code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void anIdIsUpTo128CodePointsLong() {
        var longest = "🎥".repeat(128);
        var guest = User.named(SharedNode.get(), longest, null);
        var meeting = HostedMeeting.with(guest);

        var tooLong = meeting.host()
                .post(meeting.path("/participants"), new JsonObject().put("userIds", JsonArray.of(longest + "x")));

        assertThat(guest.get(meeting.path()).status()).isEqualTo(200);
        assertThat(meeting.host().delete(meeting.person(guest)).status()).isEqualTo(204);
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(meeting.host()
                        .delete(meeting.path("/participants/" + "x".repeat(129)))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void anIntegerAndItsTextAreTheSameUser() {
        var host = newUser();
        var number = 1_000_000 + host.createMeeting(body());
        var guest = User.named(SharedNode.get(), String.valueOf(number), null);

        var meeting =
                HostedMeeting.of(host, body().put("participantUserIds", JsonArray.of(number, String.valueOf(number))));

        assertThat(ids(meeting.detail())).containsExactly(host.id(), String.valueOf(number));
        assertThat(guest.get(meeting.path()).json().getString("role")).isEqualTo("Participant");
    }

    @Test
    void anIntegerMayBeOfAnySize() {
        var host = newUser();
        var created = host.send(
                "POST",
                "/api/meeting/create",
                "{\"title\":\"x\",\"participantUserIds\":[123456789012345678901234567890,-7]}");

        var meeting = new HostedMeeting(host, created.json().getLong("id"));

        assertThat(ids(meeting.detail())).containsExactly(host.id(), "-7", "123456789012345678901234567890");
    }

    @Test
    void aTokenMayGiveTheIdAsAnInteger() throws Exception {
        var number = tokenOf("123", "\"sub\":123");
        var text = tokenOf("123", "\"sub\":\"123\"");

        var created = number.post("/api/meeting/create", body());

        assertThat(created.json().getString("hostUserId")).isEqualTo("123");
        assertThat(text.get(created.header("Location")).json().getString("role"))
                .isEqualTo("Host");
    }

    @Test
    void theIdIsTheSubjectOrElseTheUserId() throws Exception {
        var subject = tokenOf("s", "\"sub\":\"s\",\"userId\":\"u\"").post("/api/meeting/create", body());
        var userId = tokenOf("u", "\"userId\":\"u\"").post("/api/meeting/create", body());

        assertThat(subject.json().getString("hostUserId")).isEqualTo("s");
        assertThat(userId.json().getString("hostUserId")).isEqualTo("u");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"name\":\"x\"",
                "\"sub\":\"\"",
                "\"sub\":1.5",
                "\"sub\":true",
                "\"sub\":[\"x\"]",
                "\"sub\":\"a\\u0000b\"",
                "\"sub\":{\"id\":\"x\"}"
            })
    void aTokenWithoutAnIdIsRefused(String claims) throws Exception {
        var refused = tokenOf("x", claims).get("/api/meeting/list");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.code()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void aTokensIdHasAtMost128Characters() throws Exception {
        assertThat(tokenOf("x", "\"sub\":\"" + "x".repeat(128) + "\"")
                        .get("/api/meeting/list")
                        .status())
                .isEqualTo(200);
        assertThat(tokenOf("x", "\"sub\":\"" + "x".repeat(129) + "\"")
                        .get("/api/meeting/list")
                        .status())
                .isEqualTo(401);
    }

    private static List<String> ids(JsonObject detail) {
        return objects(detail.getJsonArray("participants")).stream()
                .map(person -> person.getString("userId"))
                .toList();
    }

    private static User tokenOf(String id, String claims) throws Exception {
        var payload = "{%s,\"exp\":%d}".formatted(claims, Instant.now().getEpochSecond() + 600);
        var signed = base64("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(payload.getBytes(StandardCharsets.UTF_8));
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return User.withToken(
                node.url(), id, signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII))));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
