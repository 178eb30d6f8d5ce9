package io.gavel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
    private static final String KEY = PrivateKeys.rsa(2048);
    private static final List<String> ORIGINS = List.of("https://a.example", "http://b.example:81");
    private static final RateLimits LIMITS = new RateLimits(15, 16, List.of("192.0.2.0/24", "2001:db8::1"));

    @TempDir
    Path folder;

    @Test
    void devNeedsNothing() throws Exception {
        var config = new Start(folder).config();

        assertThat(config)
                .usingRecursiveComparison()
                .ignoringFields("describe")
                .isEqualTo(new Config(
                        Mode.DEV,
                        new Http(
                                "127.0.0.1",
                                5000,
                                List.of(),
                                List.of(),
                                new RateLimits(6000, 60_000, List.of("127.0.0.0/8", "::1")),
                                Duration.ofDays(365)),
                        new Management("127.0.0.1", 5001),
                        folder.resolve("data"),
                        null,
                        8,
                        new Auth(null, null, null, null, null, null, null),
                        new Jitsi(
                                "https://meet.talentflip.ai",
                                "meet.talentflip.ai",
                                "talentflip-ai",
                                new Secret("super_secret_key_here"),
                                "Interview_",
                                false,
                                "./public/recordings",
                                Duration.ofHours(1),
                                Map.of()),
                        new JitsiServer(
                                "/jitsi",
                                new Reservations(null, false, 0),
                                null,
                                null,
                                null,
                                null,
                                "conference.meet.talentflip.ai"),
                        new RecordingAccess(folder.resolve("public/recordings"), false, Duration.ofSeconds(300)),
                        new Cluster(false, "127.0.0.1", 5701, List.of(), 15701, null),
                        new Meetings(
                                90,
                                90,
                                0,
                                365,
                                Duration.ofDays(1),
                                Duration.ofMinutes(2),
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(30),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(8),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(120))));
    }

    @Test
    void productionListensEverywhere() throws Exception {
        var config = Start.inProduction(folder).config();

        assertThat(config.mode()).isEqualTo(Mode.PRODUCTION);
        assertThat(config.http().host()).isEqualTo("0.0.0.0");
        assertThat(config.management().host()).isEqualTo("0.0.0.0");
        assertThat(config.cluster().host()).isEqualTo("127.0.0.1");
    }

    @Test
    void everyVariableReachesItsPlace() throws Exception {
        var config = Everything.in(folder, KEY).config();

        assertThat(config)
                .usingRecursiveComparison()
                .ignoringFields("describe", "warnings")
                .isEqualTo(new Config(
                        Mode.PRODUCTION,
                        new Http("192.0.2.1", 6000, ORIGINS, List.of("10.0.0.0/8"), LIMITS, Duration.ofSeconds(17)),
                        new Management("192.0.2.2", 6001),
                        folder.resolve("var"),
                        DatabaseUrl.parse(Start.DATABASE),
                        9,
                        new Auth(
                                null,
                                null,
                                URI.create("https://id.example.com/keys"),
                                "issuer",
                                "audience",
                                "uid",
                                Duration.ofMinutes(10)),
                        new Jitsi(
                                "https://Jitsi.example.com:8443/x",
                                "jitsi.example.com",
                                "app",
                                new Secret(Start.JITSI_SECRET),
                                "Room-",
                                true,
                                "/srv/recordings",
                                Duration.ofMinutes(2),
                                Map.of("Participant", Map.of("recording", true, "flip", false)),
                                new JitsiKey("vpaas-magic-cookie-1/2", new Secret(KEY))),
                        new JitsiServer(
                                "/from/jitsi",
                                new Reservations(new Secret(Start.RESERVATION_TOKEN), true, 3),
                                new Secret(Start.EVENTS_TOKEN),
                                new Secret(Start.RECORDER_TOKEN),
                                new Secret(Start.WEBHOOK_SECRET),
                                URI.create("http://prosody:5280"),
                                "muc.meet.jitsi"),
                        new RecordingAccess(Path.of("/srv/recordings"), true, Duration.ofSeconds(11)),
                        cluster(),
                        meetings()));
    }

    @Test
    void aKeyFileIsFoundFromTheWorkingDirectory() throws Exception {
        var config = new Start(folder)
                .file("keys/public.pem", "-")
                .env("GAVEL_AUTH_PUBLIC_KEY_FILE", "keys/public.pem")
                .config();

        assertThat(config.auth().publicKeyFile()).isEqualTo(folder.resolve("keys/public.pem"));
        assertThat(config.auth().secret()).isNull();
    }

    @Test
    void managementAndClusterFollowTheHost() throws Exception {
        var config = new Start(folder).env("GAVEL_HOST", "[::1]").config();

        assertThat(config.http().host()).isEqualTo("::1");
        assertThat(config.management().host()).isEqualTo("::1");
        assertThat(config.cluster().host()).isEqualTo("::1");
    }

    @Test
    void aBareDomainIsItsOwnHost() throws Exception {
        var jitsi = new Start(folder)
                .env("JITSI_DOMAIN", "Meet.Example.com")
                .config()
                .jitsi();

        assertThat(jitsi.domain()).isEqualTo("Meet.Example.com");
        assertThat(jitsi.host()).isEqualTo("meet.example.com");
    }

    @Test
    void aRoomPrefixMayBeEmpty() throws Exception {
        var config = new Start(folder).env("JITSI_ROOM_PREFIX", "").config();

        assertThat(config.jitsi().roomPrefix()).isEmpty();
    }

    @Test
    void anyFreePortMayBeAskedForTwice() throws Exception {
        var config = new Start(folder)
                .env("PORT", "0")
                .env("GAVEL_MANAGEMENT_PORT", "0")
                .env("GAVEL_BUS_PORT", "0")
                .arguments("-cluster")
                .config();

        assertThat(config.http().port()).isZero();
        assertThat(config.management().port()).isZero();
        assertThat(config.cluster().busPort()).isZero();
    }

    @Test
    void theFileOfTheRepositoryChangesNothing() throws Exception {
        var bare = new Start(folder).config();

        var shipped = new Start(folder)
                .json(Files.readString(Path.of("conf/gavel.json")))
                .config();

        assertThat(shipped).isEqualTo(bare);
    }

    @Test
    void everyVariableIsDescribed() throws ConfigException, IOException {
        var lines = new Start(folder)
                .json("{\"GAVEL_MANAGEMENT_PORT\":6001,\"JITSI_APP_SECRET\":\"of my own\"}")
                .dotEnv("GAVEL_EVENT_DAYS=7")
                .env("DATABASE_URL", "postgres://me:pw@[::1]/my%20db?sslmode=require&schema=x")
                .arguments("--PORT=6000")
                .config()
                .describe();

        assertThat(lines)
                .hasSize(ConfigLoader.variables().size())
                .contains(
                        "GAVEL_MODE=dev (built-in)",
                        "PORT=6000 (command line)",
                        "GAVEL_HOST=127.0.0.1 (built-in)",
                        "GAVEL_MANAGEMENT_PORT=6001 (conf/gavel.json)",
                        "GAVEL_MANAGEMENT_HOST=127.0.0.1 (as GAVEL_HOST)",
                        "DATABASE_URL=postgresql://me:***@[::1]:5432/my%20db?sslmode=require (environment)",
                        "GAVEL_AUTH_SECRET= (unset)",
                        "JITSI_APP_SECRET=*** (conf/gavel.json)",
                        "GAVEL_EVENT_DAYS=7 (.env)");
    }

    @Test
    void whatIsIgnoredOrUnwiseIsWarnedOf() throws Exception {
        var warnings = new Start(folder)
                .dotEnv("JITSI_APP_SECRT=x\nOTHER=y")
                .env("GAVEL_SERVICE_HOST", "10.0.0.1")
                .env("HOME", "/root")
                .env("GAVEL_AUTH_SECRET", "super_secret_key_here")
                .config()
                .warnings();

        assertThat(warnings)
                .containsExactlyInAnyOrder(
                        "JITSI_APP_SECRT (.env) is not a variable and was ignored; did you mean JITSI_APP_SECRET?",
                        "GAVEL_SERVICE_HOST (environment) is not a variable and was ignored",
                        "GAVEL_AUTH_SECRET is the same as JITSI_APP_SECRET: Jitsi tokens could pass for users' own");
    }

    @ParameterizedTest
    @CsvSource({
        "http://login.example.com/jwks, 1",
        "http://10.0.0.1/jwks, 1",
        "https://login.example.com/jwks, 0",
        "http://127.0.0.1:8080/jwks, 0",
        "http://[::1]:8080/jwks, 0",
        "http://localhost/jwks, 0"
    })
    void keysThatComeOverAnOpenNetworkAreWarnedOf(String address, int warnings) throws ConfigException {
        var config = Start.inProduction(folder)
                .without("GAVEL_AUTH_SECRET")
                .env("GAVEL_AUTH_JWKS_URL", address)
                .config();

        assertThat(config.warnings()).hasSize(warnings).allMatch(line -> line.startsWith("GAVEL_AUTH_JWKS_URL is no"));
    }

    private Cluster cluster() {
        var tls = new BusTls(
                folder.resolve("bus/key.pem"), folder.resolve("bus/node.pem"), folder.resolve("bus/authority.pem"));
        return new Cluster(true, "192.0.2.3", 6002, List.of("node-b:6002", "[2001:db8::1]:7"), 6003, tls);
    }

    private static Meetings meetings() {
        return new Meetings(
                1,
                5,
                6,
                31,
                Duration.ofMinutes(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofMinutes(5),
                Duration.ofSeconds(6),
                Duration.ofSeconds(7),
                Duration.ofSeconds(9),
                Duration.ofSeconds(10),
                Duration.ofSeconds(12),
                Duration.ofSeconds(13),
                Duration.ofMinutes(14));
    }
}
