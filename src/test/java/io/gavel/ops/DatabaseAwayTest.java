package io.gavel.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.RunningNode;
import io.gavel.User;
import io.gavel.postgres.FailingPostgres;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/** One node whose database goes away and comes back. */
@Isolated("answers within seconds want the machine to themselves")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseAwayTest {
    /** Two seconds are promised; a busy machine gets some more, and one that waits for TCP far less than it needs. */
    private static final Duration SOON = Duration.ofSeconds(4);

    private static final Duration BACK = Duration.ofSeconds(20);

    private final FailingPostgres postgres = FailingPostgres.start();
    private RunningNode node;
    private User host;
    private long meeting;

    @BeforeAll
    void start() {
        node = RunningNode.startOn(
                postgres.url(),
                "GAVEL_JITSI_RESERVATION_TOKEN",
                "from-jitsi",
                "GAVEL_JITSI_EVENTS_TOKEN",
                "from-jitsi");
        host = User.unknown(node);
        meeting = host.createMeeting(new JsonObject().put("title", "Before"));
    }

    @AfterAll
    void end() {
        node.close();
        postgres.close();
    }

    @Test
    void stoppedDatabaseIsUnavailableSoonAndServedAgainWithoutARestart() {
        postgres.stop();
        try {
            assertUnavailable();
        } finally {
            postgres.startAgain();
        }

        assertServedAgain();
    }

    @Test
    void frozenDatabaseIsUnavailableSoonAndServedAgainWithoutARestart() {
        postgres.freeze();
        try {
            assertJitsiNeedsNotWait();
            assertUnavailable();
        } finally {
            postgres.thaw();
        }

        assertServedAgain();
    }

    /** Prosody keeps whoever wants to enter waiting, until it is answered. */
    private void assertJitsiNeedsNotWait() {
        var asked = host.sendAsync("GET", "/api/meeting/" + meeting, null);
        var refused = User.withToken(node.url(), "jitsi", "from-jitsi")
                .send(
                        "POST",
                        "/jitsi/conference",
                        "name=Interview_0",
                        "Content-Type",
                        "application/x-www-form-urlencoded");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.json().getString("message")).contains("try again in a minute");
        assertThat(asked).as("what waits for the database").isNotDone();
    }

    /** The first request meets the failure itself, later ones a node that knows of it. */
    private void assertUnavailable() {
        for (int i = 0; i < 3; i++) {
            var asked = host.sendAsync("GET", "/api/meeting/" + meeting, null);
            var created = host.sendAsync("POST", "/api/meeting/create", "{\"title\":\"Meanwhile\"}");
            await().atMost(SOON).until(() -> asked.isDone() && created.isDone());
            assertUnavailable(asked.join());
            assertUnavailable(created.join());
        }
        assertJitsiTellsAgain(503);
        var live = User.withToken(node.managementUrl(), "nobody", "none").get("/health/live");
        var ready = User.withToken(node.managementUrl(), "nobody", "none").get("/health/ready");

        assertThat(live.status()).isEqualTo(200);
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.json().getJsonObject("checks").getString("database")).isEqualTo("DOWN");
        assertThat(ready.json().getJsonObject("checks").getString("keys")).isEqualTo("UP");
    }

    /** What Prosody tells is not lost: it is told again. */
    private void assertJitsiTellsAgain(int status) {
        var created = new JsonObject()
                .put("event_name", "muc-room-created")
                .put("room_name", "interview_0")
                .put("created_at", 1_795_431_988);

        var answer = User.withToken(node.url(), "jitsi", "from-jitsi").post("/jitsi/events/room/created", created);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Retry-After")).isEqualTo(status == 503 ? "1" : "");
    }

    private static void assertUnavailable(User.Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("UNAVAILABLE");
        assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
    }

    private void assertServedAgain() {
        await().atMost(BACK)
                .until(() -> User.withToken(node.managementUrl(), "nobody", "none")
                                .get("/health/ready")
                                .status()
                        == 200);
        var created = host.post("/api/meeting/create", new JsonObject().put("title", "After"));

        assertThat(created.status()).as("%s", created).isEqualTo(201);
        assertJitsiTellsAgain(204);
        assertThat(host.get("/api/meeting/" + meeting).json().getString("title"))
                .isEqualTo("Before");
    }
}
