package io.gavel.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.access.AccessRequests.VerifyToken;
import io.gavel.bus.Addresses;
import io.gavel.config.Mode;
import io.gavel.problem.Code;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A token that was verified before is trusted no longer than one that is new. */
class RecentTokensTest {
    private static final Duration LONG = Duration.ofSeconds(8);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Issuer OLD =
            Issuer.ofPair("ES256", Issuer.ec("secp256r1")).withKid("old");
    private static final Issuer NEW =
            Issuer.ofPair("ES256", Issuer.ec("secp256r1")).withKid("new");
    private static final byte[] SECRET = Issuer.utf8("a secret that the platform and this node share");

    @Test
    void itExpires() {
        var clock = new SettableClock(TestNode.NOW);
        var config = TestNode.config(Mode.DEV, TestNode.secret(SECRET), TestNode.JITSI);
        try (var node = TestNode.start(config, clock, JwksPace.USUAL)) {
            var token = Issuer.ofSecret("HS256", SECRET).token(Samples.GOOD);
            assertThat(node.caller(token).userId()).isEqualTo("alice");
            assertThat(node.caller(token).userId()).isEqualTo("alice");

            clock.advance(Duration.ofSeconds(611));

            assertThat(node.refusal(token).code()).isEqualTo(Code.UNAUTHENTICATED);
        }
    }

    @Test
    void itFallsWithItsKey() {
        try (var server = KeyServer.start()) {
            server.answerWith(List.of(OLD.jwk("")));
            var config = TestNode.config(Mode.PRODUCTION, TestNode.jwksUrl(server.url()), TestNode.JITSI);
            var pace = new JwksPace(LONG, LONG, LONG, SOON);
            try (var node = TestNode.start(config, new SettableClock(TestNode.NOW), pace)) {
                var token = OLD.token(Samples.GOOD);
                assertThat(node.caller(token).userId()).isEqualTo("alice");

                server.answerWith(List.of(NEW.jwk("")));

                await().until(() -> !isTaken(node, token));
            }
        }
    }

    private static boolean isTaken(TestNode node, String token) {
        return TestNode.await(node.bus
                .request(Addresses.VERIFY_TOKEN, new VerifyToken(token))
                .map(true)
                .otherwise(false));
    }

    @Test
    void itVouchesForNoOther() {
        try (var node = TestNode.start(TestNode.secret(SECRET))) {
            var token = Issuer.ofSecret("HS256", SECRET).token(Samples.GOOD);
            assertThat(node.caller(token).userId()).isEqualTo("alice");

            var forged = Issuer.ofSecret("HS256", Issuer.utf8("the secret of somebody else"))
                    .token(Samples.GOOD);

            assertThat(node.refusal(forged).code()).isEqualTo(Code.UNAUTHENTICATED);
            assertThat(node.caller(token).userId()).isEqualTo("alice");
        }
    }
}
