package io.gavel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jar on a machine that has nothing but Java: it brings its own PostgreSQL, and keeps what it was told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JarIT {
    private static final Logger LOG = LoggerFactory.getLogger(JarIT.class);

    private Path folder;
    private String shellSaid;
    private User ada;
    private JsonObject meetingBefore;
    private int exitCode;
    private NodeProcess node;

    /** One life of a node up to its end by SIGTERM, and the start of its second. */
    @BeforeAll
    void liveOnce() throws Exception {
        folder = NodeProcess.freshFolder("jar");
        try (var first = NodeProcess.start(folder).ready()) {
            LOG.info("start to ready, with a new database: {} ms", first.age());
            shellSaid = hasCurl() ? shell(callsOfTheBanner(first)) : "";
            ada = first.signIn("1");
            if (shellSaid.isEmpty()) {
                ada.createMeeting(new JsonObject().put("title", "Test Meeting"));
                ada.post("/api/meeting/1/join");
            }
            meetingBefore = ada.get("/api/meeting/1").json();
            first.terminate();
            exitCode = first.exitCode(Duration.ofSeconds(10));
        }
        node = NodeProcess.start(folder).ready();
        LOG.info("start to ready, with kept data: {} ms", node.age());
    }

    @AfterAll
    void end() {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void callsOfTheBannerMakeAMeetingAndATokenForJitsi() {
        assumeTrue(!shellSaid.isEmpty(), "curl is not installed");

        assertThat(shellSaid)
                .contains("\"title\":\"Test Meeting\"")
                .contains("\"jitsiToken\":\"ey")
                .contains("\"roomName\":\"Interview_");
        assertThat(meetingBefore.getString("status")).isEqualTo("InProgress");
        assertThat(meetingBefore.getString("hostName")).isEqualTo("Name of 1");
    }

    @Test
    void idleNodeEndsOnSigtermWithinTenSeconds() {
        assertThat(exitCode).isIn(0, 143);
    }

    @Test
    void everythingIsFoundAgainAfterARestart() {
        var sameToken = User.withToken(node.url(), ada.id(), ada.token());

        assertThat(sameToken.get("/api/meeting/1").json()).isEqualTo(meetingBefore);
        assertThat(sameToken.get("/api/meeting/1/events").json().getJsonArray("items"))
                .hasSize(1);
    }

    @Test
    void secondNodeOnTheSameDataNamesItsOwnerInOneLine() throws Exception {
        try (var second = NodeProcess.start(folder)) {
            assertThat(second.exitCode(Duration.ofSeconds(30))).isEqualTo(1);

            assertThat(second.errors()).singleElement().asString().contains(Long.toString(node.pid()), "DATABASE_URL");
        }
        assertThat(node.readiness()).isEqualTo(200);
    }

    private static String callsOfTheBanner(NodeProcess node) {
        // The banner is one piece; it comes when the node is ready already, and a line of the log may follow it.
        var last = "-H \"Authorization: Bearer $TOKEN\"\n";
        var calls = await().until(node::output, output -> output.lastIndexOf(last) > output.indexOf("/join"));
        calls = calls.substring(calls.indexOf("TOKEN=$("));
        return calls.substring(0, calls.lastIndexOf(last) + last.length());
    }

    private static boolean hasCurl() throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v curl").start().waitFor() == 0;
    }

    private static String shell(String script) throws IOException, InterruptedException {
        var process = new ProcessBuilder("sh", "-e", "-c", script)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
