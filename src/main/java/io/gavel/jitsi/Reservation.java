package io.gavel.jitsi;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Leave for a room to come about.
 *
 * @param id by which Jitsi tells later that the room is gone
 * @param name of the room, to the letter as Jitsi has asked for it
 * @param mailOwner whom Jitsi has named; with tokens a name made up for the moment, and never a user's
 * @param startTime when it was first given
 * @param duration after which Jitsi destroys the room, whoever is in it
 * @param people who fit into the meeting together; null for any number
 */
public record Reservation(
        UUID id,
        String name,
        String mailOwner,
        Instant startTime,
        Duration duration,
        @Nullable Integer people) {}
