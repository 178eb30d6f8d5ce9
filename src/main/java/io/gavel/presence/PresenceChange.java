package io.gavel.presence;

import java.time.Instant;

/**
 * Somebody went online or offline.
 *
 * @param at when that was found
 */
public record PresenceChange(String userId, boolean online, Instant at) {}
