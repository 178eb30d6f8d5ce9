package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.ids;
import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.HostedMeeting.objects;
import static io.gavel.rest.HostedMeeting.require;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** A conversation made for one test, and who made it. */
record Talk(User owner, long id) {
    /** A group of a new user with these. */
    static Talk with(User... others) {
        return of(newUser(), others);
    }

    static Talk of(User owner, User... others) {
        return new Talk(owner, HostedMeeting.conversation(owner, others));
    }

    /** The conversation of these two alone, made by the first. */
    static Talk direct(User one, User other) {
        var answer = one.post("/api/conversation", new JsonObject().put("participantUserIds", ids(other)));
        return new Talk(one, require(answer, 201).json().getLong("id"));
    }

    String path() {
        return "/api/conversation/" + id;
    }

    String path(String below) {
        return path() + below;
    }

    String path(JsonObject message) {
        return path("/messages/" + message.getLong("id"));
    }

    String member(User user) {
        return path("/members/" + HostedMeeting.segment(user.id()));
    }

    /** The message that this user says. */
    JsonObject said(User user, String text) {
        return require(say(user, text), 201).json();
    }

    User.Answer say(User user, String text) {
        return say(user, new JsonObject().put("text", text));
    }

    User.Answer say(User user, JsonObject message) {
        return user.post(path("/messages"), message);
    }

    User.Answer edit(User user, JsonObject message, String text) {
        return user.put(path(message), new JsonObject().put("text", text));
    }

    User.Answer react(User user, JsonObject message, String reaction) {
        return user.post(path(message) + "/reactions", new JsonObject().put("reaction", reaction));
    }

    User.Answer read(User user, JsonObject message) {
        return user.put(path("/read"), new JsonObject().put("messageId", message.getLong("id")));
    }

    User.Answer add(User user, User... others) {
        return user.post(path("/members"), new JsonObject().put("userIds", ids(others)));
    }

    Talk removed(User user) {
        require(owner.delete(member(user)), 204);
        return this;
    }

    /** Moves the message into the past. */
    void earlier(JsonObject message, Duration by) {
        SharedNode.get()
                .execute(
                        "UPDATE message SET created_at = created_at - ? * interval '1 millisecond' WHERE id = ?",
                        by.toMillis(),
                        message.getLong("id"));
    }

    JsonObject detail(User user) {
        return require(user.get(path()), 200).json();
    }

    /** The newest messages as this user reads them. */
    List<JsonObject> messages(User user) {
        return objects(require(user.get(path("/messages")), 200).json().getJsonArray("items"));
    }

    List<JsonObject> events() {
        return objects(
                require(owner.get(path("/events?limit=1000")), 200).json().getJsonArray("items"));
    }

    List<String> eventNames() {
        return events().stream().map(event -> event.getString("event")).toList();
    }

    JsonObject lastEvent() {
        var events = events();
        return events.get(events.size() - 1);
    }
}
