package io.gavel.token;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** The PEM file of one public key, or of the certificate of one (RFC 7468). */
final class PublicKeyFile {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]++)-----([^-]*+)-----END \\1-----");
    private static final String TAKES = "takes a PEM file with one PUBLIC KEY or CERTIFICATE: " + PublicKeys.ACCEPTED;

    private PublicKeyFile() {}

    /**
     * The key in the file's text.
     *
     * @throws IllegalArgumentException where there is none that may verify tokens; it says what there is instead, and
     *     nothing of the file's content
     */
    static PublicKey parse(String pem) {
        if (pem.contains("PRIVATE KEY-----")) {
            throw refused("it holds a private key, which does not belong on this node");
        }
        var blocks = BLOCK.matcher(pem).results().toList();
        if (blocks.size() != 1) {
            throw refused("it holds " + blocks.size() + " PEM blocks");
        }
        var kind = blocks.get(0).group(1);
        var key = key(kind, blocks.get(0).group(2)).orElseThrow(() -> refused("its " + kind + " cannot be read"));
        if (PublicKeys.algorithms(key).isEmpty()) {
            throw refused("its key is of another kind, or too short");
        }
        return key;
    }

    private static Optional<PublicKey> key(String kind, String body) {
        try {
            var der = Base64.getMimeDecoder().decode(body.getBytes(StandardCharsets.US_ASCII));
            return switch (kind) {
                case "PUBLIC KEY" -> PublicKeys.ofDer(der);
                case "CERTIFICATE" ->
                    Optional.of(CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der))
                            .getPublicKey());
                default -> Optional.empty();
            };
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static IllegalArgumentException refused(String found) {
        return new IllegalArgumentException("GAVEL_AUTH_PUBLIC_KEY_FILE: " + found + "; it " + TAKES);
    }
}
