package io.gavel.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class ResumeTest {
    private final User guest = Room.newUser();

    @Test
    void whoComesBackInTimeGoesOnWithItsSession() {
        var room = Room.with(guest).admit(guest);
        var first = room.listen(guest);
        var joined = first.ask("join_meeting_room", room.meeting());
        var unmuted = first.ask("meeting_audio_status", room.meeting().put("isMuted", false));
        first.drop();
        Room.require(
                room.host()
                        .post(room.path("/recording"), new JsonObject().put("fileUrl", "https://files.example/1.mp4")),
                201);

        try (var second = room.listen(guest)) {
            var back = second.ask(
                    "join_meeting_room",
                    room.meeting()
                            .put("sessionId", joined.getString("sessionId"))
                            .put("epoch", joined.getString("epoch"))
                            .put("afterSeq", unmuted.getLong("seq")));

            assertThat(back.getString("sessionId")).isEqualTo(joined.getString("sessionId"));
            assertThat(back.getJsonArray("events")).hasSize(1);
            assertThat(back.getJsonArray("events").getJsonObject(0).getString("event"))
                    .isEqualTo("recording_added");
            assertThat(back.getBoolean("reset")).isFalse();
            assertThat(room.person(guest).getBoolean("isMuted")).isFalse();
            assertThat(room.eventNames()).doesNotContain("user_left_meeting");
        }
    }

    @Test
    void whatWasMissedIsAskedFor() {
        var room = Room.with(guest);
        try (var browser = room.enter(guest)) {
            browser.ask("meeting_audio_status", room.meeting().put("isMuted", false));
            var last = browser.ask("meeting_hand_raised", room.meeting());

            var resumed = browser.ask("resume_meeting", room.meeting().put("afterSeq", 1));

            assertThat(resumed.getLong("seq")).isEqualTo(last.getLong("seq"));
            assertThat(resumed.getJsonArray("events").stream().map(JsonObject.class::cast))
                    .containsExactlyElementsOf(room.events().subList(1, 4));
            assertThat(resumed.getBoolean("more")).isFalse();
            assertThat(resumed.getBoolean("reset")).isFalse();
        }
    }

    @Test
    void anotherEpochOrASeqAheadIsReset() {
        var room = Room.with(guest);
        try (var browser = room.listen(guest)) {
            var ahead = browser.ask("resume_meeting", room.meeting().put("afterSeq", 99));
            var foreign = browser.ask(
                    "resume_meeting", room.meeting().put("afterSeq", 0).put("epoch", "other"));

            assertThat(ahead.getBoolean("reset")).isTrue();
            assertThat(ahead.getJsonArray("events")).isEmpty();
            assertThat(foreign.getBoolean("reset")).isTrue();
        }
    }

    @Test
    void aSecondDeviceIsASecondSessionOfTheSamePerson() {
        var room = Room.with(guest);
        try (var host = room.enter(room.host());
                var phone = room.enter(guest);
                var laptop = room.enter(guest)) {
            phone.ask("meeting_audio_status", room.meeting().put("isMuted", false));
            phone.ask("leave_meeting_room", room.meeting());
            var last = laptop.ask("leave_meeting_room", room.meeting());

            await().until(() -> hears(host, room, last.getLong("seq")));
            assertThat(room.eventNames().stream().skip(2))
                    .containsExactly(
                            "user_joined_meeting", "user_audio_status", "user_audio_status", "user_left_meeting");
        }
    }

    @Test
    void aSessionThatMovedAwayIsNoLongerTheFirstConnections() {
        var room = Room.with(guest).admit(guest);
        try (var first = room.listen(guest);
                var second = room.listen(guest)) {
            var sessionId = first.ask("join_meeting_room", room.meeting()).getString("sessionId");
            second.ask("join_meeting_room", room.meeting().put("sessionId", sessionId));

            assertThatThrownBy(() -> first.ask("meeting_hand_raised", room.meeting()))
                    .hasMessageContaining("NOT_IN_MEETING");
            second.ask("meeting_hand_raised", room.meeting());
        }
    }

    private static boolean hears(BridgeClient client, Room room, long seq) {
        return client.received(room.address()).stream().anyMatch(event -> event.getLong("seq") == seq);
    }
}
