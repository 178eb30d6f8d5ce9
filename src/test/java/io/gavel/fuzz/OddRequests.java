package io.gavel.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;

/** Requests that are right or nearly so: those of the API document, those of Jitsi's servers, and paths of nobody. */
final class OddRequests {
    private static final List<Operation> OPERATIONS = operations();
    private static final String[] LONG_HEADERS = {"If-Match: ", "Cookie: ", "Idempotency-Key: ", "Range: "};

    private final Odd odd;
    private final Credentials credentials;
    private final List<byte[]> bodies = seeds(Targets.BODY);
    private final List<byte[]> forms = seeds(Targets.FORM);
    private final List<byte[]> roomEvents = seeds(Targets.ROOM_EVENT);
    private final List<byte[]> recordings = seeds(Targets.RECORDING);
    private final List<byte[]> webhooks = seeds(Targets.WEBHOOK);

    /**
     * What opens the node's doors.
     *
     * @param users tokens
     * @param jitsi what Jitsi's servers show
     * @param meetings that the users may enter
     */
    record Credentials(List<String> users, String jitsi, List<Long> meetings) {}

    /**
     * A request.
     *
     * @param text one character is one byte
     * @param isHead whether its answer has no body, whatever length it tells
     * @param breaks whether the connection ends with it
     */
    record Request(String text, boolean isHead, boolean breaks) {
        byte[] bytes() {
            return text.getBytes(ISO_8859_1);
        }
    }

    private record Operation(String method, String path, List<String> query, int body) {}

    OddRequests(Random random, Credentials credentials) {
        this.odd = new Odd(random);
        this.credentials = credentials;
    }

    private static List<byte[]> seeds(Targets target) {
        return Corpus.seeds(target).stream()
                .map(Corpus::read)
                .filter(seed -> seed.length < 20_000)
                .toList();
    }

