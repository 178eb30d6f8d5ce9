package io.gavel.meeting;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device in the meeting's room in Jitsi, or in one of its breakout rooms.
 *
 * @param occupantId as Jitsi's pages call it: {@code id} in the events of its iframe API
 * @param userId null for who is none of the meeting's people
 * @param joinedAt by Jitsi's clock
 */
public record MeetingOccupant(String occupantId, @Nullable String userId, String name, Instant joinedAt) {}
