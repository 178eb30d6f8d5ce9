package io.gavel.token;

import static io.gavel.token.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.access.AccessRequests.VerifyToken;
import io.gavel.bus.Addresses;
import io.gavel.bus.HealthCheck;
import io.gavel.config.Mode;
import io.gavel.identity.Caller;
import io.gavel.problem.Code;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers after "JWT" are those of the list of attacks. */
class JwksKeysTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration LONG = Duration.ofSeconds(8);
    private static final Duration SOON = Duration.ofMillis(20);
    /** Ends a wait for an answer that never comes; a good one that is slower is asked for again. */
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private static final Issuer OLD =
            Issuer.ofPair("ES256", Issuer.ec("secp256r1")).withKid("old");
    private static final Issuer NEW =
            Issuer.ofPair("ES256", Issuer.ec("secp256r1")).withKid("new");
    private static final String CLAIMS = "{\"sub\":\"alice\",\"exp\":" + (TestNode.NOW.getEpochSecond() + 6000) + "}";
    private static final String UNSIGNED =
            Issuer.encode(Issuer.utf8("{\"alg\":\"none\"}")) + "." + Issuer.encode(Issuer.utf8(CLAIMS));

    private final SettableClock clock = new SettableClock(TestNode.NOW);
    private final KeyServer server = KeyServer.start();
    private final List<TestNode> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
        server.close();
    }

    static Stream<Arguments> uselessAnswers() {
        var encryption = OLD.jwk(",\"use\":\"enc\"");
        var unsupported = "{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"AQAB\",\"y\":\"AQAB\",\"kid\":\"old\"}";
        return Stream.of(
                answer("an empty set", ok("{\"keys\":[]}")),
                answer(
                        "status 500 with a set",
                        request -> request.response().setStatusCode(500).end("{\"keys\":[" + OLD.jwk("") + "]}")),
                answer(
                        "status 404",
                        request -> request.response().setStatusCode(404).end()),
                answer("HTML", ok("<html><body>Sign in</body></html>")),
                answer("a key for encryption alone", ok("{\"keys\":[" + encryption + "]}")),
                answer("an unsupported curve alone", ok("{\"keys\":[" + unsupported + "]}")),
                answer("more than 256 KiB", ok("{\"keys\":[" + OLD.jwk("") + "]" + " ".repeat(256 * 1024) + "}")),
                answer("a redirect to a good set", request -> {
                    if (request.path().equals("/good")) {
                        request.response().end("{\"keys\":[" + OLD.jwk("") + "]}");
                    } else {
                        request.response()
                                .setStatusCode(302)
                                .putHeader("Location", "/good")
                                .end();
                    }
                }),
                answer("silence", request -> {}),
                answer(
                        "half an answer",
                        request -> request.response().setChunked(true).write("{\"keys\":[")),
                answer("a closed connection", request -> request.connection().close()));
    }

    @ParameterizedTest(name = "JWT 4: {0}")
    @MethodSource("uselessAnswers")
    void withoutAUsableKeyNothingIsVerified(String name, Consumer<HttpServerRequest> answer) {
        server.answerBy(answer);

        var node = start(NEVER, NEVER, server.url(), PATIENCE);

        assertThat(server.asked()).isEqualTo(1);
        assertThat(node.problem(Addresses.CHECK_KEYS, new HealthCheck()))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(Code.UNAVAILABLE))
                .satisfies(problem -> assertThat(problem.detail()).contains("GAVEL_AUTH_JWKS_URL"));
        assertThat(node.refusal(UNSIGNED).code()).isEqualTo(Code.UNAUTHENTICATED);
        assertThat(node.refusal(UNSIGNED + ".").code()).isEqualTo(Code.UNAUTHENTICATED);
        assertThat(node.refusal(OLD.token("{\"alg\":\"ES256\"}", CLAIMS)).code())
                .isEqualTo(Code.UNAUTHENTICATED);
    }

    @Test
    void aProviderThatIsNotThereYetDoesNotStopTheStart() {
        var address = server.url();
        server.close();

        var node = start(NEVER, NEVER, address, LONG);

        assertThat(node.hasKeys()).isFalse();
    }

    /** Otherwise a token with an unknown kid waits for longer than whoever shows it. */
    @Test
    void aHandshakeThatDoesNotEndIsNotWaitedFor() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var address = URI.create("https://localhost:" + silent.getLocalPort() + "/jwks");

            var node = start(NEVER, NEVER, address, SOON, LONG);

            assertThat(node.refusal(OLD.token(CLAIMS)).code()).isEqualTo(Code.UNAUTHENTICATED);
        }
    }

    @ParameterizedTest(name = "after {0}")
    @MethodSource("uselessAnswers")
    void asksAgainUntilThereIsAKey(String name, Consumer<HttpServerRequest> answer) {
        server.answerBy(answer);
        var node = start(SOON, NEVER, server.url(), PATIENCE);

        server.answerWith(List.of(OLD.jwk("")));

        eventually(node::hasKeys);
        assertThat(node.caller(OLD.token(CLAIMS)).userId()).isEqualTo("alice");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("uselessAnswers")
    void theLastGoodSetStays(String name, Consumer<HttpServerRequest> answer) {
        server.answerWith(List.of(OLD.jwk("")));
        var node = start(SOON, SOON, server.url(), PATIENCE);
        eventually(node::hasKeys);

        server.answerBy(answer);
        var asked = server.asked();

        eventually(() -> server.asked() >= asked + 3);
        assertThat(node.hasKeys()).isTrue();
        assertThat(node.caller(OLD.token(CLAIMS)).userId()).isEqualTo("alice");
        assertThat(node.refusal(UNSIGNED).code()).isEqualTo(Code.UNAUTHENTICATED);
    }

    @Test
    void aRefreshTakesOverNewKeysAndDropsOldOnes() {
        server.answerWith(List.of(OLD.jwk("")));
        var node = start(NEVER, SOON);

        server.answerWith(List.of(NEW.jwk("")));

        eventually(() -> accepts(node, NEW) && !accepts(node, OLD));
    }

    @Test
    void anUnknownKidIsLookedUpAndWaitedFor() {
        server.answerWith(List.of(OLD.jwk("")));
        var node = start(NEVER, NEVER);
        server.answerWith(List.of(OLD.jwk(""), NEW.jwk("")));

        var caller = node.caller(NEW.token(CLAIMS));

        assertThat(caller.userId()).isEqualTo("alice");
        assertThat(server.asked()).isEqualTo(2);
    }

    @Test
    void unknownKidsTogetherAskOnce() {
        server.answerWith(List.of(OLD.jwk("")));
        var node = start(NEVER, NEVER);
        var held = new CompletableFuture<HttpServerRequest>();
        server.answerBy(held::complete);

        var callers = IntStream.range(0, 50)
                .mapToObj(n -> node.bus.request(Addresses.VERIFY_TOKEN, new VerifyToken(NEW.token(CLAIMS))))
                .toList();
        eventually(held::isDone);
        held.join().response().end("{\"keys\":[" + NEW.jwk("") + "]}");

        for (Future<Caller> caller : callers) {
            assertThat(await(caller).userId()).isEqualTo("alice");
        }
        assertThat(server.asked()).isEqualTo(2);
    }

    @Test
    void unknownKidsAskAtMostOnceAMinute() {
        server.answerWith(List.of(OLD.jwk("")));
        var node = start(NEVER, NEVER);

        for (int i = 0; i < 20; i++) {
            assertThat(accepts(node, NEW.withKid("kid-" + i))).isFalse();
        }
        var first = server.asked();
        clock.advance(Duration.ofSeconds(59));
        assertThat(accepts(node, NEW)).isFalse();
        var withinTheMinute = server.asked();
        clock.advance(Duration.ofSeconds(1));
        assertThat(accepts(node, NEW)).isFalse();
        assertThat(accepts(node, NEW)).isFalse();

        assertThat(first).isEqualTo(2);
        assertThat(withinTheMinute).isEqualTo(2);
        assertThat(server.asked()).isEqualTo(3);
        assertThat(accepts(node, OLD)).isTrue();
    }

    @Test
    void onlyAnUnknownKidAsksAgain() {
        server.answerWith(List.of(OLD.jwk("")));
        var node = start(NEVER, NEVER);
        var secret = Issuer.ofSecret("HS256", Issuer.utf8("x")).withKid("new");

        node.refusal(secret.token(CLAIMS));
        node.refusal(NEW.token("{\"alg\":\"none\",\"kid\":\"new\"}", CLAIMS));
        node.refusal(NEW.token("{\"alg\":\"ES256\"}", CLAIMS));
        node.refusal(NEW.token("{\"alg\":\"ES256\",\"kid\":\"old\"}", CLAIMS));
        node.refusal(NEW.token("{\"sub\":\"alice\",\"exp\":1}"));

        assertThat(server.asked()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 600",
        "no-store, 600",
        "max-age=x, 600",
        "s-maxage=120, 600",
        "'public, max-age=1800', 1800",
        "'max-age=1800, public', 1800",
        "max-age=0, 60",
        "max-age=999999999, 3600",
        "max-age=99999999999, 600"
    })
    void theProviderSaysHowLongItsSetIsGood(String cacheControl, long seconds) {
        var maxAge = JwksClient.maxAge(cacheControl);

        assertThat(JwksKeys.untilRefresh(maxAge, JwksPace.USUAL.refresh())).isEqualTo(Duration.ofSeconds(seconds));
    }

    private TestNode start(Duration retry, Duration refresh) {
        return start(retry, refresh, server.url(), LONG);
    }

    private TestNode start(Duration retry, Duration refresh, URI address, Duration answer) {
        return start(retry, refresh, address, LONG, answer);
    }

    private TestNode start(Duration retry, Duration refresh, URI address, Duration connect, Duration answer) {
        var config = TestNode.config(Mode.PRODUCTION, TestNode.jwksUrl(address), TestNode.JITSI);
        var node = TestNode.start(config, clock, new JwksPace(connect, answer, retry, refresh));
        nodes.add(node);
        return node;
    }

    private static void eventually(Callable<Boolean> condition) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }

    private static boolean accepts(TestNode node, Issuer issuer) {
        return await(node.bus
                .request(Addresses.VERIFY_TOKEN, new VerifyToken(issuer.token(CLAIMS)))
                .map(true)
                .otherwise(false));
    }

    private static Arguments answer(String name, Consumer<HttpServerRequest> answer) {
        return Arguments.of(name, answer);
    }

    private static Consumer<HttpServerRequest> ok(String body) {
        return request -> request.response().end(body);
    }
}
