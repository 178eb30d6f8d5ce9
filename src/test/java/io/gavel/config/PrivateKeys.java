package io.gavel.config;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Private keys as files have them. */
final class PrivateKeys {
    private PrivateKeys() {}

    /** Made for this run. */
    static String rsa(int bits) {
        return pem("RSA", bits);
    }

    static String ec() {
        return pem("EC", 256);
    }

    private static String pem(String algorithm, int size) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            var der = generator.generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException unknown) {
            throw new AssertionError(unknown);
        }
    }
}
