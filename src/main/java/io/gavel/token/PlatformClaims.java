package io.gavel.token;

import io.gavel.config.Auth;
import io.gavel.identity.Caller;
import io.gavel.identity.Text;
import io.gavel.identity.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the claims of a platform's token must be, and who they say asks. */
final class PlatformClaims {
    private static final double LEEWAY_SECONDS = 10;
    /** The end of the year 9999. */
    private static final double LATEST_SECONDS = 253_402_300_799.0;

    private static final String JITSI = "jitsi";

    private final Auth auth;
    private final Clock clock;

    PlatformClaims(Auth auth, Clock clock) {
        this.auth = auth;
        this.clock = clock;
    }

    /** Problems: UNAUTHENTICATED. */
    Caller caller(Map<String, Object> claims) {
        var expiry = checkTimes(claims);
        checkIssuer(claims);
        checkAudience(claims);
        return new Caller(
                userId(claims),
                text(claims, "name"),
                text(claims, "email"),
                text(claims, "avatar"),
                Boolean.TRUE.equals(claims.get("admin")),
                Instant.ofEpochMilli((long) Math.floor(expiry * 1000)));
    }

    private double checkTimes(Map<String, Object> claims) {
        if (!claims.containsKey("exp")) {
            throw Refusal.because("the token has no exp");
        }
        var expiry = seconds(claims, "exp");
        if (expiry <= 0 || expiry > LATEST_SECONDS) {
            throw Refusal.because("the token's exp is not a time");
        }
        var now = clock.millis() / 1000.0;
        if (now > expiry + LEEWAY_SECONDS) {
            throw Refusal.because("the token has expired");
        }
        for (var start : List.of("nbf", "iat")) {
            if (claims.containsKey(start) && seconds(claims, start) > now + LEEWAY_SECONDS) {
                throw Refusal.because("the token's " + start + " is in the future");
            }
        }
        checkLifetime(claims, expiry);
        return expiry;
    }

    private void checkLifetime(Map<String, Object> claims, double expiry) {
        var longest = auth.maxTokenLifetime();
        if (longest == null) {
            return;
        }
        if (!claims.containsKey("iat")) {
            throw Refusal.because("the token has no iat");
        }
        if (expiry - seconds(claims, "iat") > longest.toMillis() / 1000.0) {
            throw Refusal.because("the token lives longer than is allowed here");
        }
    }

    private void checkIssuer(Map<String, Object> claims) {
        if (auth.issuer() != null && !auth.issuer().equals(claims.get("iss"))) {
            throw Refusal.because("the token is from another issuer");
        }
    }

    /** Our own Jitsi tokens open no API, also where one secret signs both. */
    private void checkAudience(Map<String, Object> claims) {
        var ours = auth.audience();
        var isForUs = ours == null || names(claims.get("aud"), ours);
        var isForJitsi = names(claims.get("aud"), JITSI) && claims.containsKey("room") && !JITSI.equals(ours);
        if (!isForUs || isForJitsi) {
            throw Refusal.because("the token is for another audience");
        }
    }

    private static boolean names(@Nullable Object audience, String name) {
        return audience instanceof List<?> several ? several.contains(name) : name.equals(audience);
    }

    private String userId(Map<String, Object> claims) {
        return UserId.of(userIdClaim(claims)).orElseThrow(() -> Refusal.because("the token has no valid user id"));
    }

    private @Nullable Object userIdClaim(Map<String, Object> claims) {
        if (auth.userIdClaim() != null) {
            return claims.get(auth.userIdClaim());
        }
        var subject = claims.get("sub");
        return subject == null ? claims.get("userId") : subject;
    }

    private static @Nullable String text(Map<String, Object> claims, String name) {
        return claims.get(name) instanceof String text && !text.isBlank() && Text.isStorable(text) ? text : null;
    }

    private static double seconds(Map<String, Object> claims, String name) {
        if (claims.get(name) instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw Refusal.because("the token's " + name + " is not a number");
    }
}
