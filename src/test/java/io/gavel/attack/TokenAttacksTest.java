package io.gavel.attack;

import static io.gavel.attack.Forgery.claims;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.gavel.User;
import io.gavel.User.Answer;
import io.gavel.bridge.BridgeClient;
import io.gavel.bridge.Refused;
import io.gavel.token.Issuer;
import io.gavel.token.KeyServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Attacks 1 to 21: tokens, shown over REST and at the bridge's handshake, where a secret, a PEM file or a key set counts. */
class TokenAttacksTest {
    private static final String LIST = "/api/meeting/list";
    private static final List<TrustingNode> NODES = new ArrayList<>();
    private static KeyServer keyServer;
    private static KeyServer trap;

    @BeforeAll
    static void startNodes(@TempDir Path folder) throws IOException {
        keyServer = KeyServer.start();
        trap = KeyServer.start();
        NODES.addAll(TrustingNode.all(folder, keyServer));
    }

    @AfterAll
    static void stopNodes() {
        NODES.forEach(TrustingNode::stop);
        NODES.clear();
        keyServer.close();
        trap.close();
    }

    static List<TrustingNode> nodes() {
        return NODES;
    }

    static Stream<Arguments> forgeries() {
        return NODES.stream().flatMap(node -> Forgery.all().stream().map(forgery -> Arguments.of(node, forgery)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("forgeries")
    void aForgeryIs401AtBothDoors(TrustingNode node, Forgery forgery) {
        var token = forgery.token().apply(node);

        node.attacked().by(() -> {
            var refused = show(node, token);
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.code()).isEqualTo("UNAUTHENTICATED");
            assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
            assertThat(refused.json().getString("detail")).containsPattern(forgery.reason());
            assertThat(handshake(node, token)).isEqualTo(401);
            return refused;
        });
    }

    @ParameterizedTest(name = "1: nothing shown, {0}")
    @MethodSource("nodes")
    void withoutATokenItIs401(TrustingNode node) {
        var refused = node.attacked().by(() -> User.nobody(node.node()).get(LIST));

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(BridgeClient.refusedStatus(node.node().url(), "")).isEqualTo(401);
    }

    /** Otherwise what is refused above might be refused for no reason. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("nodes")
    void aGoodTokenIsTakenAtBothDoors(TrustingNode node) {
        var several = node.issuer().token(claims("aud", "[\"else\",\"gavel\"]"));

        assertThat(show(node, several).status()).isEqualTo(200);
        BridgeClient.connect(node.node().url(), several).close();
    }

    @ParameterizedTest(name = "6: {0}")
    @MethodSource("nodes")
    void nobodyIsAskedForWhatATokenNames(TrustingNode node) {
        var bait = Forgery.bait(trap.url().toString());
        var own = node.issuer().token(node.issuer().header(bait), claims());
        var forged = node.attacker().token(node.attacker().header(bait), claims());

        assertThat(show(node, own).status()).isEqualTo(200);
        node.attacked().by(() -> {
            assertThat(show(node, forged).status()).isEqualTo(401);
            assertThat(handshake(node, forged)).isEqualTo(401);
            return forged;
        });

        assertThat(trap.asked()).isZero();
    }

    /** The rest of this class shows many kids to the third node; it asked at its start, and once for all of them. */
    @Test
    void unknownKidsHaveTheKeySetAskedForOnceAMinute() {
        var asked = keyServer.asked();
        var node = NODES.get(2);

        for (int i = 0; i < 20; i++) {
            assertThat(show(node, node.attacker().withKid("kid-" + i).token(claims()))
                            .status())
                    .isEqualTo(401);
        }

        assertThat(keyServer.asked() - asked).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest(name = "13: {0}")
    @MethodSource("nodes")
    void aJitsiTokenOpensNoApi(TrustingNode node) {
        var attacked = node.attacked();
        var jitsiToken = attacked.jitsiToken();

        attacked.by(() -> {
            assertThat(show(node, jitsiToken).status()).isEqualTo(401);
            assertThat(handshake(node, jitsiToken)).isEqualTo(401);
            return jitsiToken;
        });
    }

    @ParameterizedTest(name = "14: {0}")
    @MethodSource("nodes")
    void aTicketIsNoTokenAndATokenNoTicket(TrustingNode node) {
        var host = node.attacked().host();
        var ticket = host.post("/api/ticket").json().getString("ticket");

        node.attacked().by(() -> {
            assertThat(show(node, ticket).status()).isEqualTo(401);
            assertThat(handshake(node, ticket)).isEqualTo(401);
            assertThat(BridgeClient.refusedStatus(host.url(), "ticket=" + host.token()))
                    .isEqualTo(401);
            return ticket;
        });
        BridgeClient.open(host.url(), "ticket=" + ticket).close();
    }

    @ParameterizedTest(name = "15: {0}")
    @MethodSource("nodes")
    void aTokenThatFitsIntoNoHeadIs431(TrustingNode node) {
        var huge = node.issuer().token(claims("x", "\"" + "x".repeat(14_000) + "\""));

        node.attacked().by(() -> {
            assertThat(show(node, huge).status()).isEqualTo(431);
            assertThat(handshake(node, huge)).isEqualTo(431);
            return huge;
        });
    }

    @ParameterizedTest(name = "18: {0}")
    @MethodSource("nodes")
    void aTokenInTheQueryIsNoneForRest(TrustingNode node) {
        var host = node.attacked().host();
        for (var name : List.of("access_token", "token", "ticket", "jwt")) {
            var refused =
                    node.attacked().by(() -> User.nobody(node.node()).get(LIST + "?" + name + "=" + host.token()));

            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.toString()).doesNotContain(host.token());
        }
    }

    @Test
    void nothingIsHeardAfterTheTokensEnd() {
        var clients = new ArrayList<BridgeClient>();
        var exp = String.valueOf(Instant.now().getEpochSecond() + 3);
        for (var node : NODES) {
            var host = node.attacked().host();
            var client = BridgeClient.connect(
                    host.url(), node.issuer().token(claims("sub", "\"" + host.id() + "\"", "exp", exp)));
            client.register("meeting." + node.attacked().meetingId());
            clients.add(client);
        }
        for (int i = 0; i < NODES.size(); i++) {
            var attacked = NODES.get(i).attacked();
            var client = clients.get(i);

            assertThat(client.closed()).isEqualTo(new BridgeClient.Closed(4001, "token_expired"));
            attacked.host().put(attacked.path(""), new JsonObject().put("title", "After the end"));
            attacked.awaitEvent("meeting_updated");
            assertThat(client.received("meeting." + attacked.meetingId())).isEmpty();
        }
    }

    static Stream<Arguments> renewals() {
        return NODES.stream()
                .flatMap(node -> Stream.of(
                        Arguments.of(node, 403, node.issuer().token(claims())),
                        Arguments.of(node, 401, node.attacker().token(claims())),
                        Arguments.of(node, 401, node.issuer().token(claims("x", "\"" + "x".repeat(6600) + "\"")))));
    }

    @ParameterizedTest(name = "15, 21: {0}, {1}")
    @MethodSource("renewals")
    void aConnectionIsNotRenewedForAnother(TrustingNode node, int status, String token) {
        var host = node.attacked().host();
        try (var client = BridgeClient.connect(host.url(), host.token())) {
            var refused = node.attacked()
                    .by(() -> catchThrowableOfType(
                            Refused.class, () -> client.ask("authenticate", new JsonObject().put("token", token))));

            assertThat(refused.status()).isEqualTo(status);
            client.register("user." + host.id());
        }
    }

    /** A key whose numbers are those of another curve must not take the others with it. */
    @Test
    void withoutAUsableKeyTheNodeIsNotReadyAndTakesNothing() {
        var good = Issuer.ofPair("ES256", Issuer.ec("secp256r1")).withKid("good");
        var odd = Issuer.ofPair("ES384", Issuer.ec("secp384r1"))
                .withKid("odd")
                .jwk("")
                .replace("P-384", "P-256");
        try (var keys = KeyServer.start()) {
            keys.answerWith(List.of(odd));
            var node = TrustingNode.startKeyless(NODES.get(0), keys);
            try {
                var management = User.withToken(node.managementUrl(), "nobody", "");
                var unsigned = Issuer.encode(Issuer.utf8("{\"alg\":\"none\"}")) + "."
                        + Issuer.encode(Issuer.utf8(claims())) + ".";

                assertThat(management.get("/health/ready").status()).isEqualTo(503);
                assertThat(management
                                .get("/health/ready")
                                .json()
                                .getJsonObject("checks")
                                .getString("keys"))
                        .isEqualTo("DOWN");
                for (var token : List.of(unsigned, good.token(claims()))) {
                    assertThat(User.withToken(node.url(), "x", token).get(LIST).status())
                            .isEqualTo(401);
                    assertThat(BridgeClient.refusedStatus(node.url(), "access_token=" + token))
                            .isEqualTo(401);
                }

                keys.answerWith(List.of(odd, good.jwk("")));
                await().until(() -> management.get("/health/ready").status() == 200);
                assertThat(User.withToken(node.url(), "x", good.token(claims()))
                                .get(LIST)
                                .status())
                        .isEqualTo(200);
            } finally {
                node.close();
            }
        }
    }

    private static Answer show(TrustingNode node, String token) {
        return User.withToken(node.node().url(), "nobody", token).get(LIST);
    }

    private static int handshake(TrustingNode node, String token) {
        return BridgeClient.refusedStatus(
                node.node().url(), "access_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
    }
}
