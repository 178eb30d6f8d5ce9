package io.gavel.presence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody is there.
 *
 * @param online has a connection to some node, or had one a moment ago
 * @param lastSeenAt now while online; null where its owner hides it, and for who was never there
 * @param inMeeting is inside a meeting
 */
public record Presence(
        String userId, boolean online, @Nullable Instant lastSeenAt, boolean inMeeting) {}
