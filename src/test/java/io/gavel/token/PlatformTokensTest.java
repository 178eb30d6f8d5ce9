package io.gavel.token;

import static io.gavel.token.Issuer.encode;
import static io.gavel.token.Issuer.utf8;
import static io.gavel.token.Samples.GOOD;
import static io.gavel.token.Samples.NOW;
import static io.gavel.token.Samples.claims;
import static io.gavel.token.Samples.input;
import static io.gavel.token.Samples.part;
import static io.gavel.token.Samples.signature;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.identity.Caller;
import io.gavel.problem.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers after "JWT" are those of the list of attacks. */
class PlatformTokensTest {
    private static final Issuer ATTACKER = Issuer.ofPair("RS256", Issuer.rsa(2048));
    private static final List<Setup> SETUPS = new ArrayList<>();
    private static KeyServer keyServer;

    @BeforeAll
    static void startNodes(@TempDir Path directory) throws IOException {
        keyServer = KeyServer.start();
        SETUPS.addAll(Setup.all(directory, keyServer));
    }

    @AfterAll
    static void stopNodes() {
        SETUPS.forEach(Setup::stop);
        SETUPS.clear();
        keyServer.close();
    }

    static Stream<Arguments> acceptedTokens() {
        return SETUPS.stream()
                .flatMap(setup -> setup.issuers().stream()
                        .flatMap(issuer ->
                                acceptedClaims().map(claims -> Arguments.of(setup, issuer.header(), issuer, claims))));
    }

    static Stream<String> acceptedClaims() {
        return Stream.of(
                GOOD,
                claims("\"exp\":" + (NOW + 0.5)),
                claims("\"exp\":" + (NOW - 10)),
                claims("\"exp\":253402300799"),
                claims("\"exp\":" + (NOW + 600) + ",\"nbf\":" + (NOW + 10) + ",\"iat\":" + (NOW + 9.5)),
                claims("\"exp\":" + (NOW + 600) + ",\"iss\":\"any\",\"aud\":[\"any\"],\"iat\":0"));
    }

    @ParameterizedTest(name = "{0} {1} {3}")
    @MethodSource("acceptedTokens")
    void takesAGoodToken(Setup setup, String header, Issuer issuer, String claims) {
        assertThat(setup.node().caller(issuer.token(claims)).userId()).isEqualTo("alice");
    }

