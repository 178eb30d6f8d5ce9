package io.gavel.stream.simulation;

import io.gavel.history.Entry.Numbered;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An answer's body, as a browser reads it. */
final class Answer {
    private final JsonObject json;
    private final List<Numbered> events;

    Answer(String body) {
        json = new JsonObject(body);
        events = objects(json.getJsonArray("events", new JsonArray())).stream()
                .map(event -> new Numbered(event.getLong("seq"), event.encode()))
                .toList();
    }

    @Nullable
    Long seqOrNull() {
        return json.getLong("seq");
    }

    long seq() {
        return json.getLong("seq");
    }

    String epoch() {
        return json.getString("epoch");
    }

    UUID sessionId() {
        return UUID.fromString(json.getString("sessionId"));
    }

    boolean reset() {
        return json.getBoolean("reset", false);
    }

    boolean more() {
        return json.getBoolean("more", false);
    }

    List<Numbered> events() {
        return events;
    }

    /** Null where there is no snapshot. */
    @Nullable
    List<JsonObject> participants() {
        var snapshot = json.getJsonObject("snapshot");
        return snapshot == null ? null : objects(snapshot.getJsonArray("participants"));
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
