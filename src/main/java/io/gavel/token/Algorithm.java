package io.gavel.token;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The signature algorithms that a platform's token may use (RFC 7518, section 3.1; RFC 8037). */
enum Algorithm {
    HS256("HS256", 32),
    HS384("HS384", 48),
    HS512("HS512", 64),
    RS256("RS256", 0),
    RS384("RS384", 0),
    RS512("RS512", 0),
    ES256("ES256", 64),
    ES384("ES384", 96),
    ES512("ES512", 132),
    EDDSA("EdDSA", 64);

    static final Set<Algorithm> OF_SECRETS = EnumSet.of(HS256, HS384, HS512);
    static final Set<Algorithm> OF_RSA_KEYS = EnumSet.of(RS256, RS384, RS512);

    private final String wire;
    private final int signatureLength;

    Algorithm(String wire, int signatureLength) {
        this.wire = wire;
        this.signatureLength = signatureLength;
    }

    /** The name in a token's header. */
    String wire() {
        return wire;
    }

    /** In bytes; 0 where it is the length of the key's modulus. */
    int signatureLength() {
        return signatureLength;
    }

    /** The algorithm of that exact name, or empty: also for {@code none}, and for what is no text. */
    static Optional<Algorithm> of(@Nullable Object name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.wire.equals(name))
                .findFirst();
    }
}
