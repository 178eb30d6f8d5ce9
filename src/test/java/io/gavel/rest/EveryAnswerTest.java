package io.gavel.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser is told with each answer, of whatever kind it is. */
class EveryAnswerTest {
    private static final String NO_PAGE = "default-src 'none'; frame-ancestors 'none'";
    private static final String HSTS = "strict-transport-security";
    private static final RunningNode NODE = SharedNode.get();
    private static final User USER = User.unknown(NODE);

    @Test
    void everyOperationTellsItWithATokenAndWithoutOne() throws IOException {
        var lines = operations();

        assertThat(lines).hasSizeGreaterThan(35);
        for (var line : lines) {
            for (var token : List.of("", "\nAuthorization: Bearer " + USER.token())) {
                var answer = ask(NODE, line, token);

                assertThat(answer.status()).as(line).isBetween(200, 499);
                assertProtected(line, answer);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /",
                "GET /openapi.json",
                "GET /asyncapi.json",
                "GET /docs/ui/index.html",
                "GET /docs/ui/swagger-ui.css",
                "GET /docs/ui/nothing",
                "GET /recordings/1",
                "POST /recordings/1",
                "POST /jitsi/reservation/conference",
                "GET /nowhere",
                "DELETE /",
                "BREW /api/meeting/list",
                "GET /%zz",
                "GET /eventbus",
                "GET /eventbus/info",
                "GET /eventbus/websocket?ticket=none",
            })
    void soDoesWhatIsNoOperation(String line) {
        assertProtected(line, ask(NODE, line, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /eventbus/info",
                "POST /eventbus/info", // 405
                "GET /eventbus/websocket", // 400
                "GET /eventbus/0/0/xhr", // 404
            })
    void soDoesTheBridgeWithoutASocket(String line) {
        assertProtected(line, ask(NODE, line, "\nAuthorization: Bearer " + USER.token()));
        assertProtected(
                line,
                ask(NODE, line, "\nAuthorization: Bearer " + USER.token() + "\nOrigin: https://evil.example")); // 403
    }

    @ParameterizedTest
    @ValueSource(strings = {"/eventbus/websocket", "/eventbus/0/0/websocket"})
    void soDoesTheAnswerThatOpensASocket(String path) throws IOException {
        var handshake = "GET " + path + " HTTP/1.1\nHost: localhost\nAuthorization: Bearer " + USER.token()
                + "\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Version: 13"
                + "\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n\n";
        try (var socket = RawHttp.open(NODE)) {
            socket.getOutputStream().write(handshake.replace("\n", "\r\n").getBytes(ISO_8859_1));
            var head = RawHttp.headOf(socket);

            assertThat(head.status()).isEqualTo(101);
            assertProtected(path, head);
        }
    }

    @Test
    void soDoesWhatIsRefusedBeforeItIsARequest() {
        assertProtected("garbage", RawHttp.send(NODE, "GARBAGE\r\n\r\n"));
        assertProtected("long line", RawHttp.send(NODE, "GET /" + "x".repeat(17_000) + " HTTP/1.1\r\n\r\n"));
        assertProtected("long head", ask(NODE, "GET /openapi.json", "\nX-Long: " + "x".repeat(16_300)));
        assertProtected(
                "preflight",
                ask(NODE, "OPTIONS /api/ticket", "\nOrigin: http://localhost\nAccess-Control-Request-Method: POST"));
        assertProtected(
                "long body",
                RawHttp.ask(
                        NODE,
                        "POST /api/meeting/create HTTP/1.1\nHost: localhost\nContent-Type: application/json\nAuthorization: Bearer "
                                + USER.token() + "\nContent-Length: 70000",
                        "{"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /docs",
                "GET /docs/docs.js",
                "GET /console",
                "GET /console/console.js",
                "GET /client/rest.js"
            })
    void aPageSaysItselfWhatItLoadsAndIsShownInNoFrame(String line) {
        var answer = ask(NODE, line, "");

        assertThat(answer.status()).isEqualTo(200);
        RequestLinesTest.assertStandard(answer.headers());
        assertThat(answer.headers().get("content-security-policy"))
                .startsWith("default-src 'none'; script-src 'self'")
                .contains("frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("script-src 'self' 'unsafe", "*");
    }

    @Test
    void onlyWhereATrustedProxySaysHttpsABrowserIsHeldToIt() {
        var https = "\nX-Forwarded-Proto: https";
        assertThat(ask(NODE, "GET /openapi.json", https).headers()).doesNotContainKey(HSTS);

        try (var behind = RunningNode.start("GAVEL_TRUSTED_PROXIES", "127.0.0.1", "GAVEL_HSTS_SECONDS", "17")) {
            assertThat(ask(behind, "GET /openapi.json", https).headers()).containsEntry(HSTS, "max-age=17");
            assertThat(ask(behind, "GET /api/meeting/list", https).headers()).containsEntry(HSTS, "max-age=17");
            assertThat(ask(behind, "GET /openapi.json", "\nX-Forwarded-Proto: http")
                            .headers())
                    .doesNotContainKey(HSTS);
            assertThat(ask(behind, "GET /openapi.json", "").headers()).doesNotContainKey(HSTS);
        }
    }

    private static void assertProtected(String what, RawHttp.Answer answer) {
        assertThat(answer.headers())
                .as(what)
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("cache-control", "no-store")
                .containsEntry("referrer-policy", "no-referrer")
                .containsEntry("content-security-policy", NO_PAGE)
                .doesNotContainKeys(HSTS, "server", "x-powered-by", "set-cookie");
        assertThat(answer.headers().get("x-request-id")).as(what).matches("[0-9a-f]{16}");
    }

    private static RawHttp.Answer ask(RunningNode node, String line, String headers) {
        return RawHttp.ask(node, line + " HTTP/1.1\nHost: localhost\nConnection: close" + headers, "");
    }

    /** Each as the first line of a request, without the version. */
    private static List<String> operations() throws IOException {
        var document = new JsonObject(Files.readString(Path.of("src/main/resources/openapi.json")));
        var lines = new ArrayList<String>();
        for (Map.Entry<String, Object> path : document.getJsonObject("paths")) {
            for (var method : List.of("get", "post", "put", "delete")) {
                if (((JsonObject) path.getValue()).containsKey(method)) {
                    lines.add(method.toUpperCase(Locale.ROOT) + " "
                            + path.getKey().replaceAll("\\{\\w+}", "1"));
                }
            }
        }
        return lines;
    }
}
