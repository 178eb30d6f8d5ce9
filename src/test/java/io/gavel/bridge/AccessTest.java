package io.gavel.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.bus.Done;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    private static final String UPGRADE = """
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            """;

    private static BridgeNode node;

    @BeforeAll
    static void start() {
        node = BridgeNode.start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /eventbus",
                "GET /eventbus/",
                "GET /eventbus/info",
                "GET /eventbus/websocket",
                "GET /eventbus/0/0/websocket",
                "POST /eventbus/0/0/xhr",
                "GET /eventbus/iframe.html",
                "DELETE /eventbus/nothing/at/all",
                "OPTIONS /eventbus/info",
                "GET /eventbus/info?ticket=unknown",
                "GET /eventbus/info?access_token=unknown",
                "GET /eventbus/info?access_token=",
                "GET /eventbus/info?access_token=%zz"
            })
    void withoutCredentialsEveryAddressIs401(String line) throws IOException {
        var answer = ask(line, "");

        assertThat(answer).startsWith("HTTP/1.1 401").contains("WWW-Authenticate: Bearer", "\"UNAUTHENTICATED\"");
    }

    @Test
    void severalCredentialsAreAsGoodAsNone() throws IOException {
        var token = node.token("anna");

        assertThat(ask("GET /eventbus/info?access_token=" + token, "Authorization: Bearer " + token + "\n"))
                .startsWith("HTTP/1.1 401");
        assertThat(ask("GET /eventbus/info?access_token=" + token + "&ticket=" + node.ticket("anna"), ""))
                .startsWith("HTTP/1.1 401");
        assertThat(ask("GET /eventbus/info?access_token=" + token + "&access_token=" + token, ""))
                .startsWith("HTTP/1.1 401");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /eventbus/",
                "GET /eventbus/iframe.html",
                "GET /eventbus/iframe-1.html",
                "POST /eventbus/chunking_test",
                "POST /eventbus/0/0/xhr",
                "POST /eventbus/0/0/xhr_streaming",
                "GET /eventbus/0/0/eventsource",
                "GET /eventbus/0/0/htmlfile?c=x",
                "GET /eventbus/0/0/jsonp?c=x",
                "GET /eventbus/nothing"
            })
    void whatIsNotOfferedIs404(String line) throws IOException {
        var answer = ask(line, "Authorization: Bearer " + node.token("anna") + "\n");

        assertThat(answer).startsWith("HTTP/1.1 404").contains("\"NOT_FOUND\"");
    }

    @Test
    void infoTellsOfTheWebSocketAlone() throws IOException {
        var answer = ask("GET /eventbus/info?access_token=" + node.token("anna"), "Origin: http://localhost:3000\n");

        var info = new JsonObject(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .contains("Access-Control-Allow-Origin: http://localhost:3000")
                .contains("Access-Control-Allow-Credentials: true");
        assertThat(info.getBoolean("websocket")).isTrue();
        assertThat(info.getBoolean("cookie_needed")).isFalse();
        assertThat(info.getLong("entropy")).isBetween(0L, 1L << 32);
    }

    @Test
    void pagesOfOtherOriginsAreRefusedAndThoseOfThisHostAreNot() throws IOException {
        var path = "GET /eventbus/info?access_token=" + node.token("anna");

        for (var origin : List.of("https://evil.example", "null", "http://localhost.evil.example", "https://other")) {
            assertThat(ask(path, "Origin: " + origin + "\n"))
                    .startsWith("HTTP/1.1 403")
                    .contains("\"FORBIDDEN\"");
        }
        assertThat(ask(path, "Host: gavel.example\nOrigin: https://gavel.example\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(ask(path, "Host: gavel.example:443\nOrigin: https://Gavel.example\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(ask(path, "Host: gavel.example:8443\nOrigin: https://gavel.example\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(ask(path.replace("info", "websocket"), UPGRADE + "Origin: https://evil.example\n"))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void ticketOpensOneConnectionAfterAnyNumberOfLooks() throws IOException {
        var ticket = "ticket=" + node.ticket("anna");

        var firstLook = ask("GET /eventbus/info?" + ticket, "");
        var secondLook = ask("GET /eventbus/info?" + ticket, "");
        try (var client = BridgeClient.open(node.url(), ticket)) {
            client.settle();
        }

        assertThat(List.of(firstLook, secondLook)).allMatch(look -> look.startsWith("HTTP/1.1 200"));
        assertThat(BridgeClient.refusedStatus(node.url(), ticket)).isEqualTo(401);
    }

    @Test
    void bearerTokenOpensAConnection() {
        try (var client = BridgeClient.open(node.url(), "", "Authorization", "Bearer " + node.token("anna"))) {
            client.register("user.anna");
        }
    }

    @Test
    void withTheDatabaseAwayNobodyConnectsAndATicketIsNotSpent() {
        var ticket = "ticket=" + node.ticket("anna");
        node.known = Future.failedFuture(Problem.unavailable("the database is away"));

        var refused = BridgeClient.refusedStatus(node.url(), ticket);
        node.known = Future.succeededFuture(Done.DONE);

        assertThat(refused).isEqualTo(503);
        BridgeClient.open(node.url(), ticket).close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Upgrade: websocket\nConnection: Upgrade\n",
                "Upgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Version: 13\n",
                "Upgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: x\n",
                """
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Version: 99
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                """,
                UPGRADE + "Content-Length: 5\n"
            })
    void whatIsNoHandshakeIsAnInvalidRequest(String headers) throws IOException {
        var answer = ask("GET /eventbus/websocket?access_token=" + node.token("berta"), headers);

        assertThat(answer).startsWith("HTTP/1.1 400").contains("\"INVALID_REQUEST\"");
    }

    @Test
    void refusedHandshakesLeaveAllPlacesFree() throws IOException {
        var token = node.token("carla");
        for (int i = 0; i < 20; i++) {
            ask("GET /eventbus/websocket?access_token=" + token, "");
            ask("POST /eventbus/websocket?access_token=" + token, UPGRADE);
        }
        node.known = Future.failedFuture(Problem.unavailable("the database is away"));
        for (int i = 0; i < 20; i++) {
            ask("GET /eventbus/websocket?access_token=" + token, UPGRADE);
        }
        node.known = Future.succeededFuture(Done.DONE);

        BridgeClient.connect(node.url(), token).close();
    }

    /** The whole answer of a connection that ends with it, or its head where it is an upgrade. */
    private static String ask(String line, String headers) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout(15_000);
            var host = headers.contains("Host: ") ? "" : "Host: 127.0.0.1\n";
            var close = headers.contains("Connection: ") ? "" : "Connection: close\n";
            var head = line + " HTTP/1.1\n" + host + close + headers + "\n";
            socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return answer(socket);
        }
    }

    private static String answer(Socket socket) throws IOException {
        var answer = new StringBuilder();
        var input = socket.getInputStream();
        for (int next = input.read(); next >= 0; next = input.read()) {
            answer.append((char) next);
            if (isWhole(answer.toString())) {
                break;
            }
        }
        return answer.toString();
    }

    private static boolean isWhole(String answer) {
        var body = answer.indexOf("\r\n\r\n") + 4;
        var length = answer.toLowerCase(Locale.ROOT).indexOf("content-length: ");
        if (body < 4 || length < 0) {
            return body >= 4;
        }
        var number = answer.substring(length + 16, answer.indexOf('\r', length));
        return answer.length() - body == Integer.parseInt(number);
    }
}
