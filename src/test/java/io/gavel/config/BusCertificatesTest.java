package io.gavel.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.TestAuthority;
import io.gavel.TestAuthority.Issued;
import io.gavel.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The three files of the bus's TLS, held against each other at the start. */
class BusCertificatesTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final Issued NODE = AUTHORITY.issue();
    private static final String OTHER =
            "one that is not by GAVEL_BUS_AUTHORITY_FILE, or not for both servers and clients";

    @TempDir
    Path folder;

    @Test
    void filesThatFitAreTaken() throws Exception {
        var config =
                start(NODE.keyPem(), NODE.certificatePem(), AUTHORITY.pem()).config();

        assertThat(config.cluster().tls()).isNotNull();
        assertThat(config.warnings()).isEmpty();
    }

    /** As while one authority takes the place of another. */
    @Test
    void oneOfSeveralAuthoritiesWillDo() throws Exception {
        var both = new TestAuthority().pem() + AUTHORITY.pem();

        assertThat(start(NODE.keyPem(), NODE.certificatePem(), both)
                        .config()
                        .cluster()
                        .tls())
                .isNotNull();
    }

    @Test
    void aKeyIsThatOfItsCertificate() throws Exception {
        var takes = Variable.GAVEL_BUS_KEY_FILE.takes();

        for (var key : new String[] {AUTHORITY.issue().keyPem(), PrivateKeys.rsa(2048)}) {
            assertThat(start(key, NODE.certificatePem(), AUTHORITY.pem()).faults())
                    .containsExactly(
                            "GAVEL_BUS_KEY_FILE: got the key of another certificate than GAVEL_BUS_CERTIFICATE_FILE"
                                    + " has; takes " + takes);
        }
    }

    @Test
    void aCertificateIsByTheAuthorityAndForBothEnds() throws Exception {
        var takes = Variable.GAVEL_BUS_CERTIFICATE_FILE.takes();
        var forServers = AUTHORITY.issueForServers();

        assertThat(start(NODE.keyPem(), NODE.certificatePem(), new TestAuthority().pem())
                        .faults())
                .containsExactly("GAVEL_BUS_CERTIFICATE_FILE: got " + OTHER + "; takes " + takes);
        assertThat(start(forServers.keyPem(), forServers.certificatePem(), AUTHORITY.pem())
                        .faults())
                .containsExactly("GAVEL_BUS_CERTIFICATE_FILE: got " + OTHER + "; takes " + takes);
    }

    @Test
    void aCertificateIsGoodNowAndIsToldOfBeforeItsEnd() throws Exception {
        var over = AUTHORITY.issue(Instant.parse("2026-01-02T03:04:05Z"));
        var end = Instant.ofEpochSecond(Instant.now().plus(Duration.ofDays(29)).getEpochSecond());
        var soon = AUTHORITY.issue(end);

        assertThat(start(over.keyPem(), over.certificatePem(), AUTHORITY.pem()).faults())
                .singleElement()
                .asString()
                .startsWith("GAVEL_BUS_CERTIFICATE_FILE: got one that is good from ")
                .contains(" to 2026-01-02T03:04:05Z; takes ");
        assertThat(start(soon.keyPem(), soon.certificatePem(), AUTHORITY.pem())
                        .config()
                        .warnings())
                .containsExactly("GAVEL_BUS_CERTIFICATE_FILE holds a certificate that is good until " + end + " only");
    }

    @ParameterizedTest
    @EnumSource(
            value = Variable.class,
            names = {"GAVEL_BUS_KEY_FILE", "GAVEL_BUS_CERTIFICATE_FILE", "GAVEL_BUS_AUTHORITY_FILE"})
    void oneOfThemIsNothingWithoutTheOthers(Variable missing) throws Exception {
        var start = start(NODE.keyPem(), NODE.certificatePem(), AUTHORITY.pem()).without(missing.name());

        assertThat(start.faults()).containsExactly(missing + ": got nothing; takes " + missing.takes());
    }

    @Test
    void whatIsNeitherKeyNorCertificateIsNamedWithoutItsContent() throws Exception {
        var canary = "-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----\n";

        assertThat(start(canary, "", "canary").faults())
                .hasSize(3)
                .noneMatch(fault -> fault.contains("canary"))
                .anyMatch(fault -> fault.startsWith("GAVEL_BUS_KEY_FILE: got a file without an RSA or EC private key"))
                .anyMatch(fault -> fault.startsWith("GAVEL_BUS_CERTIFICATE_FILE: got a file without a certificate"))
                .anyMatch(fault -> fault.startsWith("GAVEL_BUS_AUTHORITY_FILE: got a file without a certificate"));
    }

    @Test
    void aBusWithoutTlsIsWarnedOfInAProductionCluster() throws Exception {
        var alone = Start.inProduction(folder);
        assertThat(alone.config().warnings()).isEmpty();

        assertThat(alone.env("GAVEL_CLUSTER", "true")
                        .env("GAVEL_CLUSTER_HOST", "192.0.2.3")
                        .config()
                        .warnings())
                .containsExactly("GAVEL_BUS_KEY_FILE is not set: whoever reaches GAVEL_BUS_PORT may act as any user");
    }

    /** As an operator copies them from the page. */
    @Test
    void theCommandsOfThePageMakeFilesThatFit() throws Exception {
        Tools.requireOrSkip("openssl");
        var bash = Tools.requireOrSkip("bash").toString();
        var script = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("src/docs/security.md")))
                .results()
                .map(block -> block.group(1))
                .reduce("set -e\n", String::concat);
        var log = folder.resolve("openssl.log").toFile();
        var made = new ProcessBuilder(bash, "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();

        assertThat(made.waitFor()).as(Files.readString(log.toPath())).isZero();
        var config =
                start(read("node.key"), read("node.pem"), read("authority.pem")).config();
        assertThat(config.cluster().tls()).isNotNull();
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private Start start(String key, String certificate, String authority) throws IOException {
        return new Start(folder)
                .env("GAVEL_CLUSTER", "true")
                .file("bus.key", key)
                .file("bus.pem", certificate)
                .file("bus-authority.pem", authority)
                .env("GAVEL_BUS_KEY_FILE", "bus.key")
                .env("GAVEL_BUS_CERTIFICATE_FILE", "bus.pem")
                .env("GAVEL_BUS_AUTHORITY_FILE", "bus-authority.pem");
    }
}
