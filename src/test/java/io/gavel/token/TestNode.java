package io.gavel.token;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.gavel.access.AccessRequests.AdmitCaller;
import io.gavel.access.AccessRequests.VerifyToken;
import io.gavel.access.Admission;
import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.bus.HealthCheck;
import io.gavel.bus.RequestAddress;
import io.gavel.config.Auth;
import io.gavel.config.Cluster;
import io.gavel.config.Config;
import io.gavel.config.Http;
import io.gavel.config.Jitsi;
import io.gavel.config.JitsiServer;
import io.gavel.config.Management;
import io.gavel.config.Meetings;
import io.gavel.config.Mode;
import io.gavel.config.RateLimits;
import io.gavel.config.RecordingAccess;
import io.gavel.config.Reservations;
import io.gavel.config.Secret;
import io.gavel.identity.Caller;
import io.gavel.problem.Problem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A Vert.x with the token verticle on it, and nothing else of a node. */
final class TestNode implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final String JITSI_SECRET = "a secret that Jitsi and this node share";
    static final Jitsi JITSI = jitsi(Duration.ofHours(1), Map.of());
    static final Auth NO_KEY = new Auth(null, null, null, null, null, null, null);

    final Vertx vertx;
    final Bus bus;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** One thread of each kind: a test makes many of these. */
    static Vertx smallVertx() {
        return Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
    }

    private TestNode() {
        // Registered before the first Vert.x is made: later ones would have no room for it.
        Objects.requireNonNull(Bus.REQUEST_ID);
        vertx = smallVertx();
        bus = Bus.create(vertx, Duration.ofSeconds(10));
    }

    static TestNode start(Auth auth) {
        return start(config(Mode.DEV, auth, JITSI), Clock.fixed(NOW, ZoneOffset.UTC), JwksPace.USUAL);
    }

    static TestNode start(Config config) {
        return start(config, Clock.fixed(NOW, ZoneOffset.UTC), JwksPace.USUAL);
    }

    static TestNode start(Config config, Clock clock, JwksPace pace) {
        var node = new TestNode();
        try {
            await(node.vertx.deployVerticle(new TokenVerticle(node.bus, config, clock, node.meters, pace)));
            return node;
        } catch (RuntimeException failure) {
            node.close();
            throw failure;
        }
    }

    static Config config(Mode mode, Auth auth, Jitsi jitsi) {
        return new Config(
                mode,
                new Http("127.0.0.1", 0, List.of(), List.of(), new RateLimits(0, 0, List.of()), Duration.ZERO),
                new Management("127.0.0.1", 0),
                Path.of("data"),
                null,
                8,
                auth,
                jitsi,
                new JitsiServer(
                        "/jitsi",
                        new Reservations(null, false, 0),
                        null,
                        null,
                        null,
                        null,
                        "conference.meet.example.org"),
                new RecordingAccess(Path.of("recordings"), false, Duration.ofSeconds(300)),
                new Cluster(false, "127.0.0.1", 5701, List.of(), 15701, null),
                new Meetings(
                        90,
                        90,
                        0,
                        365,
                        Duration.ofMinutes(1440),
                        Duration.ofSeconds(120),
                        Duration.ofSeconds(300),
                        Duration.ofMinutes(30),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(120)));
    }

    static Jitsi jitsi(Duration tokenLifetime, Map<String, Map<String, Boolean>> features) {
        return new Jitsi(
                "https://Meet.Example.org",
                "meet.example.org",
                "example-app",
                new Secret(JITSI_SECRET),
                "Interview_",
                true,
                "./public/recordings",
                tokenLifetime,
                features);
    }

    static Auth secret(byte[] secret) {
        return new Auth(new Secret(new String(secret, StandardCharsets.UTF_8)), null, null, null, null, null, null);
    }

    static Auth publicKeyFile(Path file) {
        return new Auth(null, file, null, null, null, null, null);
    }

    static Auth jwksUrl(URI url) {
        return new Auth(null, null, url, null, null, null, null);
    }

    /** Lets the store's part be played by a function. */
    TestNode admitting(Function<AdmitCaller, Future<Admission>> store) {
        await(bus.respond(Addresses.ADMIT_CALLER, store));
        return this;
    }

    Caller caller(String token) {
        return ask(Addresses.VERIFY_TOKEN, new VerifyToken(token));
    }

    Problem refusal(String token) {
        return problem(Addresses.VERIFY_TOKEN, new VerifyToken(token));
    }

    boolean hasKeys() {
        return await(
                bus.request(Addresses.CHECK_KEYS, new HealthCheck()).map(true).otherwise(false));
    }

    <Q, A> A ask(RequestAddress<Q, A> address, Q request) {
        return await(bus.request(address, request));
    }

    <Q, A> Problem problem(RequestAddress<Q, A> address, Q request) {
        return await(bus.request(address, request)
                .transform(result -> result.failed()
                        ? Future.succeededFuture((Problem) result.cause())
                        : Future.failedFuture("expected a problem, got " + result.result())));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, SECONDS);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failure);
        } catch (TimeoutException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
