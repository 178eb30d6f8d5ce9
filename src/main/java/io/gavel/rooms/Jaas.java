package io.gavel.rooms;

import io.gavel.jitsi.RoomTask;
import io.gavel.jitsi.RoomTask.Outcome;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;

/**
 * The conference commands of Jitsi as a Service.
 *
 * <p>Source: developer.8x8.com, JaaS endpoints: DESTROY_ROOM and KICK_PARTICIPANT. They do not say what an answer's code
 * means; those of HTTP are taken for what they mean elsewhere.
 */
final class Jaas implements RoomServer {
    private final String url;
    private final String tenant;

    /** @param url without a slash at its end */
    Jaas(String url, String tenant) {
        this.url = url + "/v1/_jaas/conference-commands/v1/meeting";
        this.tenant = tenant;
    }

    @Override
    public boolean observes() {
        return false;
    }

    @Override
    public String name() {
        return url + " " + tenant;
    }

    @Override
    public Call call(RoomTask task) {
        var room = task.room().substring(task.room().indexOf(']') + 1);
        var payload = JsonObject.of("conferenceFullName", room + "@conference." + tenant + ".8x8.vc");
        return new Call(
                HttpMethod.POST,
                url,
                switch (task.kind()) {
                    case END -> JsonObject.of("action", "DESTROY", "payload", payload);
                    case KICK ->
                        JsonObject.of(
                                "action", "KICK_PARTICIPANT", "payload", payload.put("participantId", task.nick()));
                    case OBSERVE -> throw new IllegalStateException("nobody can be asked who is in a room");
                },
                true);
    }

    @Override
    public Outcome outcome(RoomTask task, Answer answer) {
        return switch (answer.status()) {
            case 200, 201, 202, 204 -> Outcome.DONE;
            case 404 -> answer.type().startsWith("text/html") ? Outcome.REFUSED : Outcome.ABSENT;
            case 400, 401, 403 -> Outcome.REFUSED;
            default -> Outcome.FAILED;
        };
    }

    @Override
    public String remedy() {
        return "the public half of GAVEL_JITSI_KEY_FILE must be among the API keys of the AppID in GAVEL_JITSI_KEY_ID";
    }

    @Override
    public String doubt() {
        return "GAVEL_JITSI_KEY_ID begins with " + tenant + ": is that whose rooms these are?";
    }
}
