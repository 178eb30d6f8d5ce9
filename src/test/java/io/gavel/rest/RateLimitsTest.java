package io.gavel.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.RunningNode;
import io.gavel.User;
import io.gavel.digest.Sha256;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two nodes on one database, behind a proxy on this machine, with so small limits that hardly anything is earned while a test
 * asks: one more every three seconds.
 */
class RateLimitsTest {
    private static final int PER_USER = 20;
    private static final int PER_ADDRESS = 20;
    private static final int FEW = 6;
    private static final int MUCH = 200;
    private static final String[] SETTINGS = {
        "GAVEL_USER_REQUESTS",
        Integer.toString(PER_USER),
        "GAVEL_ADDRESS_REQUESTS",
        Integer.toString(PER_ADDRESS),
        "GAVEL_UNLIMITED_ADDRESSES",
        "203.0.113.200",
        "GAVEL_TRUSTED_PROXIES",
        "127.0.0.1",
        // What is looked for is not forgotten meanwhile.
        "GAVEL_SWEEP_SECONDS",
        "3600"
    };

    private static RunningNode node;
    private static RunningNode other;

    @BeforeAll
    static void start() {
        node = RunningNode.start(SETTINGS);
        other = RunningNode.startOn(node.database(), SETTINGS);
    }

    @AfterAll
    static void stop() {
        other.close();
        node.close();
    }

    @Test
    void whoAsksForTooMuchWaitsAsLongAsItIsTold() {
        var user = User.unknown(node);
        assertThat(spend(user)).isGreaterThanOrEqualTo(PER_USER);

        var refused = refused(() -> ask("GET /api/presence/me", user, "Origin: http://localhost:3000"));

        assertThat(refused.code()).isEqualTo("TOO_MANY_REQUESTS");
        assertThat(new JsonObject(refused.body()).getString("limit")).isEqualTo("user");
        assertThat(refused.headers()).containsEntry("access-control-allow-origin", "http://localhost:3000");
        assertThat(refused.headers().get("access-control-expose-headers")).contains("Retry-After");
        assertThat(refused.headers().get("retry-after")).matches("[1-3]");
        RequestLinesTest.assertStandard(refused.headers());
        await().until(() -> user.get("/api/presence/me").status() == 200);
    }

