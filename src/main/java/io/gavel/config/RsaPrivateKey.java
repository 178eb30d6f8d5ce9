package io.gavel.config;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/** Reads an RSA private key as {@code openssl genpkey} writes it. */
final class RsaPrivateKey {
    private static final int SHORTEST_BITS = 2048;
    private static final Pattern BLOCK =
            Pattern.compile("\\s*-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s*");

    private RsaPrivateKey() {}

    static void require(String pem) {
        var bits = read(pem).getModulus().bitLength();
        if (bits < SHORTEST_BITS) {
            throw new Refused("an RSA key of " + bits + " bits");
        }
    }

    /** The half of this key that verifies; anybody may have it. */
    static RSAPublicKey publicHalf(String pem) {
        var key = read(pem);
        try {
            var numbers = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(numbers);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("an RSA key without a public half", impossible);
        }
    }

    /** In hexadecimal digits. */
    static String privateExponent(String pem) {
        return read(pem).getPrivateExponent().toString(16);
    }

    private static RSAPrivateCrtKey read(String pem) {
        var block = BLOCK.matcher(pem);
        if (!block.matches()) {
            throw new Refused("a file without an RSA private key in PKCS #8");
        }
        try {
            var der = Base64.getMimeDecoder().decode(block.group(1));
            return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException unreadable) {
            throw new Refused("a file without an RSA private key in PKCS #8");
        }
    }
}
