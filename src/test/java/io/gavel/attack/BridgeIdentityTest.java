package io.gavel.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** 72, 83: whoever is inside a meeting acts there as nobody but itself. */
@ResourceLock(BridgeTarget.LOCK)
class BridgeIdentityTest {
    private static final Attacked ATTACKED = BridgeTarget.attacked();
    private static final User HOST = User.unknown(BridgeTarget.node());
    private static final User GUEST = User.unknown(BridgeTarget.node());
    private static BridgeClient host;
    private static BridgeClient guest;
    private static long meeting;

    @BeforeAll
    static void enter() {
        meeting = HOST.createMeeting(
                new JsonObject().put("title", "Identity").put("participantUserIds", new JsonArray().add(GUEST.id())));
        host = enter(HOST);
        guest = enter(GUEST);
    }

    private static BridgeClient enter(User user) {
        user.post("/api/meeting/" + meeting + "/join");
        var client = BridgeClient.connect(BridgeTarget.node().url(), user.token());
        client.register("meeting." + meeting);
        client.ask("join_meeting_room", body());
        return client;
    }

    @AfterAll
    static void leave() {
        // Who is gone without a word leaves the meeting later, amid somebody else's attack.
        for (var client : List.of(guest, host)) {
            client.ask("leave_meeting_room", body());
            client.close();
        }
    }

    @Test
    void anEventBearsTheConnectionsUserWhateverTheBodySays() {
        var spoofed = body().put("userId", HOST.id())
                .put("userName", "The Host")
                .put("role", "Host")
                .put("by", HOST.id())
                .put("sessionId", "0f8fad5b-d9cb-469f-a165-70867728950e");
        for (var command : List.of("meeting_hand_raised", "meeting_screen_share_started")) {
            guest.write(new JsonObject()
                    .put("type", "send")
                    .put("address", command)
                    .put("headers", new JsonObject().put("userId", HOST.id()).put("Authorization", HOST.token()))
                    .put("body", spoofed));
        }

        await().until(() -> heard("user_screen_share_started").size() == 1);
        assertThat(heard("user_hand_raised")).hasSize(1).allSatisfy(BridgeIdentityTest::assertGuests);
        assertThat(heard("user_screen_share_started")).allSatisfy(BridgeIdentityTest::assertGuests);
    }

    @Test
    void aRoleInTheBodyGivesNoRight() {
        var claimed = body().put("role", "Host").put("userId", HOST.id()).put("by", HOST.id());

        for (var command : List.of("meeting_mute_all", "meeting_mute_user")) {
            assertThat(ATTACKED.by(() -> guest.refusal(command, claimed)).code())
                    .isEqualTo("FORBIDDEN");
        }
        assertThat(ATTACKED.by(() -> guest.refusal("meeting_hand_lowered", claimed))
                        .code())
                .isEqualTo("FORBIDDEN");
    }

    @Test
    void twoUsersWithTheSameClientEventIdAreIndependent() {
        var once = body().put("isMuted", false).put("clientEventId", "the same");

        var hosts = host.ask("meeting_audio_status", once);
        var guests = guest.ask("meeting_audio_status", once);
        var again = ATTACKED.by(() -> guest.ask("meeting_audio_status", once));
        var otherwise = ATTACKED.by(
                () -> guest.refusal("meeting_audio_status", once.copy().put("isMuted", true)));

        assertThat(guests.getLong("seq")).isGreaterThan(hosts.getLong("seq"));
        assertThat(again).isEqualTo(guests);
        assertThat(otherwise.code()).isEqualTo("IDEMPOTENCY_MISMATCH");
    }

    private static List<JsonObject> heard(String event) {
        return host.received("meeting." + meeting).stream()
                .filter(heard -> event.equals(heard.getString("event")))
                .toList();
    }

    private static void assertGuests(JsonObject event) {
        assertThat(event.getString("userId")).isEqualTo(GUEST.id());
        assertThat(event.getString("userName")).isNotEqualTo("The Host");
    }

    private static JsonObject body() {
        return new JsonObject().put("meetingId", meeting);
    }
}
