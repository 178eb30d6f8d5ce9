package io.gavel.doctor;

import io.gavel.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key that Jitsi's server verifies with, and with it the one algorithm that it accepts. */
sealed interface VerifyingKey {
    /** Nobody here knows the key, only that the server wants RS256. */
    static VerifyingKey unknown() {
        return new Unknown();
    }

    static VerifyingKey of(Secret secret) {
        return new Shared(secret);
    }

    static VerifyingKey of(PublicKey key) {
        return new Public(key);
    }

    /** The name that the token's header must give. */
    String algorithm();

    /** Whether it is known at all. */
    default boolean isKnown() {
        return true;
    }

    /** Whether the signature is one of this text; never true where the key is not known. */
    boolean verifies(String text, byte[] signature);

    /** What Gavel shares with a Jitsi server. */
    record Shared(Secret secret) implements VerifyingKey {
        private static final String JAVA_NAME = "HmacSHA256";

        @Override
        public String algorithm() {
            return "HS256";
        }

        @Override
        public boolean verifies(String text, byte[] signature) {
            try {
                var mac = Mac.getInstance(JAVA_NAME);
                mac.init(new SecretKeySpec(secret.utf8(), JAVA_NAME));
                return MessageDigest.isEqual(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), signature);
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("every Java has " + JAVA_NAME, impossible);
            }
        }
    }

    /** What a Jitsi server fetches by the token's {@code kid}. */
    record Public(PublicKey key) implements VerifyingKey {
        @Override
        public String algorithm() {
            return "RS256";
        }

        @Override
        public boolean verifies(String text, byte[] signature) {
            try {
                var verifier = Signature.getInstance("SHA256withRSA");
                verifier.initVerify(key);
                verifier.update(text.getBytes(StandardCharsets.UTF_8));
                return verifier.verify(signature);
            } catch (GeneralSecurityException malformed) {
                return false;
            }
        }
    }

    /** Of JaaS, where nobody has given its public key. */
    record Unknown() implements VerifyingKey {
        @Override
        public String algorithm() {
            return "RS256";
        }

        @Override
        public boolean isKnown() {
            return false;
        }

        @Override
        public boolean verifies(String text, byte[] signature) {
            return false;
        }
    }
}
