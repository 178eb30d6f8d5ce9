package io.gavel.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PublicKeyFileTest {
    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBgTCCASegAwIBAgIUBXYpV9fL+tgbVmWROMsSiuPVUnIwCgYIKoZIzj0EAwIw
            FTETMBEGA1UEAwwKZ2F2ZWwtdGVzdDAgFw0yNjExMjIyMjAyMDlaGA8yMTI2MTAy
            OTIyMDIwOVowFTETMBEGA1UEAwwKZ2F2ZWwtdGVzdDBZMBMGByqGSM49AgEGCCqG
            SM49AwEHA0IABF8Ud/cVv7h0cthNOTki5UHMJwLkq8h8/RhHO0tRT3bYzJewRgmv
            Cg8IWqdZzNG8JTKPVN5eWIe5PgUXU3kbj22jUzBRMB0GA1UdDgQWBBSR21sHON0e
            uU+MmtKuU4H+gerlrzAfBgNVHSMEGDAWgBSR21sHON0euU+MmtKuU4H+gerlrzAP
            BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIAp8aZw2zEpXYbpscp4/
            pWShYoogiGCdjwMIkJ+qHJ4JAiEA5C0SWE+3RzThYt17oCWUgexT+4IPizhzt/Xm
            GMM+pVE=
            -----END CERTIFICATE-----
            """;
    private static final String KEY_OF_THE_CERTIFICATE = """
            -----BEGIN PUBLIC KEY-----
            MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEXxR39xW/uHRy2E05OSLlQcwnAuSr
            yHz9GEc7S1FPdtjMl7BGCa8KDwhap1nM0bwlMo9U3l5Yh7k+BRdTeRuPbQ==
            -----END PUBLIC KEY-----
            """;

    @Test
    void aCertificateGivesItsKey() {
        var key = PublicKeyFile.parse(CERTIFICATE);

        assertThat(key).isEqualTo(PublicKeyFile.parse(KEY_OF_THE_CERTIFICATE));
        assertThat(PublicKeys.algorithms(key)).containsExactly(Algorithm.ES256);
    }

    @Test
    void textAroundTheBlockAndOtherLineEndsAreFine() {
        var file = "Subject: CN=gavel-test\r\n\r\n" + CERTIFICATE.replace("\n", "\r\n");

        assertThat(PublicKeyFile.parse(file)).isEqualTo(PublicKeyFile.parse(CERTIFICATE));
    }

    static Stream<Arguments> refusedFiles() throws Exception {
        var rsa = Issuer.rsa(1024);
        var dsa = KeyPairGenerator.getInstance("DSA");
        dsa.initialize(2048);
        var privateKey =
                Issuer.pem("PRIVATE KEY", Issuer.ec("secp256r1").getPrivate().getEncoded());
        return Stream.of(
                Arguments.of("empty", "", "0 PEM blocks"),
                Arguments.of("no PEM", "ssh-ed25519 AAAA", "0 PEM blocks"),
                Arguments.of("a private key", privateKey, "private key"),
                Arguments.of("a private key beside the public one", KEY_OF_THE_CERTIFICATE + privateKey, "private key"),
                Arguments.of("an old private key", privateKey.replace("PRIVATE", "EC PRIVATE"), "private key"),
                Arguments.of("two keys", CERTIFICATE + CERTIFICATE, "2 PEM blocks"),
                Arguments.of("RSA of 1024 bits", pem(rsa), "too short"),
                Arguments.of("Ed448", pem(Issuer.edwards("Ed448")), "another kind"),
                Arguments.of("X25519", pem(Issuer.edwards("X25519")), "cannot be read"),
                Arguments.of("DSA", pem(dsa.generateKeyPair()), "cannot be read"),
                Arguments.of("PKCS 1", KEY_OF_THE_CERTIFICATE.replace("PUBLIC", "RSA PUBLIC"), "cannot be read"),
                Arguments.of("a broken key", KEY_OF_THE_CERTIFICATE.replace("MFkw", "MFkx"), "cannot be read"),
                Arguments.of("a broken certificate", CERTIFICATE.replace("MIIB", "MIIC"), "cannot be read"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedFiles")
    void aFileWithoutOneUsableKeyStopsTheStart(String name, String pem, String found, @TempDir Path directory)
            throws IOException {
        var file = Files.writeString(directory.resolve("key.pem"), pem);

        assertThatThrownBy(() -> TestNode.start(TestNode.publicKeyFile(file)).close())
                .hasMessageStartingWith("GAVEL_AUTH_PUBLIC_KEY_FILE: ")
                .hasMessageContaining(found)
                .hasMessageContaining("takes a PEM file with one PUBLIC KEY or CERTIFICATE");
    }

    @Test
    void aMissingFileStopsTheStart(@TempDir Path directory) {
        assertThatThrownBy(() -> TestNode.start(TestNode.publicKeyFile(directory.resolve("none.pem")))
                        .close())
                .hasMessageStartingWith("GAVEL_AUTH_PUBLIC_KEY_FILE");
    }

    private static String pem(KeyPair pair) {
        return Issuer.pem("PUBLIC KEY", pair.getPublic().getEncoded());
    }
}