    static Stream<Arguments> refusedTokens() {
        return SETUPS.stream().flatMap(setup -> Refused.all().stream().map(refused -> Arguments.of(setup, refused)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("refusedTokens")
    void refusesABadToken(Setup setup, Refused refused) {
        var problem = setup.node().refusal(refused.token().apply(setup.issuer()));

        assertThat(problem.code()).isEqualTo(Code.UNAUTHENTICATED);
        assertThat(problem.detail()).contains(refused.reason()).hasSizeLessThan(80);
    }

    static Stream<Arguments> foreignAlgorithms() {
        var all = Stream.of("HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "EdDSA")
                .toList();
        return SETUPS.stream()
                .filter(setup -> !setup.isKeySet())
                .flatMap(setup -> all.stream()
                        .filter(name -> setup.issuers().stream()
                                .noneMatch(issuer -> issuer.algorithm().equals(name)))
                        .map(name -> Arguments.of(setup, name)));
    }

    @ParameterizedTest(name = "{0} does not take {1}")
    @MethodSource("foreignAlgorithms")
    void takesOnlyTheAlgorithmsOfItsKey(Setup setup, String algorithm) {
        var input = part("{\"alg\":\"" + algorithm + "\"}") + "." + part(GOOD);

        var problem = setup.node().refusal(setup.issuer().sign(input));

        assertThat(problem.code()).isEqualTo(Code.UNAUTHENTICATED);
    }

    static Stream<Setup> publicKeySetups() {
        return SETUPS.stream().filter(setup -> !setup.name().equals("secret"));
    }

    @ParameterizedTest(name = "JWT 3: {0} read as a secret")
    @MethodSource("publicKeySetups")
    void aPublicKeyIsNoSecret(Setup setup) {
        var issuer = setup.issuer();
        var guesses = List.of(
                utf8(issuer.pem()),
                utf8(issuer.pem().strip()),
                issuer.publicKey().getEncoded());

        for (var guess : guesses) {
            for (var algorithm : List.of("HS256", "HS384", "HS512")) {
                var forged = Issuer.ofSecret(algorithm, guess).token(GOOD);

                assertThat(setup.node().refusal(forged).code()).isEqualTo(Code.UNAUTHENTICATED);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("publicKeySetups")
    void aSignatureInAsn1IsNone(Setup setup) {
        for (var issuer : setup.issuers()) {
            if (issuer.algorithm().startsWith("ES")) {
                var input = part(issuer.header()) + "." + part(GOOD);
                var token = input + "." + encode(issuer.signatureInAsn1(utf8(input)));

                assertThat(setup.node().refusal(token).code()).isEqualTo(Code.UNAUTHENTICATED);
            }
        }
    }

    /** The library fills up what is too short, so a signature that ends in 0 would pass without its end. */
    @Test
    void anRsaSignatureWithoutItsLastZeroIsNone() {
        var setup = SETUPS.get(1);
        var whole = IntStream.range(1, 10_000)
                .mapToObj(n -> setup.issuer().token(claims("\"exp\":" + (NOW + n))))
                .filter(token -> decoded(token)[255] == 0)
                .findFirst()
                .orElseThrow();

        var problem = setup.node().refusal(input(whole) + "." + encode(Arrays.copyOf(decoded(whole), 255)));

        assertThat(setup.node().caller(whole).userId()).isEqualTo("alice");
        assertThat(problem.code()).isEqualTo(Code.UNAUTHENTICATED);
    }

    private static byte[] decoded(String token) {
        return Base64.getUrlDecoder().decode(signature(token).substring(1));
    }

    static List<Setup> setups() {
        return SETUPS;
    }

    @ParameterizedTest(name = "JWT 6: {0} ignores keys and addresses in the token")
    @MethodSource("setups")
    void keysAndAddressesInATokenAreIgnored(Setup setup) throws Exception {
        try (var trap = KeyServer.start()) {
            trap.answerWith(List.of(ATTACKER.jwk("")));
            var bait = ",\"jku\":\"" + trap.url() + "\",\"x5u\":\"" + trap.url() + "\",\"jwk\":" + ATTACKER.jwk("")
                    + ",\"x5c\":[\"" + encode(ATTACKER.publicKey().getEncoded()) + "\"]";

            var own = setup.node().caller(setup.issuer().token(setup.issuer().header(bait), GOOD));
            var forged = setup.node().refusal(ATTACKER.token(ATTACKER.header(bait), GOOD));

            assertThat(own.userId()).isEqualTo("alice");
            assertThat(forged.code()).isEqualTo(Code.UNAUTHENTICATED);
            assertThat(trap.asked()).isZero();
        }
    }

    static Stream<Arguments> oddKids() {
        return SETUPS.stream()
                .flatMap(setup -> Stream.of(
                                "../../dev/null", "' OR 1=1 --", "http://127.0.0.1:9/", "\\u0000", "k".repeat(5000))
                        .map(kid -> Arguments.of(setup, kid)));
    }

    @ParameterizedTest(name = "JWT 5: {0}, kid {1}")
    @MethodSource("oddKids")
    void aKidOnlyChoosesAmongKnownKeys(Setup setup, String kid) {
        var issuer = setup.issuer();
        var token = issuer.token("{\"alg\":\"" + issuer.algorithm() + "\",\"kid\":\"" + kid + "\"}", GOOD);

        if (setup.isKeySet()) {
            assertThat(setup.node().refusal(token).detail()).isEqualTo("no key here verifies this token");
        } else {
            assertThat(setup.node().caller(token).userId()).isEqualTo("alice");
        }
    }

    @Test
    void aKidOfOneKeyDoesNotLetAnotherKeyVerify() {
        var keySet = SETUPS.stream().filter(Setup::isKeySet).findFirst().orElseThrow();
        var rsa = keySet.issuer();
        var p256 = keySet.issuers().get(1);

        var problem = keySet.node().refusal(rsa.token("{\"alg\":\"RS256\",\"kid\":\"p256\"}", GOOD));

        assertThat(problem.code()).isEqualTo(Code.UNAUTHENTICATED);
        assertThat(keySet.node().caller(p256.token(GOOD)).userId()).isEqualTo("alice");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("setups")
    void aTokenOf8KiBIsTaken(Setup setup) {
        var token = Samples.ofEightKiB(setup.issuer());

        assertThat(token).hasSizeBetween(8190, 8192);
        assertThat(setup.node().caller(token).userId()).isEqualTo("alice");
    }

    @Test
    void theCallerIsWhatTheTokenSays() {
        var setup = SETUPS.get(0);
        var token = setup.issuer()
                .token(
                        "{\"sub\":123,\"name\":\"Ana\",\"email\":\"a@example.org\",\"avatar\":\"https://a.example/1.png\","
                                + "\"admin\":true,\"exp\":" + (NOW + 600) + ".25}");

        var caller = setup.node().caller(token);

        assertThat(caller)
                .isEqualTo(new Caller(
                        "123",
                        "Ana",
                        "a@example.org",
                        "https://a.example/1.png",
                        true,
                        TestNode.NOW.plus(Duration.ofMillis(600_250))));
    }

    @Test
    void aSecretMayBeAnythingInDev() {
        for (var secret : List.of("a", "ab", "x".repeat(500))) {
            try (var node = TestNode.start(TestNode.secret(utf8(secret)))) {
                var token = Issuer.ofSecret("HS512", utf8(secret)).token(GOOD);

                assertThat(node.caller(token).expiresAt()).isEqualTo(Instant.ofEpochSecond(NOW + 600));
            }
        }
    }

    @Test
    void withoutAnyKeyNothingIsVerified() {
        try (var node = TestNode.start(TestNode.NO_KEY)) {
            var unsigned = part("{\"alg\":\"none\"}") + "." + part(GOOD);

            assertThat(node.hasKeys()).isFalse();
            assertThat(node.refusal(unsigned).code()).isEqualTo(Code.UNAUTHENTICATED);
            assertThat(node.refusal(Issuer.ofSecret("HS256", utf8("x")).token(GOOD))
                            .code())
                    .isEqualTo(Code.UNAUTHENTICATED);
        }
    }
}
