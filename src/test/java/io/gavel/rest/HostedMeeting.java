package io.gavel.rest;

import static java.util.Objects.requireNonNull;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

/** A meeting made for one test, and its Host. */
record HostedMeeting(User host, long id) {
    /** An instant meeting of a new Host, to which these are invited. */
    static HostedMeeting with(User... invitees) {
        return of(body().put("participantUserIds", ids(invitees)));
    }

    /** A meeting of a new Host. */
    static HostedMeeting of(JsonObject body) {
        return of(newUser(), body);
    }

    static HostedMeeting of(User host, JsonObject body) {
        return new HostedMeeting(host, host.createMeeting(body));
    }

    /** A new conversation of these people; returns its id. */
    static long conversation(User owner, User... others) {
        var body = new JsonObject().put("title", "Team").put("participantUserIds", ids(others));
        return require(owner.post("/api/conversation", body), 201).json().getLong("id");
    }

    static JsonObject body() {
        return new JsonObject().put("title", "Interview");
    }

    static User newUser() {
        return User.unknown(SharedNode.get());
    }

    static JsonArray ids(User... users) {
        return new JsonArray(Arrays.stream(users).map(User::id).toList());
    }

    /** The time that lies so far ahead, as the wire writes it. */
    static String in(Duration ahead) {
        return wire(Instant.now().plus(ahead));
    }

    static String wire(Instant time) {
        var text = time.truncatedTo(ChronoUnit.MILLIS).toString();
        return text.contains(".") ? text : text.replace("Z", ".000Z");
    }

    /** Text as one segment of a path. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    String path() {
        return "/api/meeting/" + id;
    }

    String path(String below) {
        return path() + below;
    }

    String person(User user) {
        return path("/participants/" + segment(user.id()));
    }

    HostedMeeting started() {
        require(host.post(path("/join")), 200);
        return this;
    }

    HostedMeeting ended() {
        started();
        require(host.put(path("/end")), 200);
        return this;
    }

    HostedMeeting cancelled() {
        require(host.put(path("/cancel")), 200);
        return this;
    }

    HostedMeeting invited(User... users) {
        require(host.post(path("/participants"), new JsonObject().put("userIds", ids(users))), 200);
        return this;
    }

    HostedMeeting promoted(User user) {
        require(host.put(person(user) + "/role", new JsonObject().put("role", "Moderator")), 200);
        return this;
    }

    HostedMeeting removed(User user) {
        require(host.delete(person(user)), 204);
        return this;
    }

    /** Puts a session into the database, as the bridge will do, so that the user is inside since then. */
    HostedMeeting inside(User user, Duration ago) {
        SharedNode.get()
                .execute(
                        "INSERT INTO participant_session (session_id, meeting_id, user_id, node_id, incarnation, joined_at,"
                                + " is_muted, is_video_on, is_sharing_screen) VALUES (gen_random_uuid(), ?, ?, 'test',"
                                + " gen_random_uuid(), now_ms() - ? * interval '1 millisecond', false, true, true)",
                        id,
                        user.id(),
                        ago.toMillis());
        SharedNode.get()
                .execute(
                        "UPDATE meeting_participant SET inside_since = now_ms() - ? * interval '1 millisecond',"
                                + " is_unconfirmed = false, hand_raised_seq = 1 WHERE meeting_id = ? AND user_id = ?",
                        ago.toMillis(),
                        id,
                        user.id());
        return this;
    }

    /** Moves one of the meeting's own times into the past. */
    HostedMeeting earlier(String column, Duration by) {
        SharedNode.get()
                .execute(
                        "UPDATE meeting SET %1$s = %1$s - ? * interval '1 millisecond' WHERE id = ?".formatted(column),
                        by.toMillis(),
                        id);
        return this;
    }

    JsonObject detail() {
        return host.get(path()).json();
    }

    JsonObject participant(User user) {
        return objects(detail().getJsonArray("participants")).stream()
                .filter(person -> user.id().equals(person.getString("userId")))
                .findFirst()
                .orElseThrow();
    }

    List<JsonObject> events() {
        return objects(host.get(path("/events?limit=1000")).json().getJsonArray("items"));
    }

    List<String> eventNames() {
        return events().stream()
                .map(event -> requireNonNull(event.getString("event")))
                .toList();
    }

    static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    static User.Answer require(User.Answer answer, int status) {
        if (answer.status() != status) {
            throw new AssertionError("expected " + status + ", got " + answer);
        }
        return answer;
    }
}
