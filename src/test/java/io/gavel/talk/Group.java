package io.gavel.talk;

import static org.awaitility.Awaitility.await;

import io.gavel.RunningNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.gavel.bridge.AsyncApiDocument;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A conversation made for one test, and who made it. */
record Group(User maker, long id) {
    private static final AsyncApiDocument DOCUMENT = document();

    static Group of(User... others) {
        var maker = newUser();
        var userIds = new JsonArray(Arrays.stream(others).map(User::id).toList());
        var body = new JsonObject().put("title", "Hiring").put("participantUserIds", userIds);
        return new Group(
                maker,
                require(maker.post("/api/conversation", body), 201).json().getLong("id"));
    }

    static User newUser() {
        return User.unknown(SharedNode.get());
    }

    static BridgeClient connect(RunningNode node, User user) {
        return BridgeClient.connect(node.url(), user.token());
    }

    String address() {
        return "conversation." + id;
    }

    String path(String below) {
        return "/api/conversation/" + id + below;
    }

    /** A connection that hears the conversation. */
    BridgeClient listen(User user) {
        return listen(SharedNode.get(), user);
    }

    BridgeClient listen(RunningNode node, User user) {
        var client = connect(node, user);
        client.register(address());
        return client;
    }

    /** The body of a command that needs nothing but the conversation. */
    JsonObject body() {
        return new JsonObject().put("conversationId", id);
    }

    JsonObject saying(String text) {
        return body().put("text", text);
    }

    /** Says something over REST; returns the message. */
    JsonObject post(User user, String text) {
        return require(user.post(path("/messages"), new JsonObject().put("text", text)), 201)
                .json();
    }

    void remove(User user) {
        require(maker.delete(path("/members/" + user.id())), 204);
    }

    /** The events of the whole stream, as REST has them. */
    List<JsonObject> events() {
        return objects(maker.get(path("/events?limit=1000")).json().getJsonArray("items"));
    }

    /** The conversation as it stands in this user's list. */
    JsonObject listed(User user) {
        return objects(user.get("/api/conversation/list").json().getJsonArray("items")).stream()
                .filter(one -> one.getLong("id") == id)
                .findFirst()
                .orElseThrow();
    }

    /** Waits until the client has heard the event of this number. */
    void awaitSeq(BridgeClient client, long seq) {
        await().until(() -> client.received(address()).stream()
                .anyMatch(event -> Long.valueOf(seq).equals(event.getLong("seq"))));
    }

    /** What is wrong with a message of this kind, by the document; empty when nothing is. */
    static String faults(String message, JsonObject given) {
        return DOCUMENT.faults(message, given);
    }

    /** As {@link #faults}, of an event of a conversation. */
    static String eventFaults(JsonObject event) {
        var words = Arrays.stream(event.getString("event").split("_"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        return faults(words.collect(Collectors.joining("", "", "Event")), event);
    }

    private static AsyncApiDocument document() {
        try {
            return AsyncApiDocument.read();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static User.Answer require(User.Answer answer, int status) {
        if (answer.status() != status) {
            throw new AssertionError("expected " + status + ", got " + answer);
        }
        return answer;
    }

    static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
