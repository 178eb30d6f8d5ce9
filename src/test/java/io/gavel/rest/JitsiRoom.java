package io.gavel.rest;

import io.gavel.RunningNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A meeting's room in Jitsi, of which a node is told as event_sync tells it. */
record JitsiRoom(HostedMeeting meeting, RunningNode node) {
    JitsiRoom(HostedMeeting meeting) {
        this(meeting, SharedNode.get());
    }

    JitsiRoom at(RunningNode other) {
        return new JitsiRoom(meeting, other);
    }

    String name() {
        return meeting.detail().getString("roomName");
    }

    JsonObject event(String name) {
        return new JsonObject().put("event_name", name).put("room_name", name()).put("is_breakout", false);
    }

    JsonObject occupant(String change, String jid, @Nullable String userId) {
        var occupant = new JsonObject()
                .put("occupant_jid", jid)
                .put("name", "Somebody")
                .put("id", userId);
        return event("muc-occupant-" + change).put("occupant", occupant);
    }

    int joined(String jid, @Nullable String userId, long at) {
        return tell("occupant/joined", occupant("joined", jid, userId), new JsonObject().put("joined_at", at));
    }

    int left(String jid, @Nullable String userId, long joinedAt, long at) {
        return tell(
                "occupant/left",
                occupant("left", jid, userId),
                new JsonObject().put("joined_at", joinedAt).put("left_at", at));
    }

    int tell(String path, JsonObject event, JsonObject times) {
        var occupant = event.getJsonObject("occupant");
        if (occupant != null) {
            occupant.mergeIn(times);
        }
        return User.withToken(node.url(), "jitsi", SharedNode.EVENTS_TOKEN)
                .post("/jitsi/events/" + path, event)
                .status();
    }

    List<JsonObject> occupants() {
        return meeting.detail().getJsonArray("occupants").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    JsonObject host() {
        return MeetingView.participant(meeting.host(), "/api/meeting/" + meeting.id(), meeting.host());
    }

    List<String> news() {
        return MeetingView.eventNames(meeting.host(), "/api/meeting/" + meeting.id()).stream()
                .filter(name -> name.startsWith("occupant_"))
                .toList();
    }

    int created(long at) {
        return tell("room/created", event("muc-room-created").put("created_at", at), new JsonObject());
    }

    int destroyed(long at) {
        return tell("room/destroyed", event("muc-room-destroyed").put("destroyed_at", at), new JsonObject());
    }

    JsonObject participant(User user) {
        return meeting.participant(user);
    }

    /** What the stream tells of each device, in its order. */
    Map<String, List<String>> newsByDevice() {
        return meeting.events().stream()
                .filter(event -> event.getString("event").startsWith("occupant_"))
                .collect(Collectors.groupingBy(
                        event -> event.getString("occupantId"),
                        Collectors.mapping(event -> event.getString("event"), Collectors.toList())));
    }
}
