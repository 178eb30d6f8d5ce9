package io.gavel.token;

import io.gavel.access.AccessRequests.CreateDevToken;
import io.gavel.access.DevToken;
import io.gavel.config.Auth;
import io.gavel.identity.UserId;
import io.gavel.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes platform tokens for trying things out, with the secret that this node verifies them with. */
final class DevTokens {
    private static final Duration LIFETIME = Duration.ofHours(24);

    private final Auth auth;
    private final @Nullable SigningKey key;
    private final Clock clock;

    /** @param key absent where this node makes no tokens */
    DevTokens(Auth auth, @Nullable SigningKey key, Clock clock) {
        this.auth = auth;
        this.key = key;
        this.clock = clock;
    }

    /** A token that this node takes. Problems: NOT_FOUND where it makes none, INVALID_REQUEST. */
    DevToken create(CreateDevToken wanted) {
        if (key == null) {
            throw Problem.notFound();
        }
        if (UserId.of(wanted.userId()).isEmpty()) {
            throw Problem.invalid("userId", "takes 1 to 128 characters");
        }
        var token = key.sign(claims(wanted));
        if (token.length() > CompactToken.LONGEST) {
            throw Problem.invalid("", "these make a token longer than 8 KiB");
        }
        return new DevToken(token);
    }

    private Map<String, Object> claims(CreateDevToken wanted) {
        var issued = clock.instant().getEpochSecond();
        var claims = new LinkedHashMap<String, Object>();
        put(claims, "iss", auth.issuer());
        put(claims, "aud", auth.audience());
        put(claims, "name", wanted.name());
        put(claims, "email", wanted.email());
        put(claims, "avatar", wanted.avatar());
        if (wanted.admin()) {
            claims.put("admin", true);
        }
        claims.put(auth.userIdClaim() == null ? "sub" : auth.userIdClaim(), wanted.userId());
        claims.put("iat", issued);
        claims.put("exp", issued + lifetime().toSeconds());
        return claims;
    }

    private Duration lifetime() {
        var longest = auth.maxTokenLifetime();
        return longest != null && longest.compareTo(LIFETIME) < 0 ? longest : LIFETIME;
    }

    private static void put(Map<String, Object> claims, String name, @Nullable String value) {
        if (value != null) {
            claims.put(name, value);
        }
    }
}
