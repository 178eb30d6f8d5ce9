package io.gavel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FaultsTest {
    private static final String HOST = "a host name or an IP address";
    private static final String TEXT = "a text that is not blank";

    @TempDir
    Path folder;

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("GAVEL_MODE", "prod", "\"prod\"", "dev or production"),
                Arguments.of("PORT", "65536", "\"65536\"", "a whole number, 0..65535"),
                Arguments.of("PORT", "-1", "\"-1\"", "a whole number, 0..65535"),
                Arguments.of("PORT", " 80", "\" 80\"", "a whole number, 0..65535"),
                Arguments.of("PORT", "8o", "\"8o\"", "a whole number, 0..65535"),
                Arguments.of("PORT", "٨٠", "\"٨٠\"", "a whole number, 0..65535"),
                Arguments.of("PORT", "99999999999999999999", "\"99999999999999999999\"", "a whole number, 0..65535"),
                Arguments.of(
                        "GAVEL_MANAGEMENT_PORT",
                        "tcp://10.0.0.1:5001",
                        "\"tcp://10.0.0.1:5001\", which Kubernetes sets for a Service unless enableServiceLinks is false",
                        "a whole number, 0..65535"),
                Arguments.of("GAVEL_CLUSTER_PORT", "0", "\"0\"", "a whole number, 1..65535"),
                Arguments.of("GAVEL_BUS_PORT", "x", "\"x\"", "a whole number, 0..65535"),
                Arguments.of("GAVEL_DATABASE_CONNECTIONS", "101", "\"101\"", "a whole number, 1..100"),
                Arguments.of("GAVEL_AUTH_MAX_TOKEN_SECONDS", "0", "\"0\"", "a whole number, 1..31536000"),
                Arguments.of("GAVEL_JITSI_TOKEN_SECONDS", "14401", "\"14401\"", "a whole number, 1..14400"),
                Arguments.of("GAVEL_EVENT_DAYS", "0", "\"0\"", "a whole number, 1..36500"),
                Arguments.of("GAVEL_NOTIFICATION_DAYS", "0", "\"0\"", "a whole number, 1..36500"),
                Arguments.of("GAVEL_MESSAGE_DAYS", "-1", "\"-1\"", "a whole number, 0..36500"),
                Arguments.of("GAVEL_AUDIT_DAYS", "29", "\"29\"", "a whole number, 30..36500"),
                Arguments.of("GAVEL_MAX_MEETING_MINUTES", "0", "\"0\"", "a whole number, 1..525600"),
                Arguments.of("GAVEL_UNCONFIRMED_SECONDS", "0", "\"0\"", "a whole number, 1..86400"),
                Arguments.of("GAVEL_EMPTY_SECONDS", "0", "\"0\"", "a whole number, 1..86400"),
                Arguments.of("GAVEL_NO_SHOW_MINUTES", "0", "\"0\"", "a whole number, 1..10080"),
                Arguments.of("GAVEL_SWEEP_SECONDS", "0", "\"0\"", "a whole number, 1..3600"),
                Arguments.of("GAVEL_GRACE_SECONDS", "0", "\"0\"", "a whole number, 1..3600"),
                Arguments.of("GAVEL_LEASE_SECONDS", "301", "\"301\"", "a whole number, 1..300"),
                Arguments.of("GAVEL_CLUSTER", "yes", "\"yes\"", "true or false"),
                Arguments.of("JITSI_RECORDING_ENABLED", "1", "\"1\"", "true or false"),
                Arguments.of("GAVEL_HOST", "a b", "\"a b\"", HOST),
                Arguments.of("GAVEL_MANAGEMENT_HOST", "http://x", "\"http://x\"", HOST),
                Arguments.of("GAVEL_CLUSTER_HOST", "::", "\"::\"", HOST + " that other nodes reach, no wildcard"),
                Arguments.of("GAVEL_AUTH_ISSUER", " ", "\" \"", TEXT),
                Arguments.of("GAVEL_AUTH_AUDIENCE", "\t", "\"\\u0009\"", TEXT),
                Arguments.of("GAVEL_AUTH_USER_ID_CLAIM", "a\nb", "\"a\\u000ab\"", TEXT),
                Arguments.of("JITSI_APP_ID", " ", "\" \"", TEXT),
                Arguments.of("GAVEL_AUTH_PUBLIC_KEY_FILE", "none.pem", "\"none.pem\"", "a readable PEM file"),
                Arguments.of(
                        "GAVEL_AUTH_JWKS_URL",
                        "ftp://x/keys",
                        "\"ftp://x/keys\"",
                        "an http or https URL without credentials"),
                Arguments.of("JITSI_ROOM_PREFIX", "Ünter_", "\"Ünter_\"", "up to 64 ASCII letters, digits, - and _"),
                Arguments.of(
                        "DATABASE_URL",
                        "postgresql://u@h/d?sslcert=x",
                        "a URL with the parameter sslcert",
                        Variable.DATABASE_URL.takes()));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aWrongValueIsOneLine(String name, String value, String got, String takes) {
        assertThat(new Start(folder).env(name, value).faults())
                .containsExactly(name + ": got " + got + " (environment); takes " + takes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JITSI_DOMAIN | ftp://meet.example.com | \"ftp://meet.example.com\"",
                "JITSI_DOMAIN | https:// | \"https://\"",
                "JITSI_DOMAIN | meet.example.com/x | \"meet.example.com/x\"",
                "JITSI_DOMAIN | https://meet.example.com/#a | \"https://meet.example.com/#a\"",
                "JITSI_DOMAIN | https://meet.example.com/?a=b | \"https://meet.example.com/?***\"",
                "JITSI_DOMAIN | https://me:pw@meet.example.com | \"https://***@meet.example.com\"",
                "GAVEL_JITSI_RESERVATION_TOKEN | two words | a text with blanks or other characters that are not visible ASCII",
                "GAVEL_JITSI_RESERVATION_TOKEN | schlüssel | a text with blanks or other characters that are not visible ASCII",
                "GAVEL_JITSI_PATH | jitsi | \"jitsi\"",
                "GAVEL_JITSI_PATH | /jitsi/ | \"/jitsi/\"",
                "GAVEL_JITSI_PATH | / | \"/\"",
                "GAVEL_JITSI_PATH | /a/:id | \"/a/:id\"",
                "GAVEL_JITSI_PATH | /a/../api | \"/a/../api\"",
                "GAVEL_JITSI_PATH | /api/jitsi | \"/api/jitsi\"",
                "GAVEL_JITSI_RESERVATION_WHEN_UNSURE | maybe | \"maybe\"",
                "JITSI_RECORDING_PATH | / | \"/\"",
                "JITSI_RECORDING_PATH | /a/../b | \"/a/../b\"",
                "JITSI_RECORDING_PATH | /a/%2E%2e/b | \"/a/%2E%2e/b\"",
                "GAVEL_CORS_ORIGINS | * | \"*\"",
                "GAVEL_CORS_ORIGINS | https://a.example,null,https://b.example/ | \"null\", \"https://b.example/\"",
                "GAVEL_CORS_ORIGINS | https://*.example.com | \"https://*.example.com\"",
                "GAVEL_TRUSTED_PROXIES | proxy,10.0.0.0/33,::/129,10.0.0.1/ | "
                        + "\"proxy\", \"10.0.0.0/33\", \"::/129\", \"10.0.0.1/\"",
                "GAVEL_CLUSTER_MEMBERS | a:0,b:c,d e,f:1:2 | \"a:0\", \"b:c\", \"d e\", \"f:1:2\"",
                "GAVEL_JITSI_FEATURES | {] | a text that is not JSON, or names something twice",
                "GAVEL_JITSI_FEATURES | {\"Host\":{},\"Host\":{}} | a text that is not JSON, or names something twice",
                "GAVEL_JITSI_FEATURES | [] | JSON that is no object",
                "GAVEL_JITSI_FEATURES | {\"Host\":true} | no object for the role \"Host\"",
                "GAVEL_JITSI_FEATURES | {\"host\":{\"dance\":true,\"lobby\":\"true\"}} | "
                        + "the role \"host\", the feature \"dance\", neither true nor false for lobby",
            })
    void eachFaultyPartIsNamed(Variable variable, String value, String got) {
        assertThat(new Start(folder).env(variable.name(), value).faults())
                .containsExactly(variable + ": got " + got + " (environment); takes " + variable.takes());
    }

    @Test
    void aFolderIsNoFile() throws Exception {
        Files.writeString(folder.resolve("data"), "x");

        assertThat(new Start(folder).faults())
                .containsExactly(
                        "GAVEL_DATA_DIR: got \"" + folder.resolve("data") + "\", which is no folder; takes a folder");
    }

    @Test
    void anOverlongValueIsCut() {
        assertThat(new Start(folder).env("PORT", "x".repeat(9999)).faults())
                .containsExactly("PORT: got \"" + "x".repeat(60) + "…\" (environment); takes a whole number, 0..65535");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.1", "localhost, 127.0.0.1", "::1, ::1"})
    void twoSocketsCannotShareAPort(String host, String management) {
        var start = new Start(folder)
                .env("PORT", "6000")
                .env("GAVEL_HOST", host)
                .env("GAVEL_MANAGEMENT_PORT", "6000")
                .env("GAVEL_MANAGEMENT_HOST", management);

        assertThat(start.faults())
                .containsExactly("GAVEL_MANAGEMENT_PORT: got 6000, as PORT has; takes a port of its own");
    }

    @Test
    void onePortOnTwoAddressesIsTwoPlaces() throws Exception {
        var config = new Start(folder)
                .env("PORT", "6000")
                .env("GAVEL_MANAGEMENT_PORT", "6000")
                .env("GAVEL_MANAGEMENT_HOST", "127.0.0.2")
                .config();

        assertThat(config.management()).isEqualTo(new Management("127.0.0.2", 6000));
    }

    @Test
    void aWildcardSharesEveryAddress() {
        var start = Start.inProduction(folder)
                .env("GAVEL_MANAGEMENT_PORT", "5000")
                .env("GAVEL_MANAGEMENT_HOST", "127.0.0.1");

        assertThat(start.faults())
                .containsExactly("GAVEL_MANAGEMENT_PORT: got 5000, as PORT has; takes a port of its own");
    }

    @Test
    void theClustersPortsAreItsOwnToo() throws Exception {
        var start = new Start(folder).env("GAVEL_BUS_PORT", "5701");

        assertThat(start.config().cluster().enabled()).isFalse();
        assertThat(start.arguments("-cluster").faults())
                .containsExactly("GAVEL_BUS_PORT: got 5701, as GAVEL_CLUSTER_PORT has; takes a port of its own");
    }

    @Test
    void allFaultsAreNamedAtOnce() throws Exception {
        var refusal = new Start(folder)
                .json("{\"PROT\": 1,\n\"GAVEL_EVENT_DAYS\": 0}")
                .dotEnv("JITSI_APP_ID=' '")
                .env("PORT", "x")
                .env("GAVEL_HOST", "0.0.0.0")
                .arguments("--GAVEL_CLUSTER=maybe", "run")
                .refusal();

        assertThat(refusal.faults())
                .containsExactlyInAnyOrder(
                        "command line: got argument 2, which is none of these;"
                                + " takes --NAME=value for a variable, -conf FILE or -cluster",
                        "conf/gavel.json, line 1: got the unknown key \"PROT\"; did you mean PORT?;"
                                + " takes one JSON object whose keys are variables, each once",
                        "PORT: got \"x\" (environment); takes a whole number, 0..65535",
                        "JITSI_APP_ID: got \" \" (.env); takes a text that is not blank",
                        "GAVEL_CLUSTER: got \"maybe\" (command line); takes true or false",
                        "GAVEL_EVENT_DAYS: got \"0\" (conf/gavel.json); takes a whole number, 1..36500",
                        "GAVEL_HOST: got \"0.0.0.0\" (environment);"
                                + " takes in dev a loopback address: 127.0.0.1, ::1 or localhost");
        assertThat(refusal).hasMessage(String.join(System.lineSeparator(), refusal.faults()));
    }
}
