package io.gavel.token;

import static io.gavel.fuzz.FuzzTarget.require;

import io.gavel.bus.Bus;
import io.gavel.fuzz.FuzzTarget;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Set;

/** Keys that verify tokens: a set of JWKs where the first byte is even, else a PEM file. A key that is taken can be used. */
public final class PublicKeyFuzz implements FuzzTarget {
    private final Vertx vertx;

    public PublicKeyFuzz() {
        Bus.registerLocals();
        vertx = Vertx.vertx();
    }

    @Override
    public void take(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var rest = Arrays.copyOfRange(input, 1, input.length);
        if (input[0] % 2 == 0) {
            JwkSet.parse(rest).ifPresent(keys -> keys.forEach(jwk -> use(jwk.key(), jwk.algorithms())));
        } else {
            takeFile(new String(rest, StandardCharsets.UTF_8));
        }
    }

    private void takeFile(String pem) {
        PublicKey key;
        try {
            key = PublicKeyFile.parse(pem);
        } catch (IllegalArgumentException refused) {
            require(
                    String.valueOf(refused.getMessage()).startsWith("GAVEL_AUTH_PUBLIC_KEY_FILE: "),
                    refused.toString());
            return;
        }
        use(key, PublicKeys.algorithms(key));
    }

    private void use(PublicKey key, Set<Algorithm> algorithms) {
        require(!algorithms.isEmpty(), "a key that verifies nothing");
        VerificationKey.ofPublicKey(vertx, null, key, algorithms);
    }
}
