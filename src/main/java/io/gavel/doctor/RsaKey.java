package io.gavel.doctor;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** An RSA public key as Jitsi's server fetches it: PEM, SubjectPublicKeyInfo. */
public final class RsaKey {
    private static final Pattern BLOCK =
            Pattern.compile("\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

    private RsaKey() {}

    /** The key, or empty where the text is none: also for a private one. */
    public static Optional<PublicKey> parse(String pem) {
        var block = BLOCK.matcher(pem);
        if (!block.matches()) {
            return Optional.empty();
        }
        try {
            var der = Base64.getMimeDecoder().decode(block.group(1).getBytes(StandardCharsets.US_ASCII));
            return Optional.of(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der)));
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
