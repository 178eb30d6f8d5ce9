package io.gavel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class FirstMeetingTest {
    @Test
    void aMeetingGoesFromCreationToItsEnd() {
        var host = User.unknown(SharedNode.get());
        var guest = User.unknown(SharedNode.get());

        var created = host.post(
                "/api/meeting/create",
                new JsonObject().put("title", "Test Meeting").put("participantUserIds", JsonArray.of(guest.id())));
        var path = "/api/meeting/" + created.json().getLong("id");
        var joined = host.post(path + "/join");
        var guestJoined = guest.post(path + "/join");
        var recorded = host.post(path + "/recording", new JsonObject().put("fileUrl", "https://files.example/1.mp4"));
        var ended = host.put(path + "/end");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo(path);
        assertThat(joined.json().getString("role")).isEqualTo("Host");
        assertThat(guestJoined.json().getString("role")).isEqualTo("Participant");
        assertThat(recorded.status()).isEqualTo(201);
        assertThat(ended.json().getString("status")).isEqualTo("Completed");
        assertThat(guest.get(path).json().getJsonArray("recordings")).hasSize(1);
    }
}
