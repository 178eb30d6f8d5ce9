package io.gavel.token;

import io.gavel.config.Jitsi;
import io.gavel.config.JitsiKey;
import io.gavel.jitsi.RoomTaskRequests.SystemToken;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Signs what this node shows when it has Jitsi's servers do something. Prosody wants an issuer, an audience and a room, and
 * compares no room; Jitsi as a Service wants the claim {@code admin}.
 */
final class SystemTokens {
    /** Long enough for one call, by clocks that differ a little. */
    private static final Duration LIFETIME = Duration.ofSeconds(60);

    /** Jitsi has no leeway for a clock that is behind ours. */
    private static final Duration BACKDATING = Duration.ofSeconds(30);

    private final Jitsi jitsi;
    private final JitsiKey id;
    private final SigningKey key;
    private final Clock clock;

    SystemTokens(Jitsi jitsi, JitsiKey id, SigningKey key, Clock clock) {
        this.jitsi = jitsi;
        this.id = id;
        this.key = key;
        this.clock = clock;
    }

    SystemToken sign(String room) {
        var now = clock.instant();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", "jitsi");
        claims.put("nbf", now.minus(BACKDATING).getEpochSecond());
        claims.put("exp", now.plus(LIFETIME).getEpochSecond());
        if (id.isJaas()) {
            claims.put("iss", "chat");
            claims.put("sub", id.tenant());
            claims.put("admin", true);
        } else {
            claims.put("iss", jitsi.appId());
            claims.put("sub", jitsi.host());
            claims.put("room", room);
        }
        return new SystemToken(key.sign(claims));
    }
}
