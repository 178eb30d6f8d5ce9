package io.gavel.cluster;

import io.gavel.history.Entry;
import io.gavel.history.Entry.Numbered;
import io.gavel.history.Entry.ShownPerson;
import io.gavel.history.History;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one client's lines of the history; the client is named as its user. */
final class ClientLog {
    private final History history;
    private final String user;
    private final long meetingId;

    ClientLog(History history, String user, long meetingId) {
        this.history = history;
        this.user = user;
        this.meetingId = meetingId;
    }

    void invoked(String eventId, String command) {
        history.add(new Entry.Invoked(System.nanoTime(), user, user, meetingId, eventId, command));
    }

    void acknowledged(String eventId, @Nullable Long seq) {
        history.add(new Entry.Acknowledged(System.nanoTime(), user, user, meetingId, eventId, seq));
    }

    void refused(String eventId, String code) {
        history.add(new Entry.Refused(System.nanoTime(), user, user, meetingId, eventId, code));
    }

    void unknown(String eventId, String why) {
        history.add(new Entry.Unknown(System.nanoTime(), user, user, meetingId, eventId, why));
    }

    void delivered(String connection, JsonObject event) {
        var text = history.shared(event.encode());
        history.add(new Entry.Delivered(System.nanoTime(), user, connection, meetingId, event.getLong("seq"), text));
    }

    void synced(String connection, @Nullable Long from, JsonObject answer) {
        var events = objects(answer.getJsonArray("events")).stream()
                .map(event -> new Numbered(event.getLong("seq"), history.shared(event.encode())))
                .toList();
        var snapshot = answer.getJsonObject("snapshot");
        var inside = snapshot == null
                ? null
                : objects(snapshot.getJsonArray("participants")).stream()
                        .map(person -> person.getString("userId"))
                        .toList();
        history.add(new Entry.Synced(
                System.nanoTime(),
                user,
                user,
                connection,
                meetingId,
                from,
                answer.getLong("seq"),
                answer.getString("epoch"),
                answer.getBoolean("reset", false),
                answer.getBoolean("more", false),
                events,
                inside));
        if (snapshot != null) {
            shown(answer.getLong("seq"), objects(snapshot.getJsonArray("participants")));
        }
    }

    /** Where a snapshot tells more than who is inside. */
    private void shown(long seq, List<JsonObject> people) {
        if (people.stream().allMatch(person -> person.containsKey("isMuted"))) {
            var shown = people.stream().map(ShownPerson::of).toList();
            history.add(new Entry.Shown(System.nanoTime(), user, meetingId, seq, shown));
        }
    }

    void lost(String connection, long heardNanos, int code) {
        history.add(new Entry.Lost(System.nanoTime(), user, user, connection, heardNanos, code));
    }

    void gone() {
        history.add(new Entry.Gone(System.nanoTime(), user, user));
    }

    static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
