package io.gavel.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.Tools;
import io.gavel.User;
import io.gavel.postgres.TestPostgres;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The published client library, unchanged, from Node.js and from a page of another origin in a browser. */
@Tag("cluster")
class RealClientIT {
    @Test
    void clientsOfBothKindsHearTheSameAlsoAfterTheirConnectionWasCut() throws Exception {
        var chromium = Tools.requireOrSkip("chromium", "chromium-browser", "google-chrome")
                .toString();
        var scripts = Scripts.install();
        var profile = Files.createDirectory(scripts.resolve("profile")).toString();
        var database = TestPostgres.newDatabase();
        try (var node = NodeProcess.start(NodeProcess.freshFolder("real-client"), "DATABASE_URL", database)
                .ready()) {
            var host = node.signIn("1");
            var nora = node.signIn("2");
            var bela = node.signIn("3");
            var meetingId = openMeeting(host, nora, bela);
            var thisMeeting = new JsonObject().put("meetingId", meetingId);
            try (var script = RealClient.start(scripts, "node-client.mjs", nora, meetingId);
                    var page = RealClient.start(scripts, "browser-client.mjs", bela, meetingId, chromium, profile)) {
                var clients = List.of(script, page);
                var sessions = clients.stream()
                        .map(client -> client.joined(1).getString("sessionId"))
                        .toList();
                var unmuted =
                        script.send("meeting_audio_status", thisMeeting.copy().put("isMuted", false));
                var raised = page.send("meeting_hand_raised", thisMeeting);
                var refused = clients.stream()
                        .map(client ->
                                client.send("meeting_mute_all", thisMeeting).getJsonObject("error"))
                        .toList();

                clients.forEach(RealClient::cut);
                host.put("/api/meeting/" + meetingId, new JsonObject().put("title", "Renamed meanwhile"));
                var sessionsAfter = clients.stream()
                        .map(client -> client.joined(2).getString("sessionId"))
                        .toList();
                var lowered = page.send("meeting_hand_lowered", thisMeeting);
                host.put("/api/meeting/" + meetingId + "/end");
                clients.forEach(client -> client.hears("meeting_ended"));

                assertThat(List.of(unmuted, raised, lowered))
                        .allSatisfy(answer -> assertThat(
                                        answer.getJsonObject("answer").getLong("seq"))
                                .isPositive());
                assertThat(refused).allSatisfy(error -> {
                    assertThat(error.getInteger("failureCode")).isEqualTo(403);
                    assertThat(error.getString("message")).isEqualTo("FORBIDDEN");
                });
                assertThat(sessionsAfter).isEqualTo(sessions);
                assertThat(page.events()).isEqualTo(script.events());
                assertWholeStory(script.events());
            }
        }
    }

    private static long openMeeting(User host, User... guests) {
        var ids = new JsonArray(List.of(guests).stream().map(User::id).toList());
        var meetingId = host.createMeeting(new JsonObject().put("title", "Call").put("participantUserIds", ids));
        for (var user : guests) {
            assertThat(user.post("/api/meeting/" + meetingId + "/join").status())
                    .isEqualTo(200);
        }
        return meetingId;
    }

    /** Without a hole, and nobody was seen to leave while the connections were cut. */
    private static void assertWholeStory(List<JsonObject> events) {
        assertThat(events.stream().map(event -> event.getLong("seq")))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events.size()).boxed().toList());
        assertThat(events.stream().map(event -> event.getString("event")))
                .containsExactlyInAnyOrder(
                        "meeting_started",
                        "user_joined_meeting",
                        "user_joined_meeting",
                        "user_audio_status",
                        "user_hand_raised",
                        "meeting_updated",
                        "user_hand_lowered",
                        "meeting_ended");
    }
}
