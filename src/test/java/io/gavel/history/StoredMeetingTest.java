package io.gavel.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.gavel.history.StoredMeeting.StoredCommand;
import io.gavel.history.StoredMeeting.StoredEvent;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The judge's look into the database. */
class StoredMeetingTest {
    private final User host = User.unknown(SharedNode.get());
    private final long meeting = host.createMeeting(new JsonObject().put("title", "Stored"));

    @Test
    void eventsAreReadAsTheyGoOverTheWire() throws SQLException {
        host.post("/api/meeting/" + meeting + "/join");
        host.put("/api/meeting/" + meeting, new JsonObject().put("title", "\u00dcber all \uD83D\uDE00"));
        host.put("/api/meeting/" + meeting + "/end");

        var stored = read();

        var events = host.get("/api/meeting/" + meeting + "/events").json().getJsonArray("items");
        assertThat(stored.seq()).isEqualTo(events.size()).isPositive();
        assertThat(stored.events())
                .extracting(StoredEvent::text)
                .isEqualTo(events.stream()
                        .map(event -> ((JsonObject) event).encode())
                        .toList());
    }

    @Test
    void commandsAndWhoIsInsideAreRead() throws SQLException {
        SharedNode.get()
                .execute(
                        "INSERT INTO command_result (meeting_id, actor, command_id, request_hash, seq, at)"
                                + " VALUES (?, ?, 'mute-1', '', 5, now()), (?, ?, 'mute-2', '', null, now())",
                        meeting,
                        host.id(),
                        meeting,
                        host.id());
        SharedNode.get().execute("UPDATE meeting_participant SET inside_since = now() WHERE meeting_id = ?", meeting);

        var stored = read();

        assertThat(stored.commands())
                .containsExactlyInAnyOrder(
                        new StoredCommand(new Entry.Key(host.id(), "mute-1"), 5L),
                        new StoredCommand(new Entry.Key(host.id(), "mute-2"), null));
        assertThat(stored.inside()).containsExactly(host.id());
        assertThat(stored.sessions()).isEmpty();
    }

    private StoredMeeting read() throws SQLException {
        try (var connection = SharedNode.get().connect()) {
            return StoredMeeting.read(connection, meeting);
        }
    }
}
