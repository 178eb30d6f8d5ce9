package io.gavel.command;

import java.util.List;
import java.util.UUID;

/** Browser connections of this node that are gone: their sessions wait for them to come back, and else end. */
public record LostConnections(List<Lost> connections) {
    public LostConnections {
        connections = List.copyOf(connections);
    }

    /**
     * One of them.
     *
     * @param silentMillis how long ago its last frame was received: the user's last proof of life
     */
    public record Lost(UUID connectionId, long silentMillis) {}
}
