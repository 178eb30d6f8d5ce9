package io.gavel.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is audited when people do what they do, over REST and over the bridge; and what is not. */
class AuditTest {
    private final User guest = Room.newUser();
    private final User admin = User.admin(SharedNode.get());

    @Test
    void rolesAndPeople() {
        var room = Room.with(guest);
        var other = Room.newUser();
        room.promote(guest).promote(guest);
        room.host().post(room.path("/participants"), new JsonObject().put("userIds", new JsonArray().add(other.id())));
        room.host().delete(room.path("/participants/" + other.id()));
        other.post(room.path("/join"));

        assertThat(entries(room))
                .containsExactly(
                        entry("joined", room.host(), "{\"role\": \"Host\"}"),
                        entry("role_changed", room.host(), guest, "{\"role\": \"Moderator\"}"),
                        entry("participant_invited", room.host(), other, "{\"role\": \"Participant\"}"),
                        entry("participant_removed", room.host(), other, ""));
    }

    @Test
    void eachJoinThatGivesAToken() {
        var room = Room.of(new JsonObject().put("password", "correct-horse"), guest);
        guest.post(room.path("/join"));
        guest.post(room.path("/join"), password("wrong-guess"));
        guest.post(room.path("/join"), password("correct-horse"));
        guest.post(room.path("/join"));
        Room.newUser().post(room.path("/join"));

        assertThat(entries(room))
                .containsExactly(
                        entry("joined", room.host(), "{\"role\": \"Host\"}"),
                        entry("joined", guest, "{\"role\": \"Participant\"}"),
                        entry("joined", guest, "{\"role\": \"Participant\"}"));
    }

    @Test
    void aGuesserWhoIsBlocked() {
        var room = Room.of(new JsonObject().put("password", "correct-horse"), guest);
        for (int i = 1; i <= 7; i++) {
            guest.post(room.path("/join"), password("wrong-guess"));
        }

        assertThat(entries(room))
                .containsExactly(
                        entry("joined", room.host(), "{\"role\": \"Host\"}"),
                        entry("password_blocked", guest, "{\"failures\": 5}"));
    }

    @Test
    void recordings() {
        var room = Room.of(new JsonObject().put("recordingEnabled", true), guest);
        try (var browser = room.enter(room.host())) {
            browser.ask("meeting_recording_started", room.meeting());
            browser.ask("meeting_recording_stopped", room.meeting());
            browser.ask("meeting_recording_started", room.meeting());
        }
        var file = new JsonObject().put("fileUrl", "https://files.example.org/a.mp4");
        var recording = room.host()
                .post(room.path("/recording"), file, "Idempotency-Key", "once")
                .json()
                .getLong("id");
        room.host().post(room.path("/recording"), file, "Idempotency-Key", "once");
        room.host().post(room.path("/recording/" + recording + "/link"));
        guest.post(room.path("/recording/" + recording + "/link"));
        room.host().post(Room.with().path("/recording/" + recording + "/link"));
        room.host().put(room.path("/end"));

        var id = "{\"recordingId\": " + recording + "}";
        assertThat(entries(room))
                .containsExactly(
                        entry("joined", room.host(), "{\"role\": \"Host\"}"),
                        entry("joined", room.host(), "{\"role\": \"Host\"}"),
                        entry("recording_started", room.host(), ""),
                        entry("recording_stopped", room.host(), ""),
                        entry("recording_started", room.host(), ""),
                        entry("recording_added", room.host(), id),
                        entry("recording_watched", room.host(), id),
                        entry("recording_stopped", room.host(), ""),
                        entry("meeting_ended", room.host(), "{\"reason\": \"host\"}"));
    }

    @Test
    void whatIsChangedOfAMeetingAndItsCancellationWithoutTheirWords() {
        var room = Room.with(guest);
        room.host()
                .put(
                        room.path(""),
                        new JsonObject().put("title", "Of no concern").put("password", "a-secret"));
        room.host().put(room.path("/cancel"), new JsonObject().put("reason", "Of no concern"));
        room.host().put(room.path("/cancel"));

        assertThat(entries(room)).hasSize(3).last().isEqualTo(entry("meeting_cancelled", room.host(), ""));
        assertThat(entries(room).get(1))
                .startsWith("meeting_updated " + room.host().id() + " {\"fields\": [");
        assertThat(entries(room)).noneMatch(entry -> entry.contains("concern") || entry.contains("a-secret"));
    }

    @Test
    void whatAnAdminReadsOfOthers() {
        var room = Room.with(guest, admin);
        var strange = Room.with(guest);

        assertThat(admin.get(room.path("")).status()).isEqualTo(200);
        assertThat(admin.get(strange.path("")).status()).isEqualTo(200);
        assertThat(admin.get(strange.path("/events")).status()).isEqualTo(403);
        assertThat(guest.get(strange.path("")).status()).isEqualTo(200);
        assertThat(Room.newUser().get(strange.path("")).status()).isEqualTo(404);

        assertThat(entries(room)).containsExactly(entry("joined", room.host(), "{\"role\": \"Host\"}"));
        assertThat(entries(strange))
                .containsExactly(
                        entry("joined", strange.host(), "{\"role\": \"Host\"}"), entry("meeting_read", admin, ""));
    }

    private static JsonObject password(String text) {
        return new JsonObject().put("password", text);
    }

    private static String entry(String action, User actor, String detail) {
        return (action + " " + actor.id() + " " + detail).strip();
    }

    private static String entry(String action, User actor, User subject, String detail) {
        return (action + " " + actor.id() + " " + subject.id() + " " + detail).strip();
    }

    private static List<String> entries(Room room) {
        return SharedNode.get()
                .value(
                        "SELECT string_agg(concat_ws(' ', action, actor, subject, detail), chr(10) ORDER BY id)"
                                + " FROM audit_entry WHERE meeting_id = ?",
                        room.id())
                .lines()
                .toList();
    }
}
