package io.gavel.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.SharedNode;
import io.gavel.User;
import io.gavel.bridge.AsyncApiDocument;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a node really sends is what /asyncapi.json says. */
class DocumentedMessagesTest {
    private final AsyncApiDocument document = AsyncApiDocument.read();
    private final User guest = Room.newUser();

    DocumentedMessagesTest() throws IOException {}

    @Test
    void everyEventOfAMeetingIsAsDocumented() {
        var other = Room.newUser();
        var room = Room.of(new JsonObject().put("recordingEnabled", true), guest);
        try (var host = room.enter(room.host());
                var browser = room.enter(guest)) {
            for (var change : List.of("meeting_audio_status", "meeting_video_status")) {
                browser.ask(change, room.meeting().put("isMuted", false).put("isVideoOn", true));
            }
            for (var address : List.of(
                    "meeting_screen_share_started",
                    "meeting_screen_share_stopped",
                    "meeting_hand_raised",
                    "meeting_hand_lowered",
                    "leave_meeting_room")) {
                browser.ask(address, room.meeting());
            }
            for (var address : List.of("meeting_mute_all", "meeting_recording_started", "meeting_recording_stopped")) {
                host.ask(address, room.meeting());
            }
            room.host().put(room.path(""), new JsonObject().put("title", "Renamed"));
            room.host().post(room.path("/recording"), new JsonObject().put("fileUrl", "https://files.example/1.mp4"));
            room.host().post(room.path("/participants"), new JsonObject().put("userIds", JsonArray.of(other.id())));
            room.promote(other);
            room.host().delete(room.path("/participants/" + other.id()));
            room.host().put(room.path("/end"));

            await().until(() -> host.received(room.address()).stream()
                    .anyMatch(event -> "meeting_ended".equals(event.getString("event"))));
            assertThat(room.events().stream()
                            .map(event -> event.getString("event"))
                            .distinct())
                    .hasSize(18);
            assertThat(host.received(room.address()).stream().map(this::faults)).containsOnly("");
        }
    }

    @Test
    void theAnswersOfJoinAndResumeAreAsDocumented() {
        var room = Room.with(guest).admit(guest);
        try (var browser = room.listen(guest)) {
            var joined = browser.ask("join_meeting_room", room.meeting().put("afterSeq", 0));
            var resumed = browser.ask("resume_meeting", room.meeting().put("afterSeq", 0));

            assertThat(document.faults("JoinedAnswer", joined)).isEmpty();
            assertThat(joined.getJsonArray("events")).hasSize(2);
            assertThat(document.faults("ResumedAnswer", resumed)).isEmpty();
        }
    }

    @Test
    void aConnectionIsToldWhoItIsAndWhereAndForHowLong() {
        try (var browser = BridgeClient.connect(SharedNode.get().url(), guest.token());
                var another = BridgeClient.connect(
                        SharedNode.get().url(), Room.newUser().token())) {
            var answer = browser.ask("get_connection", new JsonObject());
            var elsewhere = another.ask("get_connection", new JsonObject());

            assertThat(document.faults("ConnectionAnswer", answer)).isEmpty();
            assertThat(answer.getString("userId")).isEqualTo(guest.id());
            assertThat(Instant.parse(answer.getString("expiresAt"))).isAfter(Instant.now());
            assertThat(elsewhere.getString("node")).isEqualTo(answer.getString("node"));
        }
    }

    @Test
    void noticesAreAsDocumented() {
        var address = "user." + guest.id();
        try (var browser = BridgeClient.connect(SharedNode.get().url(), guest.token())) {
            browser.register(address);
            browser.settle();
            var room = Room.with(guest);
            room.host().put(room.path("/cancel"));

            await().until(() -> browser.received(address).stream()
                    .anyMatch(event -> "meeting_cancelled".equals(event.getString("event"))));
            assertThat(browser.received(address).stream().map(this::noticeFaults))
                    .containsOnly("");
        }
    }

    private String faults(JsonObject event) {
        return document.faults(camelCase(event.getString("event")) + "Event", event);
    }

    private String noticeFaults(JsonObject event) {
        return document.faults(camelCase(event.getString("event")) + "Notice", event);
    }

    private static String camelCase(String name) {
        return Arrays.stream(name.split("_"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }
}
