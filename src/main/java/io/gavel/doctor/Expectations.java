package io.gavel.doctor;

import io.gavel.config.Jitsi;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one Jitsi server expects of a token, all of it settled.
 *
 * @param domain in lower case, as Jitsi compares
 * @param tenant in lower case
 * @param now the server's clock
 */
record Expectations(
        Provider provider,
        String issuer,
        String audience,
        String domain,
        @Nullable String tenant,
        @Nullable String room,
        VerifyingKey key,
        boolean domainVerification,
        boolean lobby,
        Instant now) {
    static final String ANYTHING = "*";
    private static final String AUDIENCE = "jitsi";
    private static final String JAAS_ISSUER = "chat";

    /**
     * As the settings and the circumstances say.
     *
     * @param sub the token's, which tells JaaS from a server of one's own where the settings do not
     */
    static Expectations of(Jitsi jitsi, Circumstances known, @Nullable String sub, Instant now) {
        var isForJaas = jitsi.isJaas() || (sub != null && sub.startsWith(Provider.JAAS_TENANT));
        var claimed = isForJaas ? Provider.JAAS : Provider.SELF_HOSTED;
        var provider = Objects.requireNonNullElse(known.provider(), claimed);
        var jaas = provider == Provider.JAAS;
        return new Expectations(
                provider,
                Objects.requireNonNullElse(known.issuer(), jaas ? JAAS_ISSUER : jitsi.appId()),
                Objects.requireNonNullElse(known.audience(), AUDIENCE),
                Ascii.lower(Objects.requireNonNullElse(known.domain(), jitsi.host())),
                known.tenant() == null ? null : Ascii.lower(known.tenant()),
                known.room(),
                known.publicKey() == null ? key(jitsi, sub, jaas) : VerifyingKey.of(known.publicKey()),
                known.domainVerification(),
                known.lobby(),
                now);
    }

    /** What Gavel's own tokens are verified with; in JaaS other tenants have keys of their own. */
    private static VerifyingKey key(Jitsi jitsi, @Nullable String sub, boolean jaas) {
        var own = jitsi.key();
        if (own != null && own.isJaas() == jaas && (!jaas || own.tenant().equals(sub))) {
            return VerifyingKey.of(own.publicKey());
        }
        return jaas ? VerifyingKey.unknown() : VerifyingKey.of(jitsi.appSecret());
    }

    long seconds() {
        return now.getEpochSecond();
    }
}
