package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.HostedMeeting.objects;
import static io.gavel.rest.HostedMeeting.require;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationPreferencesTest {
    private static final String PATH = "/api/notification/preferences";
    private static final List<String> TYPES = List.of(
            "meeting_invitation",
            "meeting_cancelled",
            "meeting_updated",
            "meeting_started",
            "recording_available",
            "message",
            "missed_meeting");

    private final User guest = newUser();

    @Test
    void atFirstEverythingIsWanted() {
        var answer = guest.get(PATH);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().fieldNames()).containsExactlyElementsOf(TYPES);
        assertThat(answer.json()).allSatisfy(type -> assertThat(type.getValue()).isEqualTo(true));
    }

    @Test
    void aChangeTouchesWhatItNamesAndAnswersTheWhole() {
        guest.put(PATH, new JsonObject().put("message", false).put("missed_meeting", false));

        var answer = guest.put(PATH, new JsonObject().put("message", true).put("meeting_started", false));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(refused(answer.json())).containsExactlyInAnyOrder("missed_meeting", "meeting_started");
        assertThat(guest.get(PATH).json()).isEqualTo(answer.json());
        assertThat(guest.put(PATH, new JsonObject()).json()).isEqualTo(answer.json());
        assertThat(refused(newUser().get(PATH).json())).isEmpty();
    }

    @Test
    void whatIsNotWantedIsNotWritten() {
        var everything = new JsonObject();
        TYPES.forEach(type -> everything.put(type, false));
        guest.put(PATH, everything);
        var meeting = HostedMeeting.with(guest).invited(newUser());
        meeting.host().put(meeting.path(), new JsonObject().put("title", "Renamed"));
        require(meeting.started().host().put(meeting.path("/end")), 200);
        require(
                meeting.host()
                        .post(meeting.path("/recording"), new JsonObject().put("fileUrl", "https://files.example/1")),
                201);
        HostedMeeting.with(guest).cancelled();

        assertThat(types()).isEmpty();
    }

    @Test
    void theOtherTypesAreWrittenAllTheSame() {
        guest.put(PATH, new JsonObject().put("meeting_invitation", false));

        var meeting = HostedMeeting.with(guest);
        meeting.host().put(meeting.path(), new JsonObject().put("title", "Renamed"));

        assertThat(types()).containsExactly("meeting_updated");
    }

    @Test
    void whatIsThereStaysAndIsNotRenewed() {
        var meeting = HostedMeeting.with(guest);
        guest.put(PATH, new JsonObject().put("meeting_invitation", false).put("meeting_updated", false));
        var before = guest.get("/api/notification/list").json();

        meeting.host().put(meeting.path(), new JsonObject().put("description", "New"));

        assertThat(guest.get("/api/notification/list").json()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"message\":null} | message",
                "{\"message\":\"no\"} | message",
                "{\"message\":0} | message",
                "{\"of_tomorrow\":false} | of_tomorrow",
                "{\"message\":true,\"message\":false} | message",
            })
    void aFaultIsNamedAndNothingChanges(String body, String field) {
        var refused = guest.send("PUT", PATH, body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactly(field);
        assertThat(refused(guest.get(PATH).json())).isEmpty();
    }

    @Test
    void aBodyIsNeededAndSoIsAToken() {
        assertThat(guest.put(PATH).status()).isEqualTo(400);
        assertThat(User.nobody(SharedNode.get()).get(PATH).status()).isEqualTo(401);
        assertThat(User.nobody(SharedNode.get()).put(PATH).status()).isEqualTo(401);
    }

    @Test
    void ofManyChangesAtOnceEachCounts() {
        var answers = ParallelCalls.of(
                14,
                i -> guest.sendAsync(
                        "PUT",
                        PATH,
                        new JsonObject().put(TYPES.get(i % 7), i % 2 == 0).encode()));

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        guest.put(PATH, new JsonObject().put("message", false));
        assertThat(refused(guest.get(PATH).json())).contains("message");
    }

    private List<String> types() {
        return objects(guest.get("/api/notification/list").json().getJsonArray("items")).stream()
                .map(item -> item.getString("type"))
                .toList();
    }

    private static List<String> refused(JsonObject preferences) {
        return TYPES.stream().filter(type -> !preferences.getBoolean(type)).toList();
    }
}
