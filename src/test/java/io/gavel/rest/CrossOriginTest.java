package io.gavel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.SharedNode;
import io.gavel.User;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossOriginTest {
    private static final String ALLOW_ORIGIN = "access-control-allow-origin";

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "http://localhost:3000", "https://127.0.0.1:8443", "http://127.0.0.1"})
    void inDevThePagesOfThisMachineMayCall(String origin) {
        var preflight = preflight(SharedNode.get(), origin);

        assertThat(preflight.status()).isIn(200, 204);
        assertThat(preflight.headers()).containsEntry(ALLOW_ORIGIN, origin);
        assertThat(words(preflight, "access-control-allow-headers"))
                .contains("authorization", "content-type", "if-match", "idempotency-key");
        assertThat(words(preflight, "access-control-allow-methods")).contains("get", "post", "put", "delete");
        assertThat(words(preflight, "vary")).contains("origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://localhost.evil.example",
                "http://evil-localhost:3000",
                "http://127.0.0.1.evil.example",
                "http://localhost:3000.evil.example",
                "http://localhost@evil.example",
                "http://127.0.0.2",
                "http://LOCALHOST.evil.example",
                "ftp://localhost",
                "null",
                "*",
            })
    void foreignPagesMayNot(String origin) {
        var preflight = preflight(SharedNode.get(), origin);
        var call = call(SharedNode.get(), origin);

        for (var answer : List.of(preflight, call)) {
            assertThat(answer.status()).isLessThan(500);
            assertThat(answer.headers())
                    .doesNotContainKeys(ALLOW_ORIGIN, "access-control-allow-headers", "access-control-allow-methods");
        }
    }

    @Test
    void anAnswerShowsItsOwnHeadersAlsoWhereItRefuses() {
        var refused = call(SharedNode.get(), "http://localhost:3000");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.headers()).containsEntry(ALLOW_ORIGIN, "http://localhost:3000");
        assertThat(words(refused, "access-control-expose-headers"))
                .contains("etag", "location", "retry-after", "x-request-id");
        assertThat(refused.headers()).doesNotContainKey("access-control-allow-credentials");
        assertThat(words(refused, "vary")).contains("origin");
    }

    @Test
    void aConfiguredListRulesAlone() {
        try (var node = RunningNode.start("GAVEL_CORS_ORIGINS", "https://app.example.com,https://other.example:8443")) {
            for (var allowed : List.of("https://app.example.com", "https://other.example:8443")) {
                assertThat(preflight(node, allowed).headers()).containsEntry(ALLOW_ORIGIN, allowed);
                assertThat(call(node, allowed).headers()).containsEntry(ALLOW_ORIGIN, allowed);
            }
            for (var foreign : List.of(
                    "http://app.example.com",
                    "https://app.example.com:444",
                    "https://app.example.com.evil.example",
                    "https://evilapp.example.com",
                    "https://other.example",
                    "http://localhost:3000",
                    "null")) {
                assertThat(preflight(node, foreign).headers()).doesNotContainKey(ALLOW_ORIGIN);
                assertThat(call(node, foreign).headers()).doesNotContainKey(ALLOW_ORIGIN);
            }
        }
    }

    @Test
    void theBridgeHoldsToTheSameListAndNeverAllowsCredentialsToAll() {
        try (var node = RunningNode.start("GAVEL_CORS_ORIGINS", "https://app.example.com")) {
            var user = User.unknown(node);
            var own = handshake(node, user, "https://app.example.com");
            assertThat(own.status()).isEqualTo(200);
            assertThat(own.headers())
                    .containsEntry(ALLOW_ORIGIN, "https://app.example.com")
                    .containsEntry("access-control-allow-credentials", "true");
            for (var foreign : List.of(
                    "https://app.example.com.evil.example",
                    "https://evilapp.example.com",
                    "https://app.example.com:444",
                    "http://app.example.com",
                    "http://localhost:3000",
                    "null",
                    "*")) {
                var refused = handshake(node, user, foreign);

                assertThat(refused.status()).as(foreign).isEqualTo(403);
                assertThat(refused.headers().keySet())
                        .as(foreign)
                        .noneMatch(header -> header.startsWith("access-control-"));
            }
        }
    }

    private static RawHttp.Answer handshake(RunningNode node, User user, String origin) {
        return RawHttp.ask(
                node,
                "GET /eventbus/info HTTP/1.1\nHost: localhost\nConnection: close\nAuthorization: Bearer " + user.token()
                        + "\nOrigin: " + origin,
                "");
    }

    private static RawHttp.Answer preflight(RunningNode node, String origin) {
        return RawHttp.ask(
                node,
                "OPTIONS /api/meeting/1 HTTP/1.1\nHost: localhost\nConnection: close\nOrigin: " + origin
                        + "\nAccess-Control-Request-Method: PUT"
                        + "\nAccess-Control-Request-Headers: authorization,content-type,if-match",
                "");
    }

    private static RawHttp.Answer call(RunningNode node, String origin) {
        return RawHttp.ask(
                node, "GET /api/meeting/list HTTP/1.1\nHost: localhost\nConnection: close\nOrigin: " + origin, "");
    }

    private static List<String> words(RawHttp.Answer answer, String header) {
        return List.of(answer.headers()
                .getOrDefault(header, "")
                .toLowerCase(Locale.ROOT)
                .split(", *", -1));
    }
}
