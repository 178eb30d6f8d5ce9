package io.gavel.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.User;
import io.gavel.User.Answer;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks a node for everything that has to do with secrets, rightly and wrongly, and keeps what it answers. */
final class Visit {
    private static final String LIST = "/api/meeting/list";

    private final List<String> heard = new ArrayList<>();
    private final Map<String, String> refusedTokens = new LinkedHashMap<>();
    private final Canaries canaries;
    private final Signer platform;
    private final String url;
    private final User host;
    private final User guest;
    private final String right;
    private final String wrong;

    Visit(String url, Canaries canaries, Signer platform) {
        this.url = url;
        this.canaries = canaries;
        this.platform = platform;
        host = user("the-host");
        guest = user("the-guest");
        right = canaries.plant("the meeting's password");
        wrong = canaries.plant("a wrong password");
        refuse("an expired token", platform.token("the-host", Instant.now().minusSeconds(3600)));
        refuse("a token that somebody else signed", new Signer("of-somebody-else").token("the-host"));
        refuse("a token without a signature", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0." + canaries.plant("no signature"));
        refuse("what is no token", canaries.plant("some text"));
    }

    User host() {
        return host;
    }

    /** All that was answered, but what is asked for by its owner: a ticket, a token for Jitsi, a link. */
    List<String> heard() {
        return heard;
    }

    /** Keeps an answer that must have this status. */
    Answer expect(int status, Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        heard.add(answer.status() + " " + answer.response().headers().map() + " " + answer.body());
        return answer;
    }

    void showTokens() {
        expect(200, host.get(LIST));
        expect(401, User.withToken(url, "nobody", "").get(LIST + "?access_token=" + host.token()));
        expect(200, User.withToken(url, "nobody", "").get("/eventbus/info?access_token=" + host.token()));
        refusedTokens.values().forEach(token -> {
            expect(401, User.withToken(url, "nobody", token).get(LIST));
            expect(401, User.withToken(url, "nobody", "").get("/eventbus/info?access_token=" + token));
            assertThat(BridgeClient.refusedStatus(url, "access_token=" + token)).isEqualTo(401);
            assertThat(BridgeClient.refusedStatus(url, "", "Authorization", "Bearer " + token))
                    .isEqualTo(401);
        });
        expect(
                431,
                User.withToken(url, "nobody", canaries.plant("a long token").repeat(1000))
                        .get(LIST));
        expect(431, User.withToken(url, "nobody", "").get(LIST + "?access_token=" + wrong.repeat(1000)));
    }

    /** A meeting with a password goes through its life; returns its id. */
    long holdAMeeting() {
        var meeting = host.createMeeting(new JsonObject()
                .put("title", "Secret")
                .put("recordingEnabled", true)
                .put("password", right)
                .put("participantUserIds", List.of(guest.id(), "the-loud")));
        var path = "/api/meeting/" + meeting;
        refuseBodies(path);
        refusePasswords(path);
        expect(409, host.put(path + "/end"));
        join(host, path);
        join(guest, path);
        expect(200, host.put(path, new JsonObject().put("password", canaries.plant("the next password"))));
        return meeting;
    }

    private void refuseBodies(String path) {
        var password = "{\"password\":\"" + wrong + "\"}";
        for (var malformed : List.of(
                "{\"password\":\"" + wrong,
                "{\"password\":" + wrong + "}",
                "{\"password\":[\"" + wrong + "\"]}",
                "{\"password\":\"" + wrong.repeat(2) + "\"}",
                "{\"pasword\":\"" + wrong + "\"}",
                "{\"password\":\"" + wrong + "\",\"password\":\"" + wrong + "\"}",
                wrong)) {
            expect(400, guest.send("POST", path + "/join", malformed));
        }
        expect(404, guest.send("POST", "/api/meeting/999999/join", password));
        expect(405, guest.send("PATCH", path + "/join", password));
        expect(413, guest.send("POST", path + "/join", "{\"password\":\"" + wrong.repeat(2000) + "\"}"));
        expect(415, guest.send("POST", path + "/join", password, "Content-Type", "text/plain"));
        expect(412, host.send("PUT", path, password, "If-Match", "\"99\""));
        expect(403, guest.send("PUT", path, password));
        var create = "{\"title\":\"Twice\",\"password\":\"%s\"}";
        expect(201, host.send("POST", "/api/meeting/create", create.formatted(right), "Idempotency-Key", "once"));
        expect(422, host.send("POST", "/api/meeting/create", create.formatted(wrong), "Idempotency-Key", "once"));
    }

    private void refusePasswords(String path) {
        var loud = user("the-loud");
        expect(403, loud.post(path + "/join"));
        for (var i = 0; i < 5; i++) {
            expect(403, loud.post(path + "/join", new JsonObject().put("password", wrong)));
        }
        expect(429, loud.post(path + "/join", new JsonObject().put("password", right)));
    }

    private void join(User user, String path) {
        var joined = user.post(path + "/join", new JsonObject().put("password", right));
        assertThat(joined.status()).as(joined.toString()).isEqualTo(200);
        canaries.plantToken("a token for Jitsi", joined.json().getString("jitsiToken"));
    }

    /** Over the bridge, with a ticket and with a token; the connection stays open. */
    BridgeClient talk(long meeting) {
        var ticket = canaries.plant("a ticket", host.post("/api/ticket").json().getString("ticket"));
        BridgeClient.open(url, "ticket=" + ticket).close();
        assertThat(BridgeClient.refusedStatus(url, "ticket=" + ticket)).isEqualTo(401);
        assertThat(BridgeClient.refusedStatus(url, "ticket=" + wrong)).isEqualTo(401);
        var client = BridgeClient.connect(url, host.token());
        client.register("meeting." + meeting);
        client.ask("join_meeting_room", new JsonObject().put("meetingId", meeting));
        refusedTokens
                .values()
                .forEach(token -> assertThat(client.refusal("authenticate", new JsonObject().put("token", token))
                                .status())
                        .isEqualTo(401));
        assertThat(client.refusal("authenticate", new JsonObject().put("token", guest.token()))
                        .status())
                .isEqualTo(403);
        client.ask("authenticate", new JsonObject().put("token", token("a renewed token", "the-host")));
        client.write("{\"type\":\"send\",\"address\":\"authenticate\",\"body\":{\"token\":\"" + wrong);
        client.write("{\"type\":\"" + wrong + "\",\"address\":\"authenticate\"}");
        client.write(new JsonObject()
                .put("type", "send")
                .put("address", "nowhere")
                .put("headers", new JsonObject().put("Authorization", "Bearer " + wrong))
                .put("body", new JsonObject().put("token", wrong)));
        client.settle();
        overflow();
        return client;
    }

    private void overflow() {
        var client = BridgeClient.connect(url, host.token());
        client.write(new JsonObject()
                .put("type", "send")
                .put("address", "authenticate")
                .put("body", new JsonObject().put("token", wrong.repeat(1000))));
        assertThat(client.closed().code()).isEqualTo(1009);
        heard.addAll(client.frames().stream().map(JsonObject::encode).toList());
    }

    void keep(BridgeClient client) {
        heard.addAll(client.frames().stream().map(JsonObject::encode).toList());
    }

    void watch(long meeting) {
        var path = "/api/meeting/" + meeting + "/recording";
        var here = expect(201, host.post(path, new JsonObject().put("fileUrl", "./public/recordings/film.mp4")));
        var signed = "https://files.example/film.mp4?X-Signature=" + canaries.plant("the signature of another's film");
        var elsewhere = host.post(path, new JsonObject().put("fileUrl", signed)).json();
        assertThat(host.post(path + "/" + elsewhere.getLong("id") + "/link")
                        .json()
                        .getString("url"))
                .isEqualTo(signed);
        var link = host.post(path + "/" + here.json().getLong("id") + "/link")
                .json()
                .getString("url");
        canaries.plant("the signature of a link", link.replaceFirst(".*signature=", ""));
        var stranger = User.withToken(url, "nobody", "");
        expect(404, stranger.get(link));
        expect(404, stranger.get(link.replaceFirst("signature=.*", "signature=" + wrong)));
    }

    /** As Jitsi's servers do, each with what it has to show and with something else. */
    void callFromJitsi(Map<String, String> bearers) {
        bearers.forEach((path, bearer) -> {
            var known = User.withToken(url, "jitsi", bearer).send("POST", path, "{\"a\":\"" + wrong);
            expect(400, known);
            expect(401, User.withToken(url, "jitsi", wrong).send("POST", path, "{}"));
            expect(401, User.withToken(url, "jitsi", host.token()).send("POST", path, "{}"));
        });
        expect(200, User.withToken(url, "nobody", "").get("/jitsi/jwks.json"));
    }

    /** What no client of HTTP would send. */
    void stammer() throws IOException {
        var address = URI.create(url);
        for (var line : List.of(wrong + "\r\n\r\n", "GET /?access_token=" + wrong + " HTTP/9.9\r\n\r\n")) {
            try (var socket = new Socket(address.getHost(), address.getPort())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                heard.add(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
    }

    /** Where the database refuses what the node takes for right. */
    void fail() {
        var body = new JsonObject().put("title", "Broken").put("password", right);
        expect(500, host.post("/api/meeting/create", body));
    }

    private User user(String id) {
        return User.withToken(url, id, token("the token of " + id, id));
    }

    private String token(String name, String id) {
        return canaries.plantToken(name, platform.token(id));
    }

    private void refuse(String name, String token) {
        refusedTokens.put(name, canaries.plantToken(name, token));
    }
}
