package io.gavel.rest;

import static io.gavel.rest.MeetingView.id;

import io.gavel.RunningNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;

/** A meeting that ended so long ago that a sweep looks at it. */
record EndedMeeting(User host, String path) {
    static EndedMeeting daysAgo(RunningNode node, int days) {
        var host = User.unknown(node);
        var path = "/api/meeting/" + host.createMeeting(new JsonObject().put("title", "Once"));
        host.post(path + "/join");
        host.put(path + "/end");
        node.execute("UPDATE meeting SET ended_at = ended_at - make_interval(days => ?) WHERE id = ?", days, id(path));
        return new EndedMeeting(host, path);
    }

    JsonObject events(long after) {
        return host.get(path + "/events?after=" + after).json();
    }
}
