package io.gavel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTokenCommandTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String SECRET = "the canary that signs, of more than 32 bytes";

    /** No node would start with these in production. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "GAVEL_MODE", "production",
            "JITSI_DOMAIN", "https://meet.example.org",
            "JITSI_APP_ID", "my-app",
            "JITSI_APP_SECRET", SECRET);

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aGoodTokenOnStandardInputIsFine() throws Exception {
        assertThat(run(token(3600) + "\n", "--room=alpha")).isZero();

        assertThat(said()).isEqualTo("Accepted by Jitsi's server, as owner.\n");
    }

    @Test
    void aBrokenRuleIsToldAndIsExitCode1() throws Exception {
        assertThat(run(token(-61))).isEqualTo(1);

        assertThat(said())
                .startsWith("Refused by Jitsi's server.\n\nrefused: It ended 61 seconds ago")
                .contains("Jitsi says:     Not acceptable by exp\n", "What one sees:  The page", "How to mend it: Get")
                .contains("Rule:           expired\n", "flagged: Its exp is past.");
    }

    @Test
    void whatOnlySurprisesIsToldAndIsFine() throws Exception {
        assertThat(run(token(90_000))).isZero();

        assertThat(said()).contains("surprising: It is valid for 25 hours more.");
    }

    @Test
    void theTokenMayStandInAFile() throws Exception {
        Files.writeString(folder.resolve("token.txt"), token(3600) + "\r\n");

        assertThat(run("", "--room=beta", "token.txt")).isEqualTo(1);

        assertThat(said()).contains("Rule:           room\n");
    }

    @Test
    void optionsTellOfThePlace() throws Exception {
        var pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        var pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        Files.writeString(folder.resolve("key.pem"), pem);

        var code = run(
                token(3600),
                "--json",
                "--lobby",
                "--tenant=acme",
                "--no-domain-verification",
                "--issuer=*",
                "--audience=other",
                "--provider=self-hosted",
                "--domain=x",
                "--public-key=key.pem",
                "--JITSI_APP_ID=another");

        assertThat(code).isEqualTo(1);
        assertThat(new JsonObject(said())
                        .getJsonArray("findings").stream().map(finding -> ((JsonObject) finding).getString("rule")))
                .containsExactly("kid-missing", "alg-confusion", "aud", "sub-unchecked", "lobby");
    }

    @Test
    void theNodesOwnArgumentsCount() throws Exception {
        Files.writeString(folder.resolve("other.json"), "{\"JITSI_APP_ID\":\"another\"}");
        var without = Map.of("JITSI_DOMAIN", "meet.example.org", "JITSI_APP_SECRET", SECRET);

        var code = command(token(3600), without).run(List.of("check-token", "-conf", "other.json"), NOW);

        assertThat(code).isEqualTo(1);
        assertThat(said()).contains("Its iss is \"my-app\", not \"another\".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--colour",
                "--room",
                "--lobby=yes",
                "--provider=canary",
                "--public-key=none.pem",
                "a b c",
                "-canary",
                "--canary=x",
                "eyJhbGciOiJIUzI1NiJ9.canary.x",
                "Bearer eyJhbGciOiJIUzI1NiJ9.canary.x",
                "-conf",
                "absent.txt",
                "--PORT"
            })
    void aCallThatItDoesNotKnowIsExitCode2(String arguments) throws Exception {
        var parts = arguments.startsWith("Bearer") ? new String[] {arguments} : arguments.split(" ", -1);

        assertThat(run(token(3600), parts)).isEqualTo(2);

        assertThat(said()).isEmpty();
        assertThat(errors()).isNotEmpty().doesNotContain("canary");
    }

    @Test
    void aConfigurationThatIsNoneIsExitCode2AndNamed() throws Exception {
        var code = command(token(3600), Map.of("JITSI_DOMAIN", "a b", "JITSI_APP_SECRET", SECRET))
                .run(List.of("check-token"), NOW);

        assertThat(code).isEqualTo(2);
        assertThat(errors()).startsWith("JITSI_DOMAIN: got \"a b\"");
    }

    @Test
    void helpIsThere() throws Exception {
        assertThat(run("", "--help")).isZero();

        assertThat(said()).contains("--room=NAME", "--no-domain-verification", "Exit code 0");
    }

    @Test
    void noSecretIsShown() throws Exception {
        run(token(-1), "--json");
        run("no token");

        assertThat(said() + errors()).doesNotContain("canary", SECRET);
    }

    private int run(String input, String... arguments) {
        var all = new ArrayList<>(List.of("check-token"));
        all.addAll(List.of(arguments));
        return command(input, ENVIRONMENT).run(all, NOW);
    }

    private CheckTokenCommand command(String input, Map<String, String> environment) {
        return new CheckTokenCommand(
                folder,
                environment,
                new ByteArrayInputStream(bytes(input)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** A token for the room alpha that is valid for this long. */
    private static String token(long seconds) throws Exception {
        var claims = """
                {"aud":"jitsi","iss":"my-app","sub":"meet.example.org","room":"alpha","nbf":%d,"exp":%d,
                 "context":{"group":"42","user":{"id":"17","moderator":true,"affiliation":"owner"}}}""".formatted(NOW.getEpochSecond() - 30, NOW.getEpochSecond() + seconds);
        var text = base64(bytes("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")) + "." + base64(bytes(claims));
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(bytes(SECRET), "HmacSHA256"));
        return text + "." + base64(mac.doFinal(bytes(text)));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
