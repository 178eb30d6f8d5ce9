package io.gavel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevTokenTest {
    private static final RunningNode NODE = SharedNode.get();
    private static final String BODY = "{\"userId\":\"somebody\"}";

    @Test
    void aTokenIsValidForADay() {
        var user =
                User.signedIn(NODE.url(), new JsonObject().put("userId", "day").put("name", "Day"));
        var payload = user.token().split("\\.", -1)[1];
        var claims = new JsonObject(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));

        assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(24 * 60 * 60);
        assertThat(user.get("/api/meeting/list").status()).isEqualTo(200);
    }

    @Test
    void aUserIdMayBeANumber() {
        var asked = ask("Host: localhost", "{\"userId\":123}");
        var token = new JsonObject(asked.body()).getString("token");
        var user = User.withToken(NODE.url(), "123", token);

        var id = user.createMeeting(new JsonObject().put("title", "Any"));

        assertThat(user.get("/api/meeting/" + id).json().getString("hostUserId"))
                .isEqualTo("123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost",
                "Host: localhost:5000",
                "Host: 127.0.0.1",
                "Host: 127.0.0.1:1",
                "Host: localhost\nOrigin: http://localhost:3000",
                "Host: localhost\nOrigin: http://127.0.0.1:8080",
            })
    void thisMachineGetsAToken(String headers) {
        assertThat(ask(headers, BODY).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example",
                "Host: evil.example:5000",
                "Host: localhost.evil.example",
                "Host: 127.0.0.1.evil.example",
                "Host: evil.example\nX-Forwarded-Host: localhost",
                "Host: evil.example\nForwarded: host=localhost",
                "Host: 127.0.0.2",
                "Host: 0.0.0.0",
                "Host: [::1]",
                "Host: 2130706433",
                "Host: ",
                "X-No-Host: at-all",
                "Host: localhost\nOrigin: https://evil.example",
                "Host: localhost\nOrigin: http://localhost.evil.example",
                "Host: localhost\nOrigin: http://evil-localhost",
                "Host: localhost\nOrigin: null",
            })
    void nobodyElseGetsAToken(String headers) {
        var answer = ask(headers, BODY);

        assertThat(answer.status()).isIn(400, 403);
        assertThat(answer.body()).doesNotContain("\"token\":");
        assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void twoHostsAreNoHost() {
        assertThat(ask("Host: localhost\nHost: evil.example", BODY).status()).isIn(400, 403);
        assertThat(ask("Host: evil.example\nHost: localhost", BODY).status()).isIn(400, 403);
    }

    @Test
    void aBodyThatIsNoUserIsRefused() {
        assertThat(ask("Host: localhost", "{}").status()).isEqualTo(400);
        assertThat(ask("Host: localhost", "{\"userId\":\"\"}").status()).isEqualTo(400);
        assertThat(ask("Host: localhost", "{\"userId\":true}").status()).isEqualTo(400);
        assertThat(ask("Host: localhost", "{\"userId\":\"" + "x".repeat(129) + "\"}")
                        .status())
                .isEqualTo(400);
        assertThat(ask("Host: localhost", "{\"userId\":\"a\",\"exp\":9999999999}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aPageCannotAskWithoutAPreflight() {
        var answer = RawHttp.ask(
                NODE,
                "POST /dev/token HTTP/1.1\nHost: localhost\nContent-Type: text/plain\nContent-Length: " + BODY.length(),
                BODY);

        assertThat(answer.status()).isEqualTo(415);
    }

    @Test
    void productionKnowsNoDevToken() {
        try (var production = RunningNode.start(
                "GAVEL_MODE", "production",
                "GAVEL_HOST", "127.0.0.1",
                "GAVEL_AUTH_SECRET", "a-secret-of-the-platform-with-40-bytes..",
                "JITSI_APP_SECRET", "a-secret-shared-with-jitsi-with-40-bytes")) {
            for (var path :
                    new String[] {"/dev/token", "/dev/", "/dev", "/dev/token/", "//dev/token", "/%64ev/token"}) {
                var answer = ask(production, path, "Host: localhost", BODY);

                assertThat(answer.status()).as(path).isEqualTo(404);
            }
            var preflight = RawHttp.ask(
                    production,
                    "OPTIONS /api/meeting/list HTTP/1.1\nHost: localhost\nOrigin: http://localhost:3000\n"
                            + "Access-Control-Request-Method: GET\nConnection: close",
                    "");
            assertThat(preflight.headers()).doesNotContainKey("access-control-allow-origin");
        }
    }

    private static RawHttp.Answer ask(String headers, String body) {
        return ask(NODE, "/dev/token", headers, body);
    }

    private static RawHttp.Answer ask(RunningNode node, String path, String headers, String body) {
        return RawHttp.ask(
                node,
                "POST " + path + " HTTP/1.1\n" + headers
                        + "\nConnection: close\nContent-Type: application/json\nContent-Length: " + body.length(),
                body);
    }
}
