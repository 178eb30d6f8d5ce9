package io.gavel.rest;

import io.gavel.RunningNode;
import io.gavel.SharedNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** Tells a node of recordings, byte by byte, as the finalize script of Jitsi's recorder does. */
record Recorder(RunningNode node) {
    static Recorder at(RunningNode node) {
        return new Recorder(node);
    }

    /** The metadata of a recording in this meeting's room, which its Host has started. */
    static JsonObject metadata(HostedMeeting meeting) {
        var room = meeting.detail().getString("roomName");
        return new JsonObject()
                .put("meeting_url", "https://meet.example.org/" + room)
                .put("participants", new JsonArray())
                .put("share", true)
                .put("initiator", initiator(meeting.host().id(), meeting.id()));
    }

    static JsonObject initiator(String userId, long meetingId) {
        return new JsonObject().put("id", userId).put("group", Long.toString(meetingId));
    }

    /** A name that no other test uses. */
    static String film(HostedMeeting meeting) {
        return "session-" + meeting.id() + "/film.mp4";
    }

    RawHttp.Answer tell(String file, JsonObject metadata) {
        return ask("file=" + Prosody.encode(file) + "&size=11", metadata.encode());
    }

    RawHttp.Answer ask(String query, String body) {
        var bytes = new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        var head = head("POST", query) + "\nContent-Type: application/json\nContent-Length: " + bytes.length();
        return RawHttp.ask(node, head, bytes);
    }

    static String head(String method, String query) {
        return method + " /jitsi/recordings?" + query + " HTTP/1.1\nHost: localhost\nConnection: close\n"
                + "Authorization: Bearer " + SharedNode.RECORDER_TOKEN;
    }
}
