package io.gavel.config;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/** Tells whether a text is an RSA private key as {@code openssl genpkey} writes it. */
final class RsaPrivateKey {
    private static final int SHORTEST_BITS = 2048;
    private static final Pattern BLOCK =
            Pattern.compile("\\s*-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s*");

    private RsaPrivateKey() {}

    static void require(String pem) {
        var bits = bits(pem);
        if (bits < SHORTEST_BITS) {
            throw new Refused("an RSA key of " + bits + " bits");
        }
    }

    private static int bits(String pem) {
        var block = BLOCK.matcher(pem);
        if (!block.matches()) {
            throw new Refused("a file without an RSA private key in PKCS #8");
        }
        try {
            var der = Base64.getMimeDecoder().decode(block.group(1));
            var key = (RSAPrivateKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
            return key.getModulus().bitLength();
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new Refused("a file without an RSA private key in PKCS #8");
        }
    }
}
