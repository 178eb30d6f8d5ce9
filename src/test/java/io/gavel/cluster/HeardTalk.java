package io.gavel.cluster;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One conversation as one client has heard it: what comes too early waits until the gap before it is filled. */
final class HeardTalk {
    private final long id;
    private final String user;
    private final List<JsonObject> events = new ArrayList<>();
    private final TreeMap<Long, JsonObject> early = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private String epoch = "";
    private long live;
    private long readUpTo;
    private long toldUnread = -1;

    HeardTalk(long id, String user) {
        this.id = id;
        this.user = user;
    }

    String address() {
        return "conversation." + id;
    }

    long id() {
        return id;
    }

    /** The body of a command, as much of it as all have. */
    JsonObject body() {
        return new JsonObject().put("conversationId", id);
    }

    JsonObject resuming() {
        var body = body().put("afterSeq", last());
        return epoch.isEmpty() ? body : body.put("epoch", epoch);
    }

    /** Another connection begins somewhere. */
    void connected() {
        live = 0;
    }

    /** On one connection the live stream is without a gap. */
    void heard(JsonObject event) {
        var seq = event.getLong("seq");
        if (live != 0 && seq != live + 1) {
            faults.add(user + " heard " + seq + " of " + address() + " after " + live);
        }
        live = seq;
        take(event);
    }

    void resumed(JsonObject answer) {
        if (answer.getBoolean("reset")) {
            faults.add(user + " was reset in " + address());
        }
        epoch = answer.getString("epoch");
        ClientLog.objects(answer.getJsonArray("events")).forEach(this::take);
    }

    private void take(JsonObject event) {
        var seq = event.getLong("seq");
        if (seq <= last()) {
            if (!event.equals(events.get((int) (seq - 1)))) {
                faults.add(user + " knows another event " + seq + " of " + address());
            }
            return;
        }
        early.put(seq, event);
        for (var next = early.remove(last() + 1); next != null; next = early.remove(last() + 1)) {
            events.add(next);
        }
    }

    boolean hasGap() {
        return !early.isEmpty();
    }

    long last() {
        return events.size();
    }

    /** From the first one on, each once. */
    List<JsonObject> events() {
        return List.copyOf(events);
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    /** The newest message that this client knows; 0 where there is none. */
    long newestMessage() {
        return messages().mapToLong(event -> event.getLong("messageId")).max().orElse(0);
    }

    void read(long messageId) {
        readUpTo = Math.max(readUpTo, messageId);
    }

    /** How many messages of others it has not read, by what it heard itself. */
    long unread() {
        return messages()
                .filter(event -> event.getLong("messageId") > readUpTo && !user.equals(event.getString("userId")))
                .count();
    }

    private Stream<JsonObject> messages() {
        return events.stream().filter(event -> "message_created".equals(event.getString("event")));
    }

    void told(long unread) {
        toldUnread = unread;
    }

    /** What it was told last on its user's own address; below 0 before that. */
    long toldUnread() {
        return toldUnread;
    }
}
