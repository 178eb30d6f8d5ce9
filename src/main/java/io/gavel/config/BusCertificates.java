package io.gavel.config;

import static io.gavel.config.Variable.GAVEL_BUS_AUTHORITY_FILE;
import static io.gavel.config.Variable.GAVEL_BUS_CERTIFICATE_FILE;
import static io.gavel.config.Variable.GAVEL_BUS_KEY_FILE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Reads what the bus's TLS needs and holds it together: a node that no other believes looks as if the network were broken. */
final class BusCertificates {
    private static final Duration SOON = Duration.ofDays(30);
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private BusCertificates() {}

    /** Null where one of the three is missing or none. */
    static @Nullable BusTls read(Path workingDirectory, Values values, Faults faults) {
        var key = values.orNull(GAVEL_BUS_KEY_FILE, text -> file(workingDirectory, text, BusCertificates::privateKey));
        var certificate = values.orNull(
                GAVEL_BUS_CERTIFICATE_FILE, text -> file(workingDirectory, text, BusCertificates::certificates));
        var authority = values.orNull(
                GAVEL_BUS_AUTHORITY_FILE, text -> file(workingDirectory, text, BusCertificates::certificates));
        if (key == null || certificate == null || authority == null) {
            return null;
        }
        var tls = new BusTls(key, certificate, authority);
        hold(tls, faults);
        return tls;
    }

    /** What is unwise, one line each. */
    static List<String> warnings(Mode mode, Cluster cluster) {
        var tls = cluster.tls();
        if (!cluster.enabled() || (tls == null && mode == Mode.DEV)) {
            return List.of();
        }
        if (tls == null) {
            return List.of("GAVEL_BUS_KEY_FILE is not set: whoever reaches GAVEL_BUS_PORT may act as any user");
        }
        var end = certificates(tls.certificate()).get(0).getNotAfter().toInstant();
        return Instant.now().plus(SOON).isBefore(end)
                ? List.of()
                : List.of("GAVEL_BUS_CERTIFICATE_FILE holds a certificate that is good until " + end + " only");
    }

    private static Path file(Path workingDirectory, String text, Consumer<Path> reader) {
        var file = Parsers.readableFile(workingDirectory, text);
        reader.accept(file);
        return file;
    }

    private static void hold(BusTls tls, Faults faults) {
        var chain = certificates(tls.certificate());
        if (!isPair(privateKey(tls.key()), chain.get(0))) {
            faults.add(
                    "GAVEL_BUS_KEY_FILE",
                    "the key of another certificate than GAVEL_BUS_CERTIFICATE_FILE has",
                    GAVEL_BUS_KEY_FILE.takes());
        }
        try {
            var trust = trust(certificates(tls.authority()));
            var shown = chain.toArray(X509Certificate[]::new);
            // As at a handshake of TLS 1.3.
            trust.checkServerTrusted(shown, "UNKNOWN");
            trust.checkClientTrusted(shown, "UNKNOWN");
        } catch (GeneralSecurityException refused) {
            faults.add("GAVEL_BUS_CERTIFICATE_FILE", fault(chain.get(0)), GAVEL_BUS_CERTIFICATE_FILE.takes());
        }
    }

    private static String fault(X509Certificate certificate) {
        try {
            certificate.checkValidity();
            return "one that is not by GAVEL_BUS_AUTHORITY_FILE, or not for both servers and clients";
        } catch (CertificateException expired) {
            return "one that is good from " + certificate.getNotBefore().toInstant() + " to "
                    + certificate.getNotAfter().toInstant();
        }
    }

    private static X509TrustManager trust(List<X509Certificate> authorities) throws GeneralSecurityException {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (var authority : authorities) {
                store.setCertificateEntry(Integer.toString(store.size()), authority);
            }
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (IOException impossible) {
            throw new IllegalStateException("an empty key store that cannot be read", impossible);
        }
    }

    private static boolean isPair(PrivateKey key, X509Certificate certificate) {
        try {
            var signature =
                    Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign(key);
            var signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            return signature.verify(signed);
        } catch (GeneralSecurityException other) {
            return false;
        }
    }

    private static List<X509Certificate> certificates(Path file) {
        try (var pem = Files.newInputStream(file)) {
            var found = CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (IOException | CertificateException unreadable) {
            // Said below.
        }
        throw new Refused("a file without a certificate");
    }

    private static PrivateKey privateKey(Path file) {
        try {
            var block = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
            if (block.find()) {
                return privateKey(Base64.getMimeDecoder().decode(block.group(1)));
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unreadable) {
            // Said below.
        }
        throw new Refused("a file without an RSA or EC private key in PKCS #8");
    }

    private static PrivateKey privateKey(byte[] der) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (InvalidKeySpecException other) {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        }
    }
}
