package io.gavel.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as a verified token says. Nothing else in a request tells an identity.
 *
 * @param name the display name, absent where the token has none
 * @param admin may read any meeting
 * @param expiresAt when the token ends, and with it whatever it opened
 */
public record Caller(
        String userId,
        @Nullable String name,
        @Nullable String email,
        @Nullable String avatar,
        boolean admin,
        Instant expiresAt) {}
