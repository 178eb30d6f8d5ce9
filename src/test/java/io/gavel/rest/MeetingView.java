package io.gavel.rest;

import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What a member reads of a meeting, by the meeting's path. */
final class MeetingView {
    private MeetingView() {}

    static long id(String path) {
        return Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
    }

    static List<JsonObject> events(User member, String path) {
        return items(member, path + "/events?limit=1000");
    }

    static List<String> eventNames(User member, String path) {
        return events(member, path).stream()
                .map(event -> event.getString("event"))
                .toList();
    }

    static JsonObject participant(User member, String path, User wanted) {
        return member.get(path).json().getJsonArray("participants").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("userId").equals(wanted.id()))
                .findFirst()
                .orElseThrow();
    }

    /** The user's notifications about this meeting. */
    static List<JsonObject> notifications(User user, String path) {
        return items(user, "/api/notification/list?limit=100").stream()
                .filter(one -> one.getLong("meetingId") == id(path))
                .toList();
    }

    private static List<JsonObject> items(User user, String list) {
        return user.get(list).json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
