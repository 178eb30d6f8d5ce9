package io.gavel.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RsaPair;
import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.gavel.postgres.TestPostgres;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A node in production mode, with the chattiest log that there is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProductionIT {
    private static final String AUTH_SECRET = "canary-of-the-platform-0123456789abcdef";
    private static final String APP_SECRET = "canary-of-jitsi-0123456789abcdefghijklmn";
    private static final String ROOM_PASSWORD = "canary-of-a-room";
    private static final String WRONG_PASSWORD = "canary-of-a-guess";
    private static final String RESERVATION_TOKEN = "canary-of-reservations-0123456789abcdef";
    private static final String EVENTS_TOKEN = "canary-of-events-0123456789abcdefghijkl";
    private static final String RECORDER_TOKEN = "canary-of-the-recorder-0123456789abcdef";
    private static final String WEBHOOK_SECRET = "canary-of-the-webhook-0123456789abcdef";

    private final String database = TestPostgres.newDatabase();
    private final String key = RsaPair.generate().pem();
    private NodeProcess node;

    @BeforeAll
    void start() throws IOException {
        var folder = NodeProcess.freshFolder("production");
        Files.writeString(folder.resolve("jitsi.pem"), key);
        node = NodeProcess.start(
                        folder,
                        "GAVEL_MODE",
                        "production",
                        "GAVEL_HOST",
                        "127.0.0.1",
                        "DATABASE_URL",
                        database,
                        "GAVEL_AUTH_SECRET",
                        AUTH_SECRET,
                        "JITSI_APP_SECRET",
                        APP_SECRET,
                        "JITSI_RECORDING_ENABLED",
                        "true",
                        "GAVEL_JITSI_KEY_FILE",
                        "jitsi.pem",
                        "GAVEL_JITSI_KEY_ID",
                        "k1",
                        "GAVEL_JITSI_RESERVATION_TOKEN",
                        RESERVATION_TOKEN,
                        "GAVEL_JITSI_EVENTS_TOKEN",
                        EVENTS_TOKEN,
                        "GAVEL_JITSI_RECORDER_TOKEN",
                        RECORDER_TOKEN,
                        "GAVEL_JAAS_WEBHOOK_SECRET",
                        WEBHOOK_SECRET,
                        "-Dgavel.log.level",
                        "TRACE")
                .ready();
    }

    @AfterAll
    void end() {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void eachLineOfTheLogIsAJsonObject() {
        assertThat(node.output().lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(new JsonObject(line).fieldNames())
                        .contains("level", "loggerName", "formattedMessage"));
        assertThat(node.errors()).isEmpty();
    }

    @Test
    void nothingOfDevIsServedButTheDocumentsAre() throws IOException {
        assertThat(User.withToken(node.url(), "1", "none")
                        .send("POST", "/dev/token", "{\"userId\":\"1\",\"name\":\"Ada\"}")
                        .status())
                .isEqualTo(404);
        assertThat(NodeProcess.get(node.url() + "/openapi.json").json().getString("openapi"))
                .startsWith("3.1");
        assertThat(NodeProcess.get(node.url() + "/asyncapi.json").json().getString("asyncapi"))
                .isEqualTo("3.0.0");
        assertThat(NodeProcess.get(node.url() + "/docs").status()).isEqualTo(200);
        assertThat(NodeProcess.get(node.url() + "/").status()).isEqualTo(404);
        assertThat(NodeProcess.get(node.url() + "/console").status()).isEqualTo(200);
        assertThat(NodeProcess.get(node.url() + "/console/sign-in.json").json().getBoolean("givesTokens"))
                .isFalse();
    }

    @Test
    void noPageOfElsewhereMayCallUnlessItIsNamed() throws GeneralSecurityException {
        var user = user("visitor-of-pages");
        var own = node.url();
        for (var origin : List.of(
                "https://evil.example",
                "http://localhost:3000",
                "http://127.0.0.1",
                own + ".evil.example",
                own.replace("127.0.0.1", "127.0.0.1.evil.example"),
                "null")) {
            var answers = List.of(
                    user.send(
                            "OPTIONS", "/api/ticket", null, "Origin", origin, "Access-Control-Request-Method", "POST"),
                    user.send("GET", "/api/meeting/list", null, "Origin", origin),
                    user.send("GET", "/eventbus/info", null, "Origin", origin));

            assertThat(answers.stream().map(User.Answer::status)).as(origin).containsExactly(204, 200, 403);
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(
                                    answer.response().headers().map().keySet())
                            .as(origin)
                            .noneMatch(header -> header.toLowerCase(Locale.ROOT).startsWith("access-control-")));
        }
        assertThat(user.send("GET", "/eventbus/info", null, "Origin", own).status())
                .isEqualTo(200);
    }

    @Test
    void refusalCarriesItsRequestIdInBodyAndHead() throws IOException {
        var refused = NodeProcess.get(node.url() + "/api/meeting/list");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(refused.json().getString("requestId")).isNotBlank().isEqualTo(refused.header("X-Request-Id"));
    }

    @Test
    void unexpectedErrorIsFoundInTheLogByItsRequestId() throws Exception {
        var host = user("host-of-the-broken");
        var id = host.createMeeting(new JsonObject().put("title", "Broken"));
        execute("ALTER TABLE gavel.meeting_recording RENAME TO meeting_recording_away");
        User.Answer failed;
        try {
            failed = host.get("/api/meeting/" + id + "/recording");
        } finally {
            execute("ALTER TABLE gavel.meeting_recording_away RENAME TO meeting_recording");
        }
        var requestId = failed.json().getString("requestId");

        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.code()).isEqualTo("INTERNAL");
        assertThat(failed.header("X-Request-Id")).isEqualTo(requestId);
        assertThat(failed.response().body()).doesNotContain("meeting_recording", "SELECT", "Exception");
        assertThat(node.output().lines())
                .filteredOn(line -> line.contains(requestId) && line.contains("\"ERROR\""))
                .isNotEmpty();
    }

    /** Attacks 18 and 92: also what was used up, what was wrong, and what programs show instead of people. */
    @Test
    void whatOpensSomethingIsInNoLogEvenWhenItIsUsed() throws Exception {
        var host = user("host-with-links");
        var path = "/api/meeting/"
                + host.createMeeting(new JsonObject().put("title", "Linked").put("password", ROOM_PASSWORD));
        host.post(path + "/join", new JsonObject().put("password", WRONG_PASSWORD));
        var ticket = host.post("/api/ticket").json().getString("ticket");
        BridgeClient.open(node.url(), "ticket=" + ticket).close();
        BridgeClient.connect(node.url(), host.token()).close();
        var recording = host.post(path + "/recording", new JsonObject().put("fileUrl", "./public/recordings/a.mp4"));
        var link = host.post(path + "/recording/" + recording.json().getLong("id") + "/link")
                .json()
                .getString("url");
        var signature = link.replaceFirst(".*signature=", "");
        NodeProcess.get(node.url() + link);
        for (var shown : List.of(RESERVATION_TOKEN, EVENTS_TOKEN, RECORDER_TOKEN)) {
            var jitsi = User.withToken(node.url(), "jitsi", shown);
            for (var address : List.of("/jitsi/conference", "/jitsi/events/occupant/joined", "/jitsi/recordings")) {
                jitsi.send("POST", address, "{\"" + shown + "\":1}");
            }
        }

        assertThat(link).contains("signature=");
        var said = node.said() + commandLine();
        assertThat(Stream.concat(
                        key.lines().skip(1).limit(3),
                        Stream.of(
                                RESERVATION_TOKEN,
                                EVENTS_TOKEN,
                                RECORDER_TOKEN,
                                WEBHOOK_SECRET,
                                AUTH_SECRET,
                                APP_SECRET,
                                ROOM_PASSWORD,
                                WRONG_PASSWORD,
                                ticket,
                                signature,
                                host.token())))
                .filteredOn(said::contains)
                .isEmpty();
    }

    /** Attack 94. */
    @Test
    void nobodyWritesALineIntoTheLog() throws Exception {
        var forged = "x\r\n{\"level\":\"ERROR\",\"loggerName\":\"forged\"}\n\u001b[31mred";
        var host = user("host\\r\\nforged");
        host.post("/api/meeting/create", new JsonObject().put("title", forged));
        var id = host.createMeeting(new JsonObject().put("title", "Any").put("description", forged));
        host.send("GET", "/api/meeting/" + id + "%0d%0a%1b%5b31mforged", null, "X-Request-Id", "{\"forged\":1}");
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.getOutputStream()
                    .write(
                            "GET /\u001b[31mforged HTTP/1.1\r\nHost: x\r\nX-Request-Id: \u001b[31m\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().readAllBytes();
        }

        assertThat(node.output()).doesNotContain("\u001b");
        assertThat(node.output().lines())
                .allSatisfy(line ->
                        assertThat(new JsonObject(line).getString("loggerName")).isNotEqualTo("forged"));
        assertThat(node.errors()).isEmpty();
    }

    /** What everybody on the machine may read of the process. */
    private String commandLine() throws IOException {
        var file = Path.of("/proc", Long.toString(node.pid()), "cmdline");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private void execute(String sql) throws SQLException {
        try (var connection = TestPostgres.connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private User user(String id) throws GeneralSecurityException {
        var expiry = Instant.now().plusSeconds(600).getEpochSecond();
        var input = base64("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8))
                + "."
                + base64(("{\"sub\":\"" + id + "\",\"exp\":" + expiry + "}").getBytes(StandardCharsets.UTF_8));
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(AUTH_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return User.withToken(
                node.url(), id, input + "." + base64(mac.doFinal(input.getBytes(StandardCharsets.UTF_8))));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
