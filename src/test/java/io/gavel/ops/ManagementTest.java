package io.gavel.ops;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.RunningNode;
import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the management port of one node shows after one meeting, and what it does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagementTest {
    private RunningNode node;
    private RunningNode later;
    private User management;
    private User host;
    private User guest;
    private String jitsiToken;
    private String room;
    private String metrics;

    @BeforeAll
    void holdAMeeting() {
        node = RunningNode.start();
        management = User.withToken(node.managementUrl(), "nobody", "none");
        host = User.named(node, "canary-host", "Canary Host");
        guest = User.named(node, "canary-guest", "Canary Guest");
        host.createMeeting(new JsonObject().put("title", "Canary Planned"));
        var path = "/api/meeting/"
                + host.createMeeting(new JsonObject()
                        .put("title", "Canary Held")
                        .put("password", "canary-password")
                        .put("participantUserIds", JsonArray.of(guest.id())));
        var joined = host.post(path + "/join").json();
        jitsiToken = joined.getString("jitsiToken");
        room = joined.getString("roomName");
        guest.post(path + "/join", new JsonObject().put("password", "canary-wrong"));
        host.get("/api/meeting/987654");
        User.withToken(node.url(), "nobody", "canary-token").get("/api/meeting/list");
        metrics = metrics(management);
        // Counts of meetings are taken at the start and then now and then.
        later = RunningNode.startOn(node.database());
    }

    @AfterAll
    void end() {
        later.close();
        node.close();
    }

    @Test
    void methodsOfSomebodysOwnMakingAreNoLabels() {
        host.send("CANARYMETHOD", "/api/meeting/list", null);

        // A request is measured when its answer has been sent.
        await().untilAsserted(() -> assertThat(metrics(management)).contains("method=\"other\""));
        assertThat(metrics(management)).doesNotContain("CANARYMETHOD");
    }

    @Test
    void liveAndReadyAnswerWithoutAToken() {
        assertThat(management.get("/health/live").json().getString("status")).isEqualTo("UP");
        var ready = management.get("/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.json().getJsonObject("checks"))
                .isEqualTo(new JsonObject()
                        .put("database", "UP")
                        .put("keys", "UP")
                        .put("cluster", "UP")
                        .put("bus", "UP")
                        .put("accepting", "UP"));
    }

    @Test
    void requestsAreCountedByRouteAndStatus() {
        assertThat(metrics)
                .containsPattern(sample("gavel_http_requests_seconds_count", "POST", "/api/meeting/create", 201, 2))
                .containsPattern(sample("gavel_http_requests_seconds_count", "POST", "/api/meeting/:id/join", 200, 1))
                .containsPattern(sample("gavel_http_requests_seconds_count", "POST", "/api/meeting/:id/join", 403, 1))
                .containsPattern(sample("gavel_http_requests_seconds_count", "GET", "/api/meeting/:id", 404, 1));
    }

    /** Labels stand in the order of their names. */
    private static String sample(String name, String method, String route, int status, int count) {
        return "(?m)^" + name + "\\{method=\"" + method + "\",route=\"" + route + "\",status=\"" + status + "\",?\\} "
                + count + "(\\.0)?$";
    }

    @Test
    void tokensAndRefusalsAreCounted() {
        assertThat(metrics)
                .containsPattern("(?m)^gavel_tokens_issued_total\\S* 1(\\.0)?$")
                .containsPattern("(?m)^gavel_refusals_total\\{code=\"WRONG_PASSWORD\",?\\} 1(\\.0)?$")
                .containsPattern("(?m)^gavel_refusals_total\\{code=\"NOT_FOUND\",?\\} 1(\\.0)?$")
                .containsPattern("(?m)^gavel_refusals_total\\{code=\"UNAUTHENTICATED\",?\\} 1(\\.0)?$");
    }

    @Test
    void databasePoolIsMeasuredOnEachNodeOfAProcess() {
        var ofTheSecond = metrics(User.withToken(later.managementUrl(), "nobody", "none"));

        assertThat(List.of(metrics, ofTheSecond))
                .allSatisfy(shown -> assertThat(shown).containsPattern("(?m)^vertx_pool_\\S*pool_name=\"database\""));
    }

    @Test
    void meetingsAreCountedByStatus() {
        var user = User.withToken(later.managementUrl(), "nobody", "none");
        await().until(() -> metrics(user).contains("gavel_meetings{status=\"Scheduled\"} 1"));

        assertThat(metrics(user))
                .containsPattern("(?m)^gavel_meetings\\{status=\"InProgress\",?\\} 1(\\.0)?$")
                .containsPattern("(?m)^gavel_meetings\\{status=\"Completed\",?\\} 0(\\.0)?$")
                .containsPattern("(?m)^gavel_meetings\\{status=\"Cancelled\",?\\} 0(\\.0)?$");
    }

    @Test
    void nothingOfPeopleOrSecretsShows() {
        assertThat(metrics)
                .doesNotContainIgnoringCase("canary")
                .doesNotContain("987654", room, jitsiToken, host.token(), guest.token())
                .doesNotContain("super_secret_key_here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/health", "/metrics"})
    void mainPortKnowsNothingOfIt(String path) {
        assertThat(User.withToken(node.url(), host.id(), host.token()).get(path).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/metrics", "/", "/nowhere"})
    void noAnswerOfTheManagementPortIsAPage(String path) {
        var answer = management.get(path);

        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Content-Security-Policy")).isEqualTo("default-src 'none'; frame-ancestors 'none'");
        assertThat(answer.header("X-Request-Id")).matches("[0-9a-f]{16}");
    }

    @Test
    void neitherIsTheAnswerToWhatIsNoRequest() throws IOException {
        var url = URI.create(node.managementUrl());
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(15_000);
            socket.getOutputStream().write("GARBAGE\r\n\r\n".getBytes(US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .contains(" 400 ", "X-Content-Type-Options: nosniff", "frame-ancestors 'none'", "X-Request-Id: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/meeting/list", "/openapi.json", "/asyncapi.json", "/docs", "/dev/token"})
    void managementPortKnowsNothingOfTheApi(String path) {
        assertThat(User.withToken(node.managementUrl(), host.id(), host.token())
                        .get(path)
                        .status())
                .isEqualTo(404);
    }

    private static String metrics(User user) {
        var answer = user.get("/metrics");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/plain");
        return answer.response().body();
    }
}
