package io.gavel.rooms;

import io.gavel.jitsi.RoomTask;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** How one kind of Jitsi is told what to do, and what its answers mean. */
interface RoomServer {
    /** Whether it can be asked who is in a room. */
    boolean observes();

    /** Tells it from others, and from itself under other settings: its address, and how rooms are called there. */
    String name();

    Call call(RoomTask task);

    RoomTask.Outcome outcome(RoomTask task, Answer answer);

    /** What an operator has to mend where a call is refused. */
    String remedy();

    /** What an operator has to look at where no room is ever found. */
    String doubt();

    /**
     * One request.
     *
     * @param body null where there is none
     * @param isSigned whether it wants a token; no other gets one
     */
    record Call(HttpMethod method, String url, @Nullable JsonObject body, boolean isSigned) {}

    /**
     * What was answered; the body as far as anybody needs it.
     *
     * @param type of the body; empty where none is given
     */
    record Answer(int status, String type, String body) {}
}
