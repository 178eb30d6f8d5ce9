package io.gavel.bridge;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.gavel.access.AccessRequests.RedeemTicket;
import io.gavel.access.AccessRequests.VerifyToken;
import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.bus.Done;
import io.gavel.config.Auth;
import io.gavel.config.Config;
import io.gavel.config.ConfigLoader;
import io.gavel.http.Drain;
import io.gavel.http.HttpVerticle;
import io.gavel.http.limit.Throttle;
import io.gavel.identity.Caller;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/** The HTTP side of a node with the bridge on it, on two event loops; tokens, tickets and the hub are the test's own. */
final class BridgeNode implements AutoCloseable {
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Drain drain = new Drain();
    final Map<String, Caller> tokens = new ConcurrentHashMap<>();
    final Map<String, Caller> tickets = new ConcurrentHashMap<>();
    final TestHub hub;
    final Bridge bridge;
    volatile Future<Done> known = Future.succeededFuture(Done.DONE);

    private final AtomicInteger port = new AtomicInteger();
    private final Vertx vertx;

    private BridgeNode(Limits limits) {
        Bus.registerLocals();
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(4).setWorkerPoolSize(1));
        var bus = Bus.create(vertx, Duration.ofSeconds(10));
        hub = new TestHub(vertx);
        var clock = Clock.systemUTC();
        bridge = new Bridge(bus, hub, clock, meters, limits);
        await(Future.all(
                bus.respond(Addresses.VERIFY_TOKEN, this::verify),
                bus.respond(Addresses.REDEEM_TICKET, this::redeem),
                bus.respond(Addresses.KNOW_CALLER, caller -> known)));
        var config = config();
        var throttle = new Throttle(config.http(), meters);
        await(vertx.deployVerticle(
                () -> new HttpVerticle(bus, config, drain, throttle, meters, clock, bridge::routes, port::set),
                new DeploymentOptions().setInstances(2)));
    }

    static BridgeNode start() {
        return new BridgeNode(Limits.USUAL);
    }

    static BridgeNode start(Limits limits) {
        return new BridgeNode(limits);
    }

    String url() {
        return "http://127.0.0.1:" + port.get();
    }

    int port() {
        return port.get();
    }

    /** A token of this user that is good for an hour. */
    String token(String userId) {
        return token(userId, Duration.ofHours(1));
    }

    String token(String userId, Duration lifetime) {
        var token = "token-" + tokens.size() + "-of-" + userId;
        tokens.put(token, caller(userId, Instant.now().plus(lifetime)));
        return token;
    }

    String ticket(String userId) {
        var ticket = "ticket-" + tickets.size() + "-of-" + userId;
        tickets.put(ticket, caller(userId, Instant.now().plusSeconds(3600)));
        return ticket;
    }

    BridgeClient connect(String userId) {
        return BridgeClient.connect(url(), token(userId));
    }

    double count(String meter, String tag, String value) {
        return meters.counter(meter, tag, value).count();
    }

    double connections() {
        return meters.get("gavel.bridge.connections").gauge().value();
    }

    /** How the node closes a connection over this text, which it gets in a single frame. */
    int closeCodeAfter(String token, String text) {
        var closed = Promise.<Integer>promise();
        var client = vertx.createWebSocketClient();
        client.connect(port(), "127.0.0.1", "/eventbus/websocket?access_token=" + token)
                .onFailure(closed::fail)
                .onSuccess(socket -> {
                    socket.closeHandler(
                            gone -> closed.complete(socket.closeStatusCode().intValue()));
                    socket.writeFinalTextFrame(text).onFailure(closed::tryFail);
                });
        return await(closed.future());
    }

    /** Those that the node's system still has. */
    int openSockets() {
        return bridge.openSockets();
    }

    /** Waits for what comes soon, also on a machine that has much else to do. */
    static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private Future<Caller> verify(VerifyToken shown) {
        return found(tokens.get(shown.token()));
    }

    private Future<Caller> redeem(RedeemTicket shown) {
        return found(shown.spend() ? tickets.remove(shown.ticket()) : tickets.get(shown.ticket()));
    }

    private static Future<Caller> found(@Nullable Caller caller) {
        return caller == null
                ? Future.failedFuture(new Problem(Code.UNAUTHENTICATED, "nobody's"))
                : Future.succeededFuture(caller);
    }

    private static Caller caller(String userId, Instant expiresAt) {
        return new Caller(userId, null, null, null, false, expiresAt);
    }

    private static Config config() {
        try {
            Path folder =
                    Files.createTempDirectory(Path.of("target"), "bridge-").toAbsolutePath();
            return ConfigLoader.load(folder, Map.of("PORT", "0"), List.of())
                    .withAuth(new Auth(null, null, null, null, null, null, null));
        } catch (Exception failure) {
            throw new AssertionError("no configuration", failure);
        }
    }
}
