package io.gavel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {
    private static final String SECRET = "takes in production a secret of your own of at least 32 bytes";
    private static final String KEYS = "GAVEL_AUTH_SECRET, GAVEL_AUTH_PUBLIC_KEY_FILE, GAVEL_AUTH_JWKS_URL";

    @TempDir
    Path folder;

    @Test
    void productionNamesAllThatItLacks() {
        assertThat(new Start(folder).env("GAVEL_MODE", "production").faults())
                .containsExactly(
                        "JITSI_APP_SECRET: got nothing; " + SECRET,
                        KEYS + ": got none; takes in production exactly one of the three",
                        "DATABASE_URL: got nothing; takes in production " + Variable.DATABASE_URL.takes());
    }

    @Test
    void productionNamesOrdinaryFaultsBesides() {
        var start = new Start(folder)
                .arguments("--GAVEL_MODE=production", "-cluster")
                .env("PORT", "x")
                .env("JITSI_APP_SECRET", "super_secret_key_here")
                .env("GAVEL_AUTH_SECRET", "thirty-one-bytes-are-too-short.")
                .env("GAVEL_AUTH_JWKS_URL", "https://id.example.com/keys")
                .env("DATABASE_URL", "mysql://u:p@h/d");

        assertThat(start.faults())
                .containsExactly(
                        "PORT: got \"x\" (environment); takes a whole number, 0..65535",
                        "DATABASE_URL: got an address that does not start with postgresql:// or postgres://"
                                + " (environment); takes " + Variable.DATABASE_URL.takes(),
                        "JITSI_APP_SECRET: got the built-in default (environment); " + SECRET,
                        "GAVEL_AUTH_SECRET: got 31 bytes (environment); " + SECRET,
                        KEYS
                                + ": got GAVEL_AUTH_SECRET, GAVEL_AUTH_JWKS_URL; takes in production exactly one of the three",
                        "GAVEL_CLUSTER_HOST: got nothing, and GAVEL_HOST is 0.0.0.0; takes in a production cluster "
                                + Variable.GAVEL_CLUSTER_HOST.takes());
    }

    @Test
    void aSecretIsMeasuredInBytes() throws Exception {
        var short31 = Start.inProduction(folder).env("JITSI_APP_SECRET", "ü".repeat(15) + "x");
        var long32 = Start.inProduction(folder).env("JITSI_APP_SECRET", "ü".repeat(16));

        assertThat(short31.faults()).containsExactly("JITSI_APP_SECRET: got 31 bytes (environment); " + SECRET);
        assertThat(long32.config().jitsi().appSecret().utf8()).hasSize(32);
    }

    @Test
    void whatJitsiShowsIsLongEnoughToo() {
        var start = Start.inProduction(folder).env("GAVEL_JITSI_RESERVATION_TOKEN", "x".repeat(31));

        assertThat(start.faults())
                .containsExactly("GAVEL_JITSI_RESERVATION_TOKEN: got 31 bytes (environment); " + SECRET);
    }

    @Test
    void halfAKeyForJitsiIsNone() throws Exception {
        var file = new Start(folder).file("jitsi.pem", PrivateKeys.rsa(2048)).env("GAVEL_JITSI_KEY_FILE", "jitsi.pem");
        var id = new Start(folder).env("GAVEL_JITSI_KEY_ID", "k1");
        var control = new Start(folder).env("GAVEL_JITSI_CONTROL_URL", "http://prosody:5280");

        assertThat(file.faults()).singleElement(STRING).startsWith("GAVEL_JITSI_KEY_ID: got nothing; takes ");
        assertThat(id.faults()).singleElement(STRING).startsWith("GAVEL_JITSI_KEY_FILE: got nothing; takes ");
        assertThat(control.faults())
                .singleElement(STRING)
                .startsWith("GAVEL_JITSI_KEY_FILE: got nothing, and GAVEL_JITSI_CONTROL_URL is set; takes ");
    }

    @Test
    void aKeyIsNoExcuseForTheSecretInProduction() throws Exception {
        var start = Start.inProduction(folder)
                .file("jitsi.pem", PrivateKeys.rsa(2048))
                .env("GAVEL_JITSI_KEY_FILE", "jitsi.pem")
                .env("GAVEL_JITSI_KEY_ID", "k1");

        assertThat(start.env("JITSI_APP_SECRET", "super_secret_key_here").faults())
                .containsExactly("JITSI_APP_SECRET: got the built-in default (environment); " + SECRET);
        assertThat(start.env("JITSI_APP_SECRET", "short").faults())
                .containsExactly("JITSI_APP_SECRET: got 5 bytes (environment); " + SECRET);
        assertThat(start.without("JITSI_APP_SECRET").faults())
                .containsExactly("JITSI_APP_SECRET: got nothing; " + SECRET);
    }

    @Test
    void whatIsDerivedFromAKeyIsTheSameHoweverItsFileIsWritten() throws Exception {
        var pem = PrivateKeys.rsa(2048);
        var start = new Start(folder).env("GAVEL_JITSI_KEY_FILE", "jitsi.pem").env("GAVEL_JITSI_KEY_ID", "k1");

        var here = start.file("jitsi.pem", pem).config().jitsi().keyMaterial();
        var there = start.file("jitsi.pem", pem.replace("\n", "\r\n") + "\r\n")
                .config()
                .jitsi()
                .keyMaterial();

        assertThat(there).isEqualTo(here);
        assertThat(here.value()).hasSizeGreaterThan(400).doesNotContain("KEY");
    }

    @Test
    void aKeyForJitsiIsOneThatRs256Takes() throws Exception {
        var start = new Start(folder)
                .file("none.pem", "x")
                .file("short.pem", PrivateKeys.rsa(1024))
                .file("curve.pem", PrivateKeys.ec())
                .env("GAVEL_JITSI_KEY_ID", "k1");

        assertThat(start.env("GAVEL_JITSI_KEY_FILE", "none.pem").faults())
                .singleElement(STRING)
                .startsWith("GAVEL_JITSI_KEY_FILE: got a file without an RSA private key in PKCS #8 (environment); ");
        assertThat(start.env("GAVEL_JITSI_KEY_FILE", "curve.pem").faults())
                .singleElement(STRING)
                .contains("a file without an RSA private key");
        assertThat(start.env("GAVEL_JITSI_KEY_FILE", "short.pem").faults())
                .singleElement(STRING)
                .contains("an RSA key of 1024 bits");
    }

    @Test
    void aBlankSecretIsNone() {
        assertThat(Start.inProduction(folder)
                        .env("JITSI_APP_SECRET", " ".repeat(40))
                        .faults())
                .containsExactly("JITSI_APP_SECRET: got nothing but blanks (environment); takes "
                        + Variable.JITSI_APP_SECRET.takes());
    }

    @Test
    void anAddressOfItsOwnLetsAProductionNodeJoinACluster() throws Exception {
        var start = Start.inProduction(folder).arguments("-cluster");

        assertThat(start.env("GAVEL_HOST", "192.0.2.1").config().cluster().host())
                .isEqualTo("192.0.2.1");
        assertThat(start.without("GAVEL_HOST")
                        .env("GAVEL_CLUSTER_HOST", "node-a")
                        .config()
                        .cluster()
                        .host())
                .isEqualTo("node-a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GAVEL_HOST", "GAVEL_MANAGEMENT_HOST", "GAVEL_CLUSTER_HOST"})
    void devListensToItselfAlone(String host) {
        var start = new Start(folder).env(host, "192.0.2.1").arguments("-cluster");

        assertThat(start.faults())
                .containsExactly(host + ": got \"192.0.2.1\" (environment);"
                        + " takes in dev a loopback address: 127.0.0.1, ::1 or localhost");
    }

    @Test
    void devTakesOneKeyAtMost() {
        var start = new Start(folder)
                .env("GAVEL_AUTH_SECRET", "x")
                .env("GAVEL_AUTH_JWKS_URL", "http://localhost:8080/keys");

        assertThat(start.faults())
                .containsExactly(KEYS + ": got GAVEL_AUTH_SECRET, GAVEL_AUTH_JWKS_URL; takes at most one of the three");
    }

    @Test
    void devTakesAShortSecret() throws Exception {
        var config = new Start(folder).env("GAVEL_AUTH_SECRET", "short").config();

        assertThat(config.auth().secret()).isEqualTo(new Secret("short"));
    }

    @Test
    void noModesRefusalsHoldInAnUnknownMode() {
        var start = new Start(folder).env("GAVEL_MODE", "prod").env("GAVEL_HOST", "0.0.0.0");

        assertThat(start.faults()).containsExactly("GAVEL_MODE: got \"prod\" (environment); takes dev or production");
    }
}
