package io.gavel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    @TempDir
    Path folder;

    @Test
    void theFileBeatsWhatIsBuiltIn() throws Exception {
        var start = new Start(folder).json("{\"PORT\":6001}");

        assertThat(start.config().http().port()).isEqualTo(6001);
    }

    @Test
    void dotEnvBeatsTheFile() throws Exception {
        var start = new Start(folder).json("{\"PORT\":6001}").dotEnv("PORT=6002");

        assertThat(start.config().http().port()).isEqualTo(6002);
    }

    @Test
    void theEnvironmentBeatsDotEnv() throws Exception {
        var start = new Start(folder).dotEnv("PORT=6002").env("PORT", "6003");

        assertThat(start.config().http().port()).isEqualTo(6003);
    }

    @Test
    void theCommandLineBeatsTheEnvironment() throws Exception {
        var start = new Start(folder).env("PORT", "6003").arguments("--PORT=6004");

        assertThat(start.config().http().port()).isEqualTo(6004);
    }

    @Test
    void theLastOfSeveralArgumentsCounts() throws Exception {
        var start = new Start(folder).arguments("--PORT=6004", "--PORT=6005");

        assertThat(start.config().http().port()).isEqualTo(6005);
    }

    @Test
    void anEmptyValueIsUnset() throws Exception {
        var start = new Start(folder)
                .json("{\"PORT\":6001,\"JITSI_APP_ID\":\"\"}")
                .dotEnv("PORT=")
                .env("PORT", "")
                .arguments("--PORT=");

        assertThat(start.config().http().port()).isEqualTo(6001);
        assertThat(start.config().jitsi().appId()).isEqualTo("talentflip-ai");
    }

    @Test
    void productionDoesNotReadDotEnv() throws Exception {
        var start = Start.inProduction(folder).dotEnv("PORT=6002\nGAVEL_MODE=dev");

        assertThat(start.config().http().port()).isEqualTo(5000);
        assertThat(start.config().mode()).isEqualTo(Mode.PRODUCTION);
    }

    @Test
    void theFileMaySetTheMode() throws Exception {
        var start = Start.inProduction(folder)
                .without("GAVEL_MODE")
                .json("{\"GAVEL_MODE\":\"production\"}")
                .dotEnv("PORT=6002");

        assertThat(start.config().mode()).isEqualTo(Mode.PRODUCTION);
        assertThat(start.config().http().port()).isEqualTo(5000);
    }

    @Test
    void dotEnvDoesNotSetTheMode() throws Exception {
        var start = new Start(folder).dotEnv("GAVEL_MODE=production");

        assertThat(start.faults())
                .containsExactly("GAVEL_MODE: got a value in .env; takes one from elsewhere: .env counts in dev alone");
    }

    @Test
    void anEmptyModeInDotEnvIsUnset() throws Exception {
        assertThat(new Start(folder).dotEnv("GAVEL_MODE=").config().mode()).isEqualTo(Mode.DEV);
    }

    @Test
    void confStandsInForTheUsualFile() throws Exception {
        var start = new Start(folder)
                .json("{\"PORT\":6001,\"JITSI_APP_ID\":\"usual\"}")
                .file("other.json", "{\"PORT\":6002}")
                .arguments("-conf", "other.json");

        assertThat(start.config().http().port()).isEqualTo(6002);
        assertThat(start.config().jitsi().appId()).isEqualTo("talentflip-ai");
        assertThat(start.config().describe()).contains("PORT=6002 (other.json)");
    }

    @Test
    void clusterIsAnArgumentOfItsOwn() throws Exception {
        var start = new Start(folder).env("GAVEL_CLUSTER", "false").arguments("-cluster");

        assertThat(start.config().cluster().enabled()).isTrue();
    }

    @Test
    void jsonMayUseItsOwnTypes() throws Exception {
        var start = new Start(folder).json("""
                {
                  "JITSI_RECORDING_ENABLED": true,
                  "JITSI_APP_ID": 7,
                  "GAVEL_CORS_ORIGINS": ["https://a.example", "https://b.example"],
                  "GAVEL_TRUSTED_PROXIES": [],
                  "GAVEL_JITSI_FEATURES": {"Host": {"recording": false}, "Moderator": {}}
                }
                """);

        var config = start.config();

        assertThat(config.jitsi().recordingEnabled()).isTrue();
        assertThat(config.jitsi().appId()).isEqualTo("7");
        assertThat(config.http().corsOrigins()).isEqualTo(List.of("https://a.example", "https://b.example"));
        assertThat(config.http().trustedProxies()).isEmpty();
        assertThat(config.jitsi().features())
                .isEqualTo(Map.of("Host", Map.of("recording", false), "Moderator", Map.of()));
    }
}
