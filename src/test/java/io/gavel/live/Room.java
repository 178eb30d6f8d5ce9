package io.gavel.live;

import io.gavel.RunningNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;

/** A meeting in progress made for one test, and its Host; others come in as the test has them. */
record Room(User host, long id) {
    /** An instant meeting that its Host has joined over REST, to which these are invited. */
    static Room with(User... invitees) {
        return of(new JsonObject(), invitees);
    }

    /** As {@link #with}, created with more fields. */
    static Room of(JsonObject fields, User... invitees) {
        var host = newUser();
        var body = new JsonObject()
                .put("title", "Interview")
                .put(
                        "participantUserIds",
                        new JsonArray(Arrays.stream(invitees).map(User::id).toList()))
                .mergeIn(fields);
        var room = new Room(host, host.createMeeting(body));
        room.admit(host);
        return room;
    }

    static User newUser() {
        return User.unknown(SharedNode.get());
    }

    String address() {
        return "meeting." + id;
    }

    String path(String below) {
        return "/api/meeting/" + id + below;
    }

    /** Joins over REST, which lets the user's connections in. */
    Room admit(User user) {
        require(user.post(path("/join")), 200);
        return this;
    }

    Room promote(User user) {
        require(host.put(path("/participants/" + user.id() + "/role"), new JsonObject().put("role", "Moderator")), 200);
        return this;
    }

    /** A connection that hears the meeting and is not inside. */
    BridgeClient listen(User user) {
        return listen(SharedNode.get(), user);
    }

    BridgeClient listen(RunningNode node, User user) {
        var client = BridgeClient.connect(node.url(), user.token());
        client.register(address());
        client.settle();
        return client;
    }

    /** A connection that hears the meeting and has a session there. */
    BridgeClient enter(User user) {
        admit(user);
        var client = listen(user);
        client.ask("join_meeting_room", meeting());
        return client;
    }

    /** The body of a command that needs nothing but the meeting. */
    JsonObject meeting() {
        return new JsonObject().put("meetingId", id);
    }

    /** The person as REST shows it. */
    JsonObject person(User user) {
        return host.get(path("")).json().getJsonArray("participants").stream()
                .map(JsonObject.class::cast)
                .filter(person -> user.id().equals(person.getString("userId")))
                .findFirst()
                .orElseThrow();
    }

    /** The names of all events of the meeting so far. */
    List<String> eventNames() {
        return events().stream().map(event -> event.getString("event")).toList();
    }

    List<JsonObject> events() {
        return host.get(path("/events?limit=1000")).json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    static User.Answer require(User.Answer answer, int status) {
        if (answer.status() != status) {
            throw new AssertionError("expected " + status + ", got " + answer);
        }
        return answer;
    }
}
