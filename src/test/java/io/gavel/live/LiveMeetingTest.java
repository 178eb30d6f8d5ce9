package io.gavel.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveMeetingTest {
    private final User guest = Room.newUser();

    @Test
    void everybodyHearsEverythingInOneOrder() {
        var room = Room.with(guest);
        try (var host = room.enter(room.host());
                var browser = room.enter(guest)) {
            browser.ask("meeting_audio_status", room.meeting().put("isMuted", false));
            browser.ask("meeting_hand_raised", room.meeting());
            host.ask("meeting_mute_user", room.meeting().put("userId", guest.id()));
            var last = host.ask("meeting_hand_lowered", room.meeting().put("userId", guest.id()));

            await().until(() -> lastSeq(host, room) == last.getLong("seq"));
            await().until(() -> lastSeq(browser, room) == last.getLong("seq"));
            assertThat(room.eventNames())
                    .containsExactly(
                            "meeting_started",
                            "user_joined_meeting",
                            "user_joined_meeting",
                            "user_audio_status",
                            "user_hand_raised",
                            "mute_requested",
                            "user_hand_lowered");
            assertThat(host.received(room.address())).isEqualTo(room.events().subList(1, 7));
            assertThat(browser.received(room.address())).isEqualTo(room.events().subList(2, 7));
        }
    }

    @Test
    void aJoinAnswersTheStateAtItsSeq() {
        var room = Room.with(guest).admit(guest);
        try (var browser = room.listen(guest)) {
            var answer = browser.ask("join_meeting_room", room.meeting());

            assertThat(answer.fieldNames())
                    .containsExactlyInAnyOrder(
                            "ok", "sessionId", "epoch", "seq", "role", "snapshot", "events", "reset");
            assertThat(answer.getString("role")).isEqualTo("Participant");
            assertThat(answer.getLong("seq")).isEqualTo(2);
            var snapshot = answer.getJsonObject("snapshot");
            assertThat(snapshot.getJsonObject("meeting").getLong("seq")).isEqualTo(2);
            assertThat(snapshot.getJsonObject("meeting").containsKey("role")).isFalse();
            assertThat(timeless(snapshot.getJsonArray("participants").getJsonObject(0)))
                    .isEqualTo(timeless(room.person(guest)));
        }
    }

    @Test
    void aLeaveIsTheLastThatIsHeardOfSomebody() {
        var room = Room.with(guest);
        try (var host = room.enter(room.host());
                var browser = room.enter(guest)) {
            var left = browser.ask("leave_meeting_room", room.meeting());

            await().until(() -> lastSeq(host, room) == left.getLong("seq"));
            assertThat(room.person(guest).getBoolean("isInMeeting")).isFalse();
            assertThat(browser.ask("leave_meeting_room", room.meeting())).isEqualTo(new JsonObject().put("ok", true));
        }
    }

    /** Without what the clock changes. */
    private static JsonObject timeless(JsonObject person) {
        var copy = person.copy();
        copy.remove("durationSeconds");
        return copy;
    }

    private static long lastSeq(BridgeClient client, Room room) {
        List<JsonObject> received = client.received(room.address());
        return received.isEmpty() ? 0 : received.get(received.size() - 1).getLong("seq");
    }
}
