package io.gavel.jitsi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a room, or who is in it, changed. */
public sealed interface RoomChange {
    /**
     * The room has come about, and nobody is in it yet: who was in the one before it is out.
     *
     * @param breakout only this one of its breakout rooms has come about; null when the main room has
     */
    record Created(@Nullable String breakout) implements RoomChange {
        public Created() {
            this(null);
        }
    }

    /**
     * The room is no more, and nobody is in it.
     *
     * @param breakout only this one of its breakout rooms is no more; null when the main room is, and with it all of them
     */
    record Destroyed(@Nullable String breakout) implements RoomChange {
        public Destroyed() {
            this(null);
        }
    }

    record Joined(Occupant occupant) implements RoomChange {}

    /**
     * Somebody is out.
     *
     * @param joinedAt when this occupant came in, where the source says so: its joining may never have been told
     */
    record Left(Occupant occupant, @Nullable Instant joinedAt) implements RoomChange {}

    /**
     * One device in a room.
     *
     * @param id by which the source tells it from all others
     * @param nick as Jitsi's pages call it, in the iframe API's events: {@code id}
     * @param userId what our tokens say in {@code context.user.id}; null for who came without one
     * @param breakout the breakout room that it is in; null in the main room
     */
    record Occupant(
            String id,
            String nick,
            @Nullable String userId,
            @Nullable String name,
            @Nullable String breakout) {}
}
