package io.gavel.rooms;

import io.gavel.jitsi.RoomTask;
import io.gavel.jitsi.RoomTask.Outcome;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The endpoints of a deployment's own Prosody.
 *
 * <p>Source: jitsi-meet, resources/prosody-plugins: mod_muc_end_meeting.lua, mod_muc_kick_participant.lua, mod_muc_size.lua.
 */
final class Prosody implements RoomServer {
    private static final Pattern ROOM = Pattern.compile("(?:\\[(.+)])?([^\\[\\]]+)");

    private final String url;
    private final String muc;
    private final String domain;

    /**
     * Prosody at an address.
     *
     * @param url without a slash at its end
     * @param muc the domain of its rooms: a prefix, which its plugins know by themselves, and the domain that they ask for
     */
    Prosody(String url, String muc) {
        this.url = url;
        this.muc = muc;
        this.domain = muc.substring(muc.indexOf('.') + 1);
    }

    @Override
    public boolean observes() {
        return true;
    }

    @Override
    public String name() {
        return url + " " + muc;
    }

    @Override
    public Call call(RoomTask task) {
        var room = ROOM.matcher(task.room());
        if (!room.matches()) {
            throw new IllegalStateException("meeting " + task.meetingId() + " has a room that Jitsi could not have");
        }
        var name = encoded(room.group(2));
        var tenant = room.group(1) == null ? "" : encoded(room.group(1));
        return switch (task.kind()) {
            case END ->
                new Call(
                        HttpMethod.POST,
                        url + "/end-meeting?conference=" + encoded(task.room() + "@" + muc),
                        null,
                        true);
            case KICK ->
                new Call(
                        HttpMethod.PUT,
                        url + "/kick-participant?room=" + name + (tenant.isEmpty() ? "" : "&prefix=" + tenant),
                        JsonObject.of("participantId", task.nick()),
                        true);
            case OBSERVE -> look(name, tenant);
        };
    }

    /** Wants no token, so it gets none: who has one may end any room. */
    private Call look(String name, String tenant) {
        var room = "/room-size?room=" + name + "&domain=" + encoded(domain);
        return new Call(HttpMethod.GET, url + room + (tenant.isEmpty() ? "" : "&subdomain=" + tenant), null, false);
    }

    /** Prosody's own 404, of a path that no plugin answers, is a page: it says nothing of the room. */
    @Override
    public Outcome outcome(RoomTask task, Answer answer) {
        return switch (answer.status()) {
            case 200 -> task.kind() == RoomTask.Kind.OBSERVE ? observed(answer.body()) : Outcome.DONE;
            case 404 -> answer.type().startsWith("text/html") ? Outcome.REFUSED : Outcome.ABSENT;
            case 400, 401, 403 -> Outcome.REFUSED;
            default -> Outcome.FAILED;
        };
    }

    /** One may be the conference focus alone, who is not counted beside others: that is no empty room yet. */
    private static Outcome observed(String body) {
        try {
            return new JsonObject(body).getValue("participants") instanceof Number people
                    ? people.intValue() > 0 ? Outcome.DONE : Outcome.ABSENT
                    : Outcome.FAILED;
        } catch (DecodeException malformed) {
            return Outcome.FAILED;
        }
    }

    @Override
    public String remedy() {
        return "Prosody must verify logins with RS256 (with HS256 it answers 401 to everything), fetch the key of this node's"
                + " control tokens (prosody_password_public_key_repo_url), and load muc_end_meeting, muc_kick_participant"
                + " and muc_size";
    }

    @Override
    public String doubt() {
        return "GAVEL_JITSI_MUC is " + muc + ": is that where Prosody has its rooms?";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
