package io.gavel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plants a word in every secret and looks for it in all that a start says. */
class SecretsTest {
    private static final String CANARY = "canary";

    @TempDir
    Path folder;

    /** Every way in which a secret may be given wrongly, as a variable and its text. */
    static Stream<List<String>> wrong() {
        return Stream.of(
                List.of("JITSI_APP_SECRET", CANARY),
                List.of("JITSI_APP_SECRET", CANARY + "\ud800"),
                List.of("GAVEL_AUTH_SECRET", CANARY),
                List.of("GAVEL_JITSI_RESERVATION_TOKEN", CANARY),
                List.of("GAVEL_JITSI_RESERVATION_TOKEN", CANARY.repeat(9) + " x"),
                List.of("GAVEL_JITSI_EVENTS_TOKEN", CANARY),
                List.of("GAVEL_JITSI_RECORDER_TOKEN", CANARY),
                List.of("GAVEL_JAAS_WEBHOOK_SECRET", CANARY),
                List.of("DATABASE_URL", CANARY),
                List.of("DATABASE_URL", "mysql://u:" + CANARY + "@h/d"),
                List.of("DATABASE_URL", "postgres://" + CANARY),
                List.of("DATABASE_URL", "postgres://u:" + CANARY),
                List.of("DATABASE_URL", "postgres://u:" + CANARY + "/x@h/d"),
                List.of("DATABASE_URL", "postgres://u:/" + CANARY + "@h/d"),
                List.of("DATABASE_URL", "postgres://u:x?" + CANARY + "=1@h/d"),
                List.of("DATABASE_URL", "postgres://u:x#" + CANARY + "@h/d"),
                List.of("DATABASE_URL", "postgres://u:x@h/d?" + CANARY + "@h/d"),
                List.of("DATABASE_URL", "postgres://u:" + CANARY + "%@h/d"),
                List.of("DATABASE_URL", "postgres://u:" + CANARY + "@h:x/d"),
                List.of("DATABASE_URL", "postgres://u:" + CANARY + "@h/d?x=1"),
                List.of("DATABASE_URL", "postgres://u:" + CANARY + "@h/d?sslmode=x"),
                List.of("DATABASE_URL", "postgres://u:x@h/d?password=" + CANARY),
                List.of("GAVEL_AUTH_JWKS_URL", "https://u:" + CANARY + "@id.example.com/keys"),
                List.of("GAVEL_AUTH_JWKS_URL", "ftp://id.example.com/keys?key=" + CANARY),
                List.of("JITSI_DOMAIN", "https://u:" + CANARY + "@meet.example.com"),
                List.of("JITSI_DOMAIN", "u:" + CANARY + "@meet.example.com"),
                List.of("GAVEL_CORS_ORIGINS", "https://u:" + CANARY + "@a.example"),
                List.of("GAVEL_CLUSTER_MEMBERS", "u:" + CANARY + "@node-b"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void noFaultShowsOne(List<String> given) throws Exception {
        var name = given.get(0);
        var value = given.get(1);
        var json = "{\"" + name + "\":\"" + value.replace("\ud800", "\\ud800") + "\"}";

        assertSilent(production().env(name, value));
        assertSilent(production().without(name).arguments("--" + name + "=" + value));
        assertSilent(production().without(name).json(json));
        assertSilent(new Start(folder)
                .json("{}")
                .env("PORT", "x")
                .dotEnv(name + "=\"" + value.replace('\ud800', '?') + "\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"JITSI_APP_SECRET\":canary}",
                "{\"JITSI_APP_SECRET\":\"canary}",
                "{\"JITSI_APP_SECRET\":\"canary\" \"x\"}",
                "{\"JITSI_APP_SECRET\":\"canary\\x\"}",
                "{\"JITSI_APP_SECRET\":[\"canary\"]}",
                "{\"JITSI_APP_SECRET\":{\"canary\":1}}",
                "{\"JITSI_APP_SECRET\":\"canary\",\"JITSI_APP_SECRET\":\"canary\"}",
                "{\"JITSI_APP_SECRT\":\"canary\"}",
                "canary"
            })
    void noMalformedFileShowsOne(String json) throws Exception {
        assertSilent(new Start(folder).json(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JITSI_APP_SECRET='canary",
                "JITSI_APP_SECRET=\"canary",
                "JITSI_APP_SECRET=\"x\"canary",
                "JITSI_APP_SECRET: canary",
                "canary"
            })
    void noMalformedDotEnvShowsOne(String dotEnv) throws Exception {
        assertSilent(new Start(folder).dotEnv(dotEnv));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "canary", "--JITSI_APP_SECRET canary", "--JITSI_APP_SECRET -canary", "--JITSI_APP_SECRT --canary",
                "--JITSI_APP_SECRET:canary", "JITSI_APP_SECRET=canary", "-JITSI_APP_SECRET=canary", "--X=canary"
            })
    void noArgumentShowsOne(String arguments) {
        assertSilent(new Start(folder).arguments(arguments.split(" ", -1)));
    }

    @Test
    void noConfigurationShowsOne() throws Exception {
        var secret = CANARY.repeat(6);
        var config = Start.inProduction(folder)
                .env("DATABASE_URL", "postgresql://u:canary@h/d")
                .env("JITSI_APP_SECRET", secret)
                .env("GAVEL_AUTH_SECRET", secret)
                .env("GAVEL_AUTH_SECRT", secret)
                .config();
        var withQuery = new Start(folder)
                .env("GAVEL_AUTH_JWKS_URL", "https://id.example.com/keys?key=canary")
                .config();

        assertThat(config.toString()).doesNotContain(CANARY);
        assertThat(config.warnings()).hasSize(2).noneMatch(line -> line.contains(CANARY));
        assertThat(config.describe()).noneMatch(line -> line.contains(CANARY));
        assertThat(withQuery.describe()).contains("GAVEL_AUTH_JWKS_URL=https://id.example.com/keys?*** (environment)");
        assertThat(config.auth().secret()).isEqualTo(new Secret(secret)).hasToString("***");
    }

    /** Any user of the machine may list its processes. */
    @Test
    void oneInTheCommandLineIsWarnedOf() throws Exception {
        var warned = new Start(folder)
                .arguments("--GAVEL_AUTH_SECRET=" + CANARY.repeat(6), "--JITSI_APP_ID=app")
                .config()
                .warnings();

        assertThat(warned)
                .singleElement()
                .asString()
                .startsWith("GAVEL_AUTH_SECRET stands in the command line")
                .doesNotContain(CANARY);
    }

    /** A start that is refused whatever the secret is. */
    private Start production() {
        return Start.inProduction(folder).env("PORT", "x");
    }

    private static void assertSilent(Start start) {
        var refusal = start.refusal();
        var trace = new StringWriter();
        refusal.printStackTrace(new PrintWriter(trace, true));

        assertThat(refusal.faults()).isNotEmpty().noneMatch(fault -> fault.contains("\n"));
        assertThat(trace.toString()).contains(refusal.faults().get(0)).doesNotContain(CANARY);
    }
}
