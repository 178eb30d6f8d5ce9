package io.gavel.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the platform's tokens are verified. At most one of the three keys is present, in production exactly one; in dev
 * without any, a secret is made at the first start.
 *
 * @param publicKeyFile absolute; was a readable file when the configuration was checked
 * @param jwksUrl http or https, without credentials
 * @param userIdClaim absent: {@code sub}, else {@code userId}
 * @param maxTokenLifetime absent: no maximum
 */
public record Auth(
        @Nullable Secret secret,
        @Nullable Path publicKeyFile,
        @Nullable URI jwksUrl,
        @Nullable String issuer,
        @Nullable String audience,
        @Nullable String userIdClaim,
        @Nullable Duration maxTokenLifetime) {}
