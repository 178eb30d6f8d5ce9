package io.gavel.config;

import io.gavel.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;

/** The file with the key that signs Jitsi's tokens. A key that is taken can be used. */
public final class PrivateKeyFuzz implements FuzzTarget {
    @Override
    public void take(byte[] input) {
        var pem = new String(input, StandardCharsets.US_ASCII);
        try {
            RsaPrivateKey.require(pem);
        } catch (Refused refused) {
            return;
        }
        RsaPrivateKey.publicHalf(pem);
        RsaPrivateKey.privateExponent(pem);
    }
}