    private static List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        var bodies = 0;
        for (var path : document().getJsonObject("paths")) {
            for (var method : (JsonObject) path.getValue()) {
                var operation = (JsonObject) method.getValue();
                var query = new ArrayList<String>();
                operation.getJsonArray("parameters", new JsonArray()).forEach(item -> {
                    if ("query".equals(((JsonObject) item).getString("in"))) {
                        query.add(((JsonObject) item).getString("name"));
                    }
                });
                var body = operation.containsKey("requestBody") ? bodies++ : -1;
                operations.add(new Operation(method.getKey().toUpperCase(Locale.ROOT), path.getKey(), query, body));
            }
        }
        return operations;
    }

    private static JsonObject document() {
        try (var file = OddRequests.class.getResourceAsStream("/openapi.json")) {
            return new JsonObject(new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request after which the connection goes on. */
    Request next() {
        var kind = odd.below(20);
        if (kind < 14) {
            return ofApi(odd.oneOf(OPERATIONS));
        }
        return kind < 17 ? ofJitsi() : ofNobody();
    }

    private Request ofApi(Operation operation) {
        var path = operation.path();
        while (path.contains("{")) {
            var id = odd.once(4) ? odd.id() : odd.oneOf(credentials.meetings()).toString();
            path = path.substring(0, path.indexOf('{')) + id + path.substring(path.indexOf('}') + 1);
        }
        var body = operation.body() < 0 ? odd.once(20) ? "x" : "" : body(operation.body());
        var method = odd.once(30) ? odd.oneOf("PATCH", "HEAD", "OPTIONS", "TRACE", "FOO", "get") : operation.method();
        var token = odd.oneOf(credentials.users());
        return request(method, path + query(operation.query()), bearer(token), type("application/json"), body);
    }

    /** Of this operation, where there is one; Argon2 is not what is tried here, and few requests may have it computed. */
    private String body(int operation) {
        var own = bodies.stream().filter(seed -> seed[0] == operation).toList();
        var body = odd.seed(own.isEmpty() || odd.once(20) ? bodies : own);
        body = body.isEmpty() ? "" : body.substring(1);
        return odd.once(200) ? body : body.replace("\"password\"", "\"externalRef\"");
    }

    private String query(List<String> names) {
        var query = new StringBuilder();
        for (var name : names) {
            if (odd.once(3)) {
                var value = odd.once(2)
                        ? odd.id()
                        : odd.oneOf("5", "asc", "Host", "Scheduled", "2027-03-01T00:00:00Z", "YQ");
                query.append(query.isEmpty() ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(value);
            }
        }
        return odd.once(30)
                ? query + odd.oneOf("?", "?=", "?&&", "?a=%zz", "&limit=5&limit=6", "?limit[]=1")
                : query.toString();
    }

    private Request ofJitsi() {
        var bearer = bearer(credentials.jitsi());
        return switch (odd.below(7)) {
            case 0, 1 -> {
                var form = odd.seed(forms);
                yield request("POST", "/jitsi/conference", bearer, type("application/x-www-form-urlencoded"), form);
            }
            case 2 -> {
                var path = "/jitsi/conference/" + (odd.once(2) ? odd.id() : "00000000-0000-0000-0000-000000000001");
                yield request(odd.oneOf("GET", "DELETE", "HEAD", "PUT"), path, bearer, "", "");
            }
            case 3 -> {
                var body = odd.seed(recordings);
                yield request("POST", "/jitsi/recordings?file=" + odd.id(), bearer, type("application/json"), body);
            }
            case 4 -> {
                var signature = "X-Jaas-Signature: t=1,v1=" + odd.id() + "\r\n";
                yield request("POST", "/jitsi/jaas/webhook", signature, type("application/json"), odd.seed(webhooks));
            }
            default -> {
                var path = "/jitsi/events/"
                        + odd.oneOf("room/created", "room/destroyed", "occupant/joined", "occupant/left");
                yield request("POST", path, bearer, type("application/json"), odd.seed(roomEvents));
            }
        };
    }

    private Request ofNobody() {
        var path = odd.oneOf(
                        "/",
                        "/console",
                        "/docs",
                        "/client/gavel-client.js",
                        "/openapi.json",
                        "/api",
                        "/api/",
                        "/dev/token",
                        "/eventbus/info",
                        "/eventbus/websocket",
                        "/eventbus/1/a/xhr",
                        "/eventbus/1/a/websocket",
                        "/jitsi/",
                        "/recordings/1",
                        "/client/x%2F..%2Findex.html",
                        "//api//meeting/list",
                        "/api/meeting/../meeting/list",
                        "/client/..%5c..%5cpom.xml",
                        "/metrics",
                        "/health/details",
                        "*",
                        "/api/meeting/list;x=y",
                        "/%00")
                + (odd.once(5) ? "/" + odd.id() : "");
        return request(
                odd.oneOf("GET", "HEAD", "POST", "OPTIONS", "DELETE"),
                path,
                bearer(odd.oneOf(credentials.users())),
                "",
                "");
    }

    private String bearer(String token) {
        return switch (odd.below(40)) {
            case 0 -> "";
            case 1 -> "Authorization: Bearer " + token.substring(1) + "\r\n";
            case 2 -> "Authorization: Basic YTpi\r\n";
            case 3 -> "Authorization: Bearer " + "a.".repeat(odd.below(4000)) + "\r\n";
            case 4 -> "Authorization: Bearer " + token + "\r\nAuthorization: Bearer " + token + "\r\n";
            default -> "Authorization: Bearer " + token + "\r\n";
        };
    }

    private String type(String usual) {
        var type = odd.once(30) ? odd.oneOf("text/plain", "application/json;charset=utf-16", "", ";;;", "*/*") : usual;
        return "Content-Type: " + type + "\r\n";
    }

    private Request request(String method, String path, String who, String type, String body) {
        var head =
                new StringBuilder(method + " " + path.replace(" ", "%20") + " HTTP/1.1\r\nHost: node\r\n" + who + type);
        switch (odd.below(40)) {
            case 0 ->
                head.append(odd.oneOf(LONG_HEADERS))
                        .append("\"1\", ".repeat(odd.below(2500)))
                        .append("\"2\"\r\n");
            case 1 ->
                head.append("If-Match: ")
                        .append(odd.oneOf("\"1\"", "W/\"1\"", "*", "x", "\"99999999999\""))
                        .append("\r\n");
            case 2 -> head.append("Idempotency-Key: k").append(odd.below(50)).append("\r\n");
            case 3 ->
                head.append("Origin: ")
                        .append(odd.oneOf("null", "https://evil.example", "x"))
                        .append("\r\n");
            case 4 ->
                head.append("X-HTTP-Method-Override: DELETE\r\nX-Request-Id: ")
                        .append(odd.id())
                        .append("\r\n");
            case 5 -> head.append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n");
            case 6 -> head.append("Expect: 100-continue\r\nContent-Encoding: gzip\r\n");
            case 7 -> head.append("X-Odd: \u00ff\u0001\r\nAccept: \r\n");
            default -> {}
        }
        var isChunked = !body.isEmpty() && odd.once(30);
        head.append(isChunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: " + body.length() + "\r\n\r\n");
        head.append(isChunked ? Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n" : body);
        return new Request(head.toString(), method.equals("HEAD"), false);
    }

    /** What is no HTTP, or ends the connection by its size. */
    Request breaking() {
        var line = "POST /api/meeting/create HTTP/1.1\r\nHost: node\r\n" + bearer(odd.oneOf(credentials.users()));
        var text = switch (odd.below(9)) {
            case 0 -> "\u0000\u0001\u0002\r\n\r\n";
            case 1 -> "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n\r\n";
            case 2 -> line + "X: " + "a".repeat(20_000) + "\r\n\r\n";
            case 3 -> line + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nx";
            case 4 -> line + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
            case 5 -> line + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n";
            case 6 -> line + "Content-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{";
            case 7 -> "GET / HTTP/9.9\r\n\r\n";
            default -> odd.broken(line) + "\r\n";
        };
        return new Request(text, false, true);
    }
}
