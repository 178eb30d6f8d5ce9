package io.gavel.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.RunningNode;
import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A node that waits for lost connections a second only. */
class LostConnectionTest {
    private static final RunningNode NODE = RunningNode.start("GAVEL_GRACE_SECONDS", "1", "GAVEL_LEASE_SECONDS", "4");

    private final User host = User.unknown(NODE);
    private final User guest = User.unknown(NODE);

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void whoDoesNotComeBackHasLeftAtItsLastFrame() {
        var id = host.createMeeting(
                new JsonObject().put("title", "Lost").put("participantUserIds", JsonArray.of(guest.id())));
        try (var watching = enter(host, id)) {
            var lost = enter(guest, id);
            var lastFrame = Instant.now();
            lost.drop();

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> watching.received("meeting." + id).stream()
                            .anyMatch(event -> "user_left_meeting".equals(event.getString("event"))));
            var person = host.get("/api/meeting/" + id)
                    .json()
                    .getJsonArray("participants")
                    .getJsonObject(1);
            assertThat(person.getBoolean("isInMeeting")).isFalse();
            var left = watching.received("meeting." + id).stream()
                    .filter(event -> "user_left_meeting".equals(event.getString("event")))
                    .findFirst()
                    .orElseThrow();
            assertThat(Instant.parse(person.getString("lastLeftAt")))
                    .isBefore(Instant.parse(left.getString("at")).minusMillis(900))
                    .isBeforeOrEqualTo(lastFrame.plusMillis(100));
        }
    }

    private static BridgeClient enter(User user, long id) {
        user.post("/api/meeting/" + id + "/join");
        var client = BridgeClient.connect(NODE.url(), user.token());
        client.register("meeting." + id);
        client.ask("join_meeting_room", new JsonObject().put("meetingId", id));
        return client;
    }
}
