package io.gavel.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private final User guest = Room.newUser();

    @Test
    void aRepeatAddsNothingAndGetsTheFirstAnswer() {
        var room = Room.with(guest);
        try (var browser = room.enter(guest);
                var other = room.listen(guest)) {
            var command = room.meeting().put("isMuted", false).put("clientEventId", "one");
            var first = browser.ask("meeting_audio_status", command);

            assertThat(other.ask("meeting_audio_status", command)).isEqualTo(first);
            assertThat(refusal(other, "meeting_audio_status", command.copy().put("isMuted", true)))
                    .isEqualTo("422 IDEMPOTENCY_MISMATCH");
            assertThat(refusal(other, "meeting_hand_raised", room.meeting().put("clientEventId", "one")))
                    .isEqualTo("422 IDEMPOTENCY_MISMATCH");
        }
    }

    @Test
    void whatChangesNothingAddsNothing() {
        var room = Room.with(guest);
        try (var browser = room.enter(guest)) {
            browser.ask("meeting_hand_raised", room.meeting());

            assertThat(browser.ask("meeting_hand_raised", room.meeting())).isEqualTo(new JsonObject().put("ok", true));
            assertThat(browser.ask("meeting_audio_status", room.meeting().put("isMuted", true)))
                    .isEqualTo(new JsonObject().put("ok", true));
        }
    }

    @Test
    void rolesDecideWhoMayDoWhat() {
        var moderator = Room.newUser();
        var room = Room.of(new JsonObject().put("recordingEnabled", true), guest, moderator);
        room.promote(moderator);
        try (var host = room.enter(room.host());
                var second = room.enter(moderator);
                var browser = room.enter(guest)) {
            assertThat(refusal(browser, "meeting_mute_all", room.meeting())).isEqualTo("403 FORBIDDEN");
            assertThat(refusal(browser, "meeting_recording_started", room.meeting()))
                    .isEqualTo("403 FORBIDDEN");
            assertThat(refusal(
                            second,
                            "meeting_mute_user",
                            room.meeting().put("userId", room.host().id())))
                    .isEqualTo("403 FORBIDDEN");
            assertThat(refusal(second, "meeting_mute_user", room.meeting().put("userId", "nobody")))
                    .isEqualTo("409 NOT_IN_MEETING");
            second.ask("meeting_mute_all", room.meeting());
            host.ask("meeting_recording_started", room.meeting());
            assertThat(refusal(second, "meeting_recording_started", room.meeting()))
                    .isEqualTo("409 ALREADY_RECORDING");
            second.ask("meeting_recording_stopped", room.meeting());
            assertThat(refusal(host, "meeting_recording_stopped", room.meeting()))
                    .isEqualTo("409 NOT_RECORDING");
        }
    }

    @Test
    void aMeetingThatIsOverTakesNoMoreCommands() {
        var room = Room.with(guest);
        try (var browser = room.enter(guest)) {
            Room.require(room.host().put(room.path("/end")), 200);

            assertThat(refusal(browser, "meeting_hand_raised", room.meeting())).isEqualTo("410 MEETING_ENDED");
            assertThat(refusal(browser, "join_meeting_room", room.meeting())).isEqualTo("410 MEETING_ENDED");
            assertThat(browser.ask("leave_meeting_room", room.meeting())).isEqualTo(new JsonObject().put("ok", true));
            assertThat(browser.ask("resume_meeting", room.meeting().put("afterSeq", 0))
                            .getBoolean("ok"))
                    .isTrue();
        }
    }

    @Test
    void bodiesAreJudgedFirst() {
        var room = Room.with(guest);
        try (var browser = room.enter(guest)) {
            assertThat(refusal(browser, "meeting_audio_status", room.meeting())).isEqualTo("400 INVALID_REQUEST");
            assertThat(refusal(browser, "meeting_audio_status", new JsonObject().put("isMuted", true)))
                    .isEqualTo("400 INVALID_REQUEST");
            assertThat(refusal(browser, "resume_meeting", room.meeting().put("afterSeq", -1)))
                    .isEqualTo("400 INVALID_REQUEST");
        }
    }

    @Test
    void pipelinedCommandsOfOneConnectionKeepTheirOrder() {
        var room = Room.with(guest);
        try (var browser = room.enter(guest)) {
            var answers = IntStream.range(0, 100)
                    .mapToObj(i ->
                            browser.send("meeting_audio_status", room.meeting().put("isMuted", i % 2 == 1)))
                    .toList();

            var seqs = answers.stream()
                    .map(CompletableFuture::join)
                    .map(answer -> answer.getLong("seq"))
                    .toList();
            assertThat(seqs)
                    .containsExactlyElementsOf(LongStream.range(3, 103).boxed().toList());
        }
    }

    private static String refusal(BridgeClient client, String address, JsonObject body) {
        var refused = client.refusal(address, body);
        return refused.status() + " " + refused.code();
    }
}
