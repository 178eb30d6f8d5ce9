package io.gavel.jitsi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the Jitsi deployment tells of a room. It may come twice, late and in any order.
 *
 * @param source who tells it: {@code event_sync} or {@code jaas}
 * @param key the same, whenever the source tells the same again; unique within the source
 * @param type as the source calls it
 * @param room null where the event is of no room, or of one that no meeting could have
 * @param at by the source's clock
 * @param change what follows for the room; null for an event that is only kept
 * @param body as it came: a JSON object
 */
public record RoomEvent(
        String source,
        String key,
        String type,
        @Nullable RoomName room,
        Instant at,
        @Nullable RoomChange change,
        String body) {}
