package io.gavel.cluster;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Who waits for an answer on one connection; belongs to the thread of the clients. */
final class Replies {
    private final Loop loop;
    private final Duration patience;
    private final Map<String, Waiting> waiting = new HashMap<>();
    private long asked;

    /** What may come of a question; exactly one of them happens, unless the connection is lost before. */
    interface Waiting {
        void answered(JsonObject body);

        void failed(int status, String code);

        void unanswered();
    }

    Replies(Loop loop, Duration patience) {
        this.loop = loop;
        this.patience = patience;
    }

    void ask(BusSocket socket, String address, JsonObject body, Waiting who) {
        var reply = "reply-" + ++asked;
        waiting.put(reply, who);
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
            who.unanswered();
        }
    }

    /** Hands a frame to who waits for it; false where nobody does. */
    boolean take(JsonObject frame) {
        var who = waiting.remove(Objects.requireNonNullElse(frame.getString("address"), ""));
        if (who == null) {
            return false;
        }
        if ("rec".equals(frame.getString("type"))) {
            who.answered(frame.getJsonObject("body"));
        } else {
            who.failed(frame.getInteger("failureCode", 0), String.valueOf(frame.getString("message")));
        }
        return true;
    }

    /** Nobody on the old connection is answered any more. */
    void forget() {
        waiting.clear();
    }
}