    @Test
    void othersAreNotConcernedAndNeitherIsWhatAsksForNoToken() {
        var user = User.unknown(node);
        spend(user);

        assertThat(User.unknown(node).get("/api/presence/me").status()).isEqualTo(200);
        assertThat(user.get("/openapi.json").status()).isEqualTo(200);
        assertThat(ask(
                                "OPTIONS /api/presence/me",
                                user,
                                "Origin: http://localhost:3000\nAccess-Control-Request-Method: PUT")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void whatIsRefusedForAnotherReasonCountsAsWell() {
        var user = User.unknown(node);

        assertThat(spend(i -> ask("PUT /api/meeting/list", user, ""))).isGreaterThanOrEqualTo(PER_USER);
    }

    @Test
    void handshakesAreRequestsOfTheirUser() {
        var user = User.unknown(node);
        spend(user);

        var refused = refused(() -> ask("GET /eventbus/websocket", user, "Sec-WebSocket-Version: 13"));

        assertThat(new JsonObject(refused.body()).getString("limit")).isEqualTo("user");
        assertThat(refused.headers()).containsKey("retry-after");
        RequestLinesTest.assertStandard(refused.headers());
    }

    @Test
    void looksAtTheBridgeCountAsWell() {
        var user = User.unknown(node);

        assertThat(spend(i -> ask("GET /eventbus/info", user, ""))).isGreaterThanOrEqualTo(PER_USER);
        refused(() -> ask("GET /api/presence/me", user, ""));
    }

    @Test
    void anAddressThatAsksForTooMuchWaitsWhateverItSaysOfItself() {
        assertThat(spend(i -> from("198.51.100." + i + ", 203.0.113.1", "GET /api/meeting/list")))
                .isGreaterThanOrEqualTo(PER_ADDRESS);

        var refused = refused(() -> from("203.0.113.1", "GET /eventbus/info"));
        assertThat(new JsonObject(refused.body()).getString("limit")).isEqualTo("address");
        assertThat(refused.headers().get("retry-after")).matches("[1-3]");
        assertThat(from("203.0.113.2", "GET /api/meeting/list").status()).isEqualTo(401);
        assertThat(User.unknown(node).get("/api/presence/me").status()).isEqualTo(200);
    }

    @Test
    void jitsisServersAskAsMuchAsTheyMust() {
        spend(i -> from("203.0.113.3", "GET /client/rest.js"));

        assertThat(from("203.0.113.3", "GET /jitsi/reservation/conference/1").status())
                .isNotEqualTo(429);
        refused(() -> from("203.0.113.3", "GET /jitsi/../client/rest.js"));
    }

    @Test
    void anAddressThatIsNotLimitedIsNot() {
        var user = User.unknown(node);
        for (int i = 0; i < PER_ADDRESS + PER_USER; i++) {
            assertThat(ask("GET /api/presence/me", user, "X-Forwarded-For: 203.0.113.200")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void whatWasSpentAtOneNodeIsSpentAtTheOther() {
        var here = User.unknown(node);
        var there = User.named(other, here.id(), null);
        spend(here);
        var accepted = new AtomicInteger();

        // An eighth, from which on the other nodes are asked; then one now and then.
        for (int i = 0; i < PER_USER / 8 + 1; i++) {
            accepted.addAndGet(there.get("/api/presence/me").status() == 200 ? 1 : 0);
        }
        await().pollInterval(Duration.ofMillis(300)).until(() -> {
            var status = there.get("/api/presence/me").status();
            accepted.addAndGet(status == 200 ? 1 : 0);
            return status == 429;
        });

        assertThat(accepted.get()).isLessThan(PER_USER);
    }

    @Test
    void whoAsksForLittleCostsTheDatabaseNothing() {
        var sparing = User.unknown(node);
        var greedy = User.unknown(node);
        for (int i = 0; i < PER_USER / 8; i++) {
            sparing.get("/api/presence/me");
        }
        spend(greedy);

        await().until(() -> rows(greedy) == 1);
        assertThat(rows(sparing)).isZero();
    }

    private static int rows(User user) {
        var digest = ByteBuffer.wrap(Sha256.of("user " + user.id()));
        var key = new UUID(digest.getLong(), digest.getLong());
        return Integer.parseInt(node.value("SELECT count(*) FROM rate_spending WHERE key = ?", key));
    }

    private static int spend(User user) {
        return spend(i -> ask("GET /api/presence/me", user, ""));
    }

    /** How many requests come before the first that is one too many. */
    private static int spend(IntFunction<RawHttp.Answer> request) {
        for (int i = 0; i < MUCH; i++) {
            if (request.apply(i).status() == 429) {
                return i;
            }
        }
        throw new AssertionError("nothing was too much");
    }

    /** The refusal of one of a few requests, far less than would be let through: another one may have been earned. */
    private static RawHttp.Answer refused(Supplier<RawHttp.Answer> request) {
        return Stream.generate(request)
                .limit(FEW)
                .filter(answer -> answer.status() == 429)
                .findFirst()
                .orElseThrow();
    }

    private static RawHttp.Answer from(String forwardedFor, String line) {
        return RawHttp.ask(
                node, line + " HTTP/1.1\nHost: localhost\nConnection: close\nX-Forwarded-For: " + forwardedFor, "");
    }

    private static RawHttp.Answer ask(String line, User user, String headers) {
        var head = line + " HTTP/1.1\nHost: localhost\nConnection: close\nAuthorization: Bearer " + user.token();
        return RawHttp.ask(node, headers.isEmpty() ? head : head + "\n" + headers, "");
    }
}
