package io.gavel.http.eventsync;

import static io.gavel.fuzz.FuzzTarget.require;

import io.gavel.fuzz.FuzzTarget;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** What Prosody tells of rooms and of who is in them. */
public final class RoomEventFuzz implements FuzzTarget {
    @Override
    public void take(byte[] input) {
        for (var type : EventSyncType.values()) {
            try {
                var event = EventSyncBody.read(Buffer.buffer(input)).event(type);
                require(type.eventName().equals(event.type()), "an event of another type");
                require(new JsonObject(event.body()).containsKey("room_name"), "another body is kept");
            } catch (Problem refused) {
                require(refused.code() == Code.INVALID_REQUEST, "refused as " + refused.code());
            }
        }
    }
}
