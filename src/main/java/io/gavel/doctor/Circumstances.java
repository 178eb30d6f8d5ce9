package io.gavel.doctor;

import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the place where a token is to be used; what is absent is as Gavel's settings say.
 *
 * @param room the room that is entered, as it stands in the page's address; absent: no room's name is compared
 * @param tenant the tenant before the room's name in the address
 * @param domain the main domain of Jitsi's server
 * @param issuer what its server accepts as {@code iss}; {@code *} for anything
 * @param audience what it accepts as {@code aud}; {@code *} for anything
 * @param provider absent: JaaS where Gavel's settings or the token's {@code sub} say so
 * @param publicKey what verifies RS256; absent: Gavel's own key, where it has one; with a key no token signed with the secret is accepted
 * @param domainVerification whether {@code sub} is compared with the domain or tenant
 * @param lobby whether the room's lobby is on
 */
public record Circumstances(
        @Nullable String room,
        @Nullable String tenant,
        @Nullable String domain,
        @Nullable String issuer,
        @Nullable String audience,
        @Nullable Provider provider,
        @Nullable PublicKey publicKey,
        boolean domainVerification,
        boolean lobby) {
    /** Nothing is known; {@code sub} is verified, as Jitsi's plugin does unless it is told otherwise. */
    public static final Circumstances UNKNOWN =
            new Circumstances(null, null, null, null, null, null, null, true, false);

    /** Somebody enters this room. */
    public static Circumstances room(String room) {
        return new Circumstances(room, null, null, null, null, null, null, true, false);
    }
}
