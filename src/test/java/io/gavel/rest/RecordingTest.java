package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.body;
import static io.gavel.rest.HostedMeeting.ids;
import static io.gavel.rest.HostedMeeting.newUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {
    private static JsonObject file() {
        return new JsonObject().put("fileUrl", "https://files.example/1.mp4");
    }

    @Test
    void everythingKnownOfItComesBack() {
        var meeting = HostedMeeting.with().started();

        var added = add(
                meeting,
                file().put("fileName", "Interview 1.mp4")
                        .put("sizeBytes", 9_007_199_254_740_993L)
                        .put("durationSeconds", 1800)
                        .put("format", "mp4")
                        .put("startedAt", "2026-01-02T03:04:05+01:00"));

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.json().fieldNames()).containsExactlyInAnyOrder(WireFields.RECORDING);
        assertThat(added.json().getString("createdAt")).matches(WireFields.TIME);
        assertThat(added.json())
                .isEqualTo(bare(added, meeting)
                        .put("fileName", "Interview 1.mp4")
                        .put("sizeBytes", 9_007_199_254_740_993L)
                        .put("durationSeconds", 1800)
                        .put("format", "mp4")
                        .put("startedAt", "2026-01-02T02:04:05.000Z"));
    }

    @Test
    void onlyTheFileIsNeeded() {
        var meeting = HostedMeeting.with().started();

        var added = add(meeting, file().putNull("fileName").putNull("sizeBytes").putNull("startedAt"));

        assertThat(added.json()).isEqualTo(bare(added, meeting));
    }

    @Test
    void aMeetingMayHaveSeveralInTheOrderOfTheirComing() {
        var moderator = newUser();
        var guest = newUser();
        var meeting = HostedMeeting.of(
                        body().put("moderatorUserIds", ids(moderator)).put("participantUserIds", ids(guest)))
                .started();
        var first = add(meeting, file()).json();
        var second = moderator.post(meeting.path("/recording"), file()).json();

        var listed = guest.get(meeting.path("/recording"));

        assertThat(listed.status()).isEqualTo(200);
        assertThat(listed.json())
                .isEqualTo(
                        new JsonObject().put("items", new JsonArray().add(first).add(second)));
        assertThat(second.getString("createdBy")).isEqualTo(moderator.id());
        assertThat(guest.get(meeting.path()).json().getJsonArray("recordings"))
                .isEqualTo(listed.json().getJsonArray("items"));
    }

    @Test
    void aMeetingWithoutHasAnEmptyList() {
        var meeting = HostedMeeting.with();

        assertThat(meeting.host().get(meeting.path("/recording")).json())
                .isEqualTo(new JsonObject().put("items", new JsonArray()));
    }

    @Test
    void isAnEventAndNoNewVersion() {
        var meeting = HostedMeeting.with().started();

        var added = add(meeting, file());

        assertThat(meeting.eventNames()).containsExactly("meeting_started", "recording_added");
        assertThat(meeting.detail().getInteger("version")).isEqualTo(2);
        assertThat(meeting.detail().getLong("seq")).isEqualTo(2);
        assertThat(meeting.events().get(1).getLong("recordingId"))
                .isEqualTo(added.json().getLong("id"));
    }

    @Test
    void mayComeWhenTheMeetingIsOver() {
        assertThat(add(HostedMeeting.with().ended(), file()).status()).isEqualTo(201);
        assertThat(add(HostedMeeting.with().cancelled(), file()).status()).isEqualTo(201);
    }

    @Test
    void cannotComeBeforeTheMeetingStarts() {
        var refused = add(HostedMeeting.with(), file());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("INVALID_TRANSITION");
        assertThat(refused.json().getString("meetingStatus")).isEqualTo("Scheduled");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://files.example/a/b.mp4?part=1&sig=x%2Fy#t=1",
                "HTTP://files.example:8080/a.mp4",
                "http://127.0.0.1/a.mp4",
                "http://[::1]:9000/a.mp4",
                "https://ada:secret@files.example/a.mp4",
                "http://minio_server:9000/a.mp4",
                "https://files.example/a..b/%2e.mp4",
                "./public/recordings/a.mp4",
                "./public/recordings/2026/Interview 1 ü.mp4"
            })
    void theFileIsAWebAddressOrAPathOfRecordings(String fileUrl) {
        var added = add(HostedMeeting.with().started(), file().put("fileUrl", fileUrl));

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.json().getString("fileUrl")).isEqualTo(fileUrl);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ftp://files.example/a.mp4",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "https:a.mp4",
                "https://",
                "https:///a.mp4",
                "https://:443/a.mp4",
                "https://ada@/a.mp4",
                "https://[::1/a.mp4",
                "//files.example/a.mp4",
                "/etc/passwd",
                "a.mp4",
                "public/recordings/a.mp4",
                "./public/recordings",
                "./public/recordings2/a.mp4",
                "./public/recordings/../a.mp4",
                "./public/recordings/a..mp4",
                "./public/recordings/a\\b.mp4",
                "./public/recordings/%2e%2e/a.mp4",
                "./public/recordings/%2E/a.mp4",
                "./public/recordings/a\u0001.mp4",
                "./public/recordings/a\u007f.mp4",
                "./public/recordings/a\nb.mp4",
                "https://files.example/a\nb.mp4",
                " https://files.example/a.mp4"
            })
    void theFileIsNothingElse(String fileUrl) {
        var refused = add(HostedMeeting.with().started(), file().put("fileUrl", fileUrl));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactly("fileUrl");
    }

    @ParameterizedTest
    @CsvSource({"sizeBytes", "durationSeconds"})
    void sizesAndLengthsAreWholeAndNotNegative(String field) {
        var meeting = HostedMeeting.with().started();

        assertThat(add(meeting, file().put(field, -1)).faultyFields()).containsExactly(field);
        assertThat(add(meeting, file().put(field, 1.5)).faultyFields()).containsExactly(field);
        assertThat(add(meeting, file().put(field, "1")).faultyFields()).containsExactly(field);
        assertThat(add(meeting, file().put(field, 0)).json().getLong(field)).isZero();
    }

    private static User.Answer add(HostedMeeting meeting, JsonObject recording) {
        return meeting.host().post(meeting.path("/recording"), recording);
    }

    private static JsonObject bare(User.Answer added, HostedMeeting meeting) {
        return new JsonObject()
                .put("id", added.json().getLong("id"))
                .put("meetingId", meeting.id())
                .put("fileUrl", "https://files.example/1.mp4")
                .putNull("fileName")
                .putNull("sizeBytes")
                .putNull("durationSeconds")
                .putNull("format")
                .putNull("startedAt")
                .put("createdBy", meeting.host().id())
                .put("createdAt", added.json().getString("createdAt"));
    }
}
