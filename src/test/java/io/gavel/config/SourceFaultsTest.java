package io.gavel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceFaultsTest {
    private static final String OBJECT = "; takes one JSON object whose keys are variables, each once";
    private static final String ARGUMENT = "; takes --NAME=value for a variable, -conf FILE or -cluster";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\n\"PORT\": 1\n\"JITSI_APP_ID\": \"canary\"}",
                "{\n\"PORT\": 1,\ncanary}",
                "{\n\"PORT\": 1,\n\"JITSI_APP_ID\": canary}",
                "{\n\"PORT\": 1,\n\"JITSI_APP_ID\": \"canary\\q\"}",
                "{\n\"PORT\": 1,\n// canary\n\"GAVEL_MODE\":\"dev\"}",
                "{\n\"PORT\": 1\n} canary",
                "\n\n[\"canary\"]",
                "\n\n\"canary",
                "{\n\"PORT\": 1,\n\"JITSI_APP_ID\": [\"canary\""
            })
    void malformedJsonIsNamedByItsLine(String json) throws Exception {
        assertThat(new Start(folder).json(json).faults())
                .containsExactly("conf/gavel.json, line 3: got what is not JSON" + OBJECT);
    }

    @Test
    void anEmptyFileIsNoJson() throws Exception {
        assertThat(new Start(folder).json("").faults())
                .containsExactly("conf/gavel.json, line 1: got what is not JSON" + OBJECT);
    }

    @Test
    void bytesThatAreNoTextAreNoJson() throws Exception {
        new Start(folder).json("");
        Files.write(
                folder.resolve("conf/gavel.json"),
                "{\"JITSI_APP_ID\":\"canary\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(new Start(folder).faults())
                .containsExactly("conf/gavel.json, line 1: got what is not JSON" + OBJECT);
    }

    @Test
    void aFolderIsNoFile() throws Exception {
        new Start(folder).file("conf/gavel.json/x", "");

        assertThat(new Start(folder).faults())
                .containsExactly("conf/gavel.json: got a file that cannot be read; takes a readable JSON file");
    }

    @Test
    void everyUnknownOrRepeatedKeyIsNamed() throws Exception {
        var start = new Start(folder).json("""
                {
                  "port": 6000,
                  "GAVEL_EVENTS": {"a": [1]},
                  "PORT": 6001,
                  "PORT": 6002
                }""");

        assertThat(start.faults())
                .containsExactly(
                        "conf/gavel.json, line 2: got the unknown key \"port\"; did you mean PORT?" + OBJECT,
                        "conf/gavel.json, line 3: got the unknown key \"GAVEL_EVENTS\"" + OBJECT,
                        "conf/gavel.json, line 5: got the key PORT again" + OBJECT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null | null",
                "{\"a\":1} | an object",
                "[1] | an array of other things than strings",
                "[[\"a\"],{\"b\":1}] | an array of other things than strings",
                "[\"1\"] | an array"
            })
    void aPlainVariableTakesAPlainValue(String json, String got) throws Exception {
        assertThat(new Start(folder).json("{\"PORT\":" + json + "}").faults())
                .containsExactly("PORT: got " + got + " (conf/gavel.json, line 1); takes a whole number, 0..65535");
    }

    @Test
    void aRepeatInsideTheFeaturesIsAFault() throws Exception {
        var start = new Start(folder).json("{\"GAVEL_JITSI_FEATURES\":{\"Host\":{\"lobby\":true,\"lobby\":false}}}");

        assertThat(start.faults())
                .containsExactly("GAVEL_JITSI_FEATURES: got a text that is not JSON, or names something twice"
                        + " (conf/gavel.json); takes " + Variable.GAVEL_JITSI_FEATURES.takes());
    }

    @Test
    void halfACharacterIsAFault() throws Exception {
        assertThat(new Start(folder)
                        .json("{\"JITSI_APP_SECRET\":\"canary\\ud800\"}")
                        .faults())
                .containsExactly("JITSI_APP_SECRET: got a text with NUL or half a character (conf/gavel.json); takes "
                        + Variable.JITSI_APP_SECRET.takes());
    }

    @Test
    void aMalformedDotEnvIsNamedByItsLine() throws Exception {
        assertThat(new Start(folder).dotEnv("A=1\nJITSI_APP_SECRET='canary\n").faults())
                .containsExactly(".env: got a malformed line 2; takes KEY=value lines");
    }

    @Test
    void aDotEnvThatIsNoTextIsAFault() throws Exception {
        Files.write(folder.resolve(".env"), new byte[] {'A', '=', (byte) 0xff});

        assertThat(new Start(folder).faults())
                .containsExactly(".env: got a file that cannot be read as UTF-8; takes KEY=value lines");
    }

    @Test
    void aMissingConfFileIsAFault() {
        assertThat(new Start(folder).arguments("-conf", "none.json").faults())
                .containsExactly("-conf: got \"none.json\", which does not exist; takes the path of a JSON file");
        assertThat(new Start(folder).arguments("-conf").faults())
                .containsExactly("-conf: got nothing; takes the path of a JSON file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "canary | argument 1, which is none of these",
                "JITSI_APP_SECRET=canary | argument 1, which is none of these",
                "--port=canary | the unknown argument \"port\"; did you mean PORT?",
                "-Xmx=canary | the unknown argument \"Xmx\"",
            })
    void anUnknownArgumentIsNamedWithoutItsValue(String argument, String got) {
        assertThat(new Start(folder).arguments(argument).faults())
                .containsExactly("command line: got " + got + ARGUMENT);
    }

    @Test
    void aVariableWithoutItsEqualsSignIsAFault() {
        var start = new Start(folder).arguments("--JITSI_APP_SECRET", "--canary", "--PORT", "-cluster", "-PORT=1");

        assertThat(start.faults())
                .containsExactly(
                        "JITSI_APP_SECRET: got no value (command line); takes --JITSI_APP_SECRET=value",
                        "PORT: got no value (command line); takes --PORT=value",
                        "PORT: got no value (command line); takes --PORT=value");
    }
}
