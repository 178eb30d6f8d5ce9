package io.gavel.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
    private static final String CREATE = "/api/meeting/create";
    private static final int KIB = 1024;
    private static final RunningNode NODE = SharedNode.get();
    private static final User USER = User.unknown(NODE);
    private static final Socket SILENT = unfinished("GET /api/meeting/list HTTP/1.1\r\nHost: local");

    private static final Socket SLOW = unfinished("POST /api/meeting/create HTTP/1.1\r\nHost: localhost\r\n"
            + "Authorization: Bearer " + USER.token()
            + "\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"title\"");

    /** The first request on it is whole, and asks for little. */
    private static final Socket SECOND = unfinished("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n");

    @AfterAll
    static void close() throws IOException {
        SILENT.close();
        SLOW.close();
        SECOND.close();
    }

    @Test
    void aBodyHasAtMost64KiB() {
        var largest = USER.send("POST", CREATE, bodyOf(64 * KIB));
        var tooLarge = USER.send("POST", CREATE, bodyOf(64 * KIB + 1));

        assertThat(largest.status()).isEqualTo(201);
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.code()).isEqualTo("BODY_TOO_LARGE");
    }

    @Test
    void aBodyInChunksHasAtMost64KiBToo() {
        var head = head("POST", CREATE) + "\nContent-Type: application/json\nTransfer-Encoding: chunked";

        var largest = RawHttp.ask(NODE, head, chunks(bodyOf(64 * KIB)));
        var tooLarge = RawHttp.ask(NODE, head, chunks(bodyOf(64 * KIB + 1)));

        assertThat(largest.status()).isEqualTo(201);
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.code()).isEqualTo("BODY_TOO_LARGE");
    }

    @Test
    void aBodyNobodyWillReadIsRefusedByItsLengthAlone() {
        var answer = RawHttp.ask(
                NODE, head("POST", CREATE) + "\nContent-Type: application/json\nContent-Length: 999999999", "{");

        assertThat(answer.status()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/jsonp",
                "application/x-www-form-urlencoded",
                "application/json; charset=utf-16",
                "application/json-patch+json",
                "*/*",
                "json"
            })
    void aBodyOfAnotherTypeIsRefused(String type) {
        var answer = USER.send("POST", CREATE, "{\"title\":\"Any\"}", "Content-Type", type);

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void aBodyWithoutATypeIsRefused() {
        var create = RawHttp.ask(NODE, head("POST", CREATE) + "\nContent-Length: 2", "{}");
        var end = RawHttp.ask(NODE, head("PUT", "/api/meeting/1/end") + "\nContent-Length: 2", "{}");

        assertThat(create.status()).isEqualTo(415);
        assertThat(end.status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "Application/JSON; charset=UTF-8", "application/json;charset=\"utf-8\""})
    void jsonMayBeCalledSoInManyWays(String type) {
        assertThat(USER.send("POST", CREATE, "{\"title\":\"Any\"}", "Content-Type", type)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aCompressedBodyIsRefused() {
        assertThat(USER.send("POST", CREATE, "{\"title\":\"Any\"}", "Content-Encoding", "gzip")
                        .status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/meeting/create, POST",
        "PUT, /api/meeting/create, POST",
        "DELETE, /api/meeting/list, GET",
        "POST, /api/meeting/7, 'GET, PUT'",
        "PATCH, /api/meeting/7, 'GET, PUT'",
        "POST, /api/meeting/7/end, PUT",
        "GET, /api/meeting/7/participants, POST",
        "GET, /api/meeting/7/participants/8, DELETE",
        "DELETE, /api/meeting/7/recording, 'GET, POST'",
        "POST, /api/notification/read-all, PUT",
        "GET, /api/ticket, POST",
        "TRACE, /api/meeting/list, GET",
        "BREW, /api/meeting/list, GET",
    })
    void anotherMethodIsRefusedWithThoseAllowed(String method, String path, String allowed) {
        var answer = RawHttp.ask(NODE, head(method, path), "");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.code()).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(answer.headers()).containsEntry("allow", allowed);
    }

    @Test
    void aHeaderCannotChangeTheMethod() {
        var path = "/api/meeting/" + USER.createMeeting(new JsonObject().put("title", "Stays"));

        var posted = USER.send("POST", path, "{\"title\":\"Changed\"}", "X-HTTP-Method-Override", "PUT");
        var got = USER.send("GET", path, null, "X-HTTP-Method-Override", "DELETE");
        var query = USER.send("POST", path + "?_method=PUT", "{\"title\":\"Changed\"}");

        assertThat(posted.status()).isEqualTo(405);
        assertThat(query.status()).isEqualTo(405);
        assertThat(got.json().getString("title")).isEqualTo("Stays");
    }

    @Test
    void aHeadHasAtMost16KiB() {
        var filler = 15 * KIB - head("GET", "/api/meeting/list").length();

        var fits = RawHttp.ask(NODE, head("GET", "/api/meeting/list") + "\nX-Filler: " + "x".repeat(filler), "");
        var tooLong = RawHttp.ask(NODE, head("GET", "/api/meeting/list") + "\nX-Filler: " + "x".repeat(16 * KIB), "");
        var many = RawHttp.ask(NODE, head("GET", "/api/meeting/list") + "\nX-Filler: 123456".repeat(1000), "");
        var line = RawHttp.ask(NODE, head("GET", "/api/meeting/list?q=" + "x".repeat(16 * KIB)), "");
        var both =
                RawHttp.ask(NODE, head("GET", "/x?" + "x".repeat(8 * KIB)) + "\nX-Filler: " + "x".repeat(8 * KIB), "");

        assertThat(fits.status()).isEqualTo(200);
        for (var refused : new RawHttp.Answer[] {tooLong, many, line, both}) {
            assertThat(refused.status()).isEqualTo(431);
            assertThat(refused.code()).isEqualTo("HEADERS_TOO_LARGE");
            assertThat(refused.headers()).containsEntry("content-type", "application/problem+json");
            RequestLinesTest.assertStandard(refused.headers());
        }
    }

    @Test
    void aTokenOf8KiBIsAccepted() {
        var long1 = signedIn(1450);
        var most = signedIn(1450 + (8 * KIB - long1.token().length()) * 3 / 4 / 4);

        assertThat(most.token().length()).isBetween(8 * KIB - 16, 8 * KIB);
        assertThat(most.get("/api/meeting/list").status()).isEqualTo(200);
    }

    private static User signedIn(int emoji) {
        return User.signedIn(NODE.url(), new JsonObject().put("userId", "long").put("avatar", "🙂".repeat(emoji)));
    }

    /** Each line is faulty in all that comes after its own fault. */
    @Test
    void whereSeveralFaultsApplyTheFirstAnswers() {
        var large = "x".repeat(64 * KIB + 1);

        assertThat(order(null, "PATCH", CREATE, "text/plain", large)).isEqualTo(401);
        assertThat(order(USER, "PATCH", CREATE, "text/plain", large)).isEqualTo(405);
        assertThat(order(USER, "PUT", "/api/meeting/999999999", "text/plain", large))
                .isEqualTo(415);
        assertThat(order(USER, "PUT", "/api/meeting/999999999", "application/json", large))
                .isEqualTo(413);
        assertThat(order(USER, "PUT", "/api/meeting/999999999", "application/json", "{\"x\":1}"))
                .isEqualTo(400);
        assertThat(order(USER, "PUT", "/api/meeting/999999999", "application/json", "{}"))
                .isEqualTo(404);
        assertThat(order(USER, "PUT", "/api/meeting/none", "application/json", "{\"x\":1}"))
                .isEqualTo(400);
        assertThat(order(USER, "PUT", "/api/meeting/none", "application/json", "{}"))
                .isEqualTo(404);
        assertThat(order(null, "POST", "/api/nothing/here", "text/plain", large))
                .isEqualTo(401);
        assertThat(order(USER, "POST", "/api/nothing/here", "text/plain", "x")).isEqualTo(404);
    }

    private static int order(@Nullable User user, String method, String path, String type, String body) {
        var asking = user == null ? User.withToken(NODE.url(), "nobody", "x.y.z") : user;
        return asking.send(method, path, body, "Content-Type", type).status();
    }

    @Test
    void aTokenInTheQueryIsNoToken() {
        for (var name : new String[] {"access_token", "token", "jwt", "ticket"}) {
            var answer = RawHttp.ask(
                    NODE,
                    "GET /api/meeting/list?" + name + "=" + USER.token()
                            + " HTTP/1.1\nHost: localhost\nConnection: close",
                    "");

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.headers()).containsEntry("www-authenticate", "Bearer");
            assertThat(answer.body()).doesNotContain(USER.token());
        }
    }

    @Test
    void aHeadThatDoesNotComeToItsEndIsCutOff() throws IOException {
        assertCutOff(SILENT);
    }

    @Test
    void aBodyThatDoesNotComeToItsEndIsCutOff() throws IOException {
        assertCutOff(SLOW);
    }

    @Test
    void theHeadOfALaterRequestIsCutOffToo() throws IOException {
        assertThat(RawHttp.answer(SECOND).status()).isEqualTo(404);

        SECOND.getOutputStream().write("GET /nothing HTTP/1.1\r\nHost: local".getBytes(US_ASCII));

        assertCutOff(SECOND);
    }

    private static void assertCutOff(Socket socket) throws IOException {
        try {
            assertThat(RawHttp.answer(socket).status()).isIn(0, 408);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    /** Ends without a line break. */
    private static String head(String method, String path) {
        return method + " " + path + " HTTP/1.1\nHost: localhost\nConnection: close\nAuthorization: Bearer "
                + USER.token();
    }

    private static Socket unfinished(String beginning) {
        try {
            var socket = RawHttp.open(NODE);
            socket.getOutputStream().write(beginning.getBytes(US_ASCII));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String bodyOf(int bytes) {
        var body = "{\"title\":\"Any\"}";
        return body + " ".repeat(bytes - body.length());
    }

    private static String chunks(String body) {
        var half = body.length() / 2;
        return chunk(body.substring(0, half)) + chunk(body.substring(half)) + "0\r\n\r\n";
    }

    private static String chunk(String part) {
        return Integer.toHexString(part.length()) + "\r\n" + part + "\r\n";
    }
}
