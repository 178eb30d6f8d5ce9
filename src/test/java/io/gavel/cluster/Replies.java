package io.gavel.cluster;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Who waits for an answer on one connection; belongs to the thread of the clients. */
final class Replies {
    private final Loop loop;
    private final Duration patience;
    private final Map<String, Waiting> waiting = new HashMap<>();
    private long asked;

    /** What may come of a question; one of them happens, unless the connection is lost before. */
    private record Waiting(Consumer<JsonObject> answered, Failure failed) {}

    /** Without an answer in time the status is 0. */
    interface Failure {
        void with(int status, String code);
    }

    Replies(Loop loop, Duration patience) {
        this.loop = loop;
        this.patience = patience;
    }

    void ask(BusSocket socket, String address, JsonObject body, Consumer<JsonObject> answered, Failure failed) {
        var reply = "reply-" + ++asked;
        waiting.put(reply, new Waiting(answered, failed));
        socket.send(new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("replyAddress", reply)
                .put("headers", new JsonObject())
                .put("body", body));
        loop.after(patience, () -> giveUp(reply));
    }

    private void giveUp(String reply) {
        var who = waiting.remove(reply);
        if (who != null) {
            who.failed.with(0, "no answer");
        }
    }

    /** Hands a frame to who waits for it; false where nobody does. */
    boolean take(JsonObject frame) {
        var who = waiting.remove(Objects.requireNonNullElse(frame.getString("address"), ""));
        if (who == null) {
            return false;
        }
        if ("rec".equals(frame.getString("type"))) {
            who.answered.accept(frame.getJsonObject("body"));
        } else {
            who.failed.with(frame.getInteger("failureCode", 0), String.valueOf(frame.getString("message")));
        }
        return true;
    }

    /** Nobody on the old connection is answered any more. */
    void forget() {
        waiting.clear();
    }
}
