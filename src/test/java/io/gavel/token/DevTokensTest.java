package io.gavel.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.access.AccessRequests.CreateDevToken;
import io.gavel.bus.Addresses;
import io.gavel.config.Auth;
import io.gavel.config.Mode;
import io.gavel.config.Secret;
import io.gavel.identity.Caller;
import io.gavel.problem.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevTokensTest {
    private static final CreateDevToken ALICE =
            new CreateDevToken("alice", "Alice", "alice@example.org", "https://example.org/a.png", true);
    private static final CreateDevToken BOB = new CreateDevToken("123", null, null, null, false);
    private static final long NOW = TestNode.NOW.getEpochSecond();

    @Test
    void theNodeTakesItsOwnTokens() {
        try (var node = TestNode.start(auth(null, null, null, null))) {
            assertThat(node.caller(create(node, ALICE)))
                    .isEqualTo(new Caller(
                            "alice",
                            "Alice",
                            "alice@example.org",
                            "https://example.org/a.png",
                            true,
                            TestNode.NOW.plus(Duration.ofHours(24))));
            assertThat(node.caller(create(node, BOB)))
                    .isEqualTo(new Caller("123", null, null, null, false, TestNode.NOW.plus(Duration.ofHours(24))));
        }
    }

    @Test
    void aTokenSaysNoMoreThanWasAskedFor() {
        try (var node = TestNode.start(auth(null, null, null, null))) {
            var token = create(node, BOB);

            assertThat(JitsiVerifier.header(token)).hasToString("{\"typ\":\"JWT\",\"alg\":\"HS256\"}");
            assertThat(JitsiVerifier.claims(token))
                    .hasToString("{\"sub\":\"123\",\"iat\":" + NOW + ",\"exp\":" + (NOW + 86_400) + "}");
        }
    }

    @Test
    void aTokenFollowsEveryRuleThatIsConfigured() {
        try (var node = TestNode.start(auth("https://id.example", "gavel", "email", Duration.ofMinutes(90)))) {
            var token = create(node, ALICE);

            assertThat(node.caller(token).userId()).isEqualTo("alice");
            assertThat(node.caller(token).expiresAt()).isEqualTo(TestNode.NOW.plus(Duration.ofMinutes(90)));
            assertThat(JitsiVerifier.claims(token).path("iss").asText()).isEqualTo("https://id.example");
            assertThat(JitsiVerifier.claims(token).path("aud").asText()).isEqualTo("gavel");
            assertThat(JitsiVerifier.claims(token).has("sub")).isFalse();
        }
    }

    @Test
    void aLongerMaximumMakesNoLongerToken() {
        try (var node = TestNode.start(auth(null, null, null, Duration.ofDays(30)))) {
            assertThat(node.caller(create(node, BOB)).expiresAt()).isEqualTo(TestNode.NOW.plus(Duration.ofHours(24)));
        }
    }

    @Test
    void aTokenThatWouldBeRefusedIsNotMade() {
        try (var node = TestNode.start(auth(null, null, null, null))) {
            var tooLong = new CreateDevToken("alice", "x".repeat(7000), null, null, false);
            var nobody = new CreateDevToken("", null, null, null, false);

            assertThat(node.problem(Addresses.CREATE_DEV_TOKEN, tooLong).code()).isEqualTo(Code.INVALID_REQUEST);
            assertThat(node.problem(Addresses.CREATE_DEV_TOKEN, nobody).code()).isEqualTo(Code.INVALID_REQUEST);
        }
    }

    @Test
    void productionMakesNone() {
        var config = TestNode.config(Mode.PRODUCTION, auth(null, null, null, null), TestNode.JITSI);

        try (var node = TestNode.start(config)) {
            assertThat(node.problem(Addresses.CREATE_DEV_TOKEN, ALICE).code()).isEqualTo(Code.NOT_FOUND);
        }
    }

    @Test
    void aNodeWithoutASecretMakesNone(@TempDir Path directory) throws Exception {
        var pem = Issuer.ofPair("EdDSA", Issuer.edwards("Ed25519")).pem();
        var file = Files.writeString(directory.resolve("key.pem"), pem);

        try (var node = TestNode.start(TestNode.publicKeyFile(file))) {
            assertThat(node.problem(Addresses.CREATE_DEV_TOKEN, ALICE).code()).isEqualTo(Code.NOT_FOUND);
        }
    }

    private static String create(TestNode node, CreateDevToken wanted) {
        return node.ask(Addresses.CREATE_DEV_TOKEN, wanted).token();
    }

    private static Auth auth(
            @Nullable String issuer, @Nullable String audience, @Nullable String claim, @Nullable Duration longest) {
        return new Auth(new Secret("the dev secret"), null, null, issuer, audience, claim, longest);
    }
}
