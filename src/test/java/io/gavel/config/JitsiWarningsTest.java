package io.gavel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that Jitsi is known to fail with. */
class JitsiWarningsTest {
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
