package io.gavel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that Jitsi is known to fail with. */
class JitsiWarningsTest {
    private static final String KEY = PrivateKeys.rsa(2048);

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "JITSI_DOMAIN | https://meet.example.org/acme | JITSI_DOMAIN has a path",
                "JITSI_DOMAIN | https://meet.example.org:8443 | JITSI_DOMAIN has a port: the sub of tokens is meet.example.org,",
                "JITSI_DOMAIN | meet.example.org:8443 | JITSI_DOMAIN has a port",
                "JITSI_DOMAIN | http://meet.example.org | JITSI_DOMAIN is no https address",
                "JITSI_DOMAIN | https://meet.jit.si | JITSI_DOMAIN is meet.jit.si",
                "JITSI_DOMAIN | https://8x8.vc | JITSI_DOMAIN is 8x8.vc",
                "JITSI_APP_SECRET | a canary of 31 bytes, all told. | JITSI_APP_SECRET has less than 32 bytes",
                "JITSI_APP_SECRET | ^a canary with a blank at its very end ^ | JITSI_APP_SECRET begins or ends with",
                "JITSI_APP_SECRET | \"a canary within quotation marks, as in a file\" | JITSI_APP_SECRET begins or ends with",
                "JITSI_APP_ID | ^my-app ^ | JITSI_APP_ID begins or ends with a blank",
                "GAVEL_JITSI_TOKEN_SECONDS | 59 | GAVEL_JITSI_TOKEN_SECONDS is less than 60",
                "GAVEL_JITSI_FEATURES | {\"Host\":{\"moderation\":false,\"lobby\":false,\"recording\":false}} | GAVEL_JITSI_FEATURES takes lobby, moderation from Hosts",
                "GAVEL_JITSI_FEATURES | {\"Moderator\":{\"lobby\":false}} | GAVEL_JITSI_FEATURES takes lobby from Moderators",
                "GAVEL_JITSI_FEATURES | {\"Participant\":{\"recording\":true}} | GAVEL_JITSI_FEATURES gives recording to Participants"
            })
    void eachIsOneLineThatNamesItsVariable(String variable, String value, String line) throws Exception {
        var warnings = warnings(variable, value);

        assertThat(warnings).singleElement().asString().startsWith(line).doesNotContain("canary", "\n");
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "vpaas-magic-cookie-1fc5/4f4910 | https://8x8.vc | none",
                "vpaas-magic-cookie-1fc5/4f4910 | meet.example.org | JITSI_DOMAIN is meet.example.org, and GAVEL_JITSI_KEY_ID a key of",
                "vpaas-magic-cookie-1fc5 | 8x8.vc | GAVEL_JITSI_KEY_ID is not the AppID, a slash and",
                "vpaas-magic-cookie-1fc5/ | 8x8.vc | GAVEL_JITSI_KEY_ID is not the AppID, a slash and",
                "k1 | meet.example.org | none",
                "k1 | 8x8.vc | JITSI_DOMAIN is 8x8.vc, and GAVEL_JITSI_KEY_ID no key of"
            })
    void aKeyAndTheDomainAreOfTheSameJitsi(String id, String domain, @Nullable String line) throws Exception {
        var warnings = withKey(id)
                .env("JITSI_DOMAIN", domain)
                .env("JITSI_APP_SECRET", "short")
                .config()
                .warnings();

        assertThat(warnings).hasSize(line == null ? 0 : 1).allMatch(found -> found.startsWith(String.valueOf(line)));
    }

    @Test
    void aWebhooksSecretIsOfNoUseWithoutJaas() throws Exception {
        var start = withKey("k1").env("GAVEL_JAAS_WEBHOOK_SECRET", "a canary of more than thirty-two bytes");

        assertThat(start.config().warnings())
                .singleElement()
                .asString()
                .startsWith("GAVEL_JAAS_WEBHOOK_SECRET is set")
                .doesNotContain("canary");
    }

    @Test
    void whereRoomsAreIsToldToWhoHasThemEnded() throws Exception {
        var start = withKey("k1").env("GAVEL_JITSI_CONTROL_URL", "http://prosody:5280");

        var unset = start.config().warnings();
        var set = start.env("GAVEL_JITSI_MUC", "muc.meet.jitsi").config().warnings();

        assertThat(unset).singleElement().asString().startsWith("GAVEL_JITSI_MUC is not set");
        assertThat(set).isEmpty();
    }

    private Start withKey(String id) throws Exception {
        return new Start(folder)
                .file("jitsi.pem", KEY)
                .env("GAVEL_JITSI_KEY_FILE", "jitsi.pem")
                .env("GAVEL_JITSI_KEY_ID", id);
    }

    @Test
    void recordingIsMissedWhereItIsSwitchedOn() throws Exception {
        var warnings = new Start(folder)
                .env("JITSI_RECORDING_ENABLED", "true")
                .env("GAVEL_JITSI_FEATURES", "{\"Host\":{\"recording\":false}}")
                .config()
                .warnings();

        assertThat(warnings).singleElement().asString().startsWith("GAVEL_JITSI_FEATURES takes recording from Hosts");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "JITSI_DOMAIN | https://meet.example.org/",
                "JITSI_DOMAIN | meet.example.org",
                "JITSI_DOMAIN | http://localhost",
                "JITSI_ROOM_PREFIX | ROOM-",
                "JITSI_APP_SECRET | a secret that has 32 bytes, told.",
                "GAVEL_JITSI_TOKEN_SECONDS | 60",
                "GAVEL_JITSI_FEATURES | {\"Participant\":{\"screen-sharing\":false},\"Host\":{\"recording\":false}}"
            })
    void whatWorksIsNotWarnedOf(String variable, String value) throws Exception {
        assertThat(warnings(variable, value)).isEmpty();
    }

    @Test
    void aFreshStartHasNothingToWarnOf() throws Exception {
        assertThat(new Start(folder).config().warnings()).isEmpty();
        assertThat(Start.inProduction(folder).config().warnings()).isEmpty();
    }

    private List<String> warnings(String variable, String value) throws ConfigException {
        return new Start(folder).env(variable, value).config().warnings();
    }
}
