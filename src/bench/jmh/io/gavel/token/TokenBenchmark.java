package io.gavel.token;

import io.gavel.config.Auth;
import io.gavel.config.Secret;
import io.gavel.identity.Caller;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a join signs for Jitsi, and what every request shows of the platform. */
@State(Scope.Thread)
public class TokenBenchmark {
    private static final long NOW = 1_795_000_000;
    private static final Map<String, Object> JITSI_CLAIMS = Map.of(
            "aud",
            "jitsi",
            "iss",
            "example-app",
            "sub",
            "meet.example.org",
            "room",
            "interview_k3x9q2m8v7b1n4z6p0w5",
            "iat",
            NOW,
            "nbf",
            NOW - 30,
            "exp",
            NOW + 3600,
            "context",
            Map.of(
                    "user",
                    Map.of("id", "alice", "name", "Alice", "moderator", true, "affiliation", "owner"),
                    "group",
                    "42",
                    "features",
                    Map.of("recording", true, "livestreaming", false, "screen-sharing", true)));

    private final Vertx vertx = Vertx.vertx();
    private final Secret secret = new Secret("a secret that the platform and this node share");
    private final SigningKey key = new SigningKey(secret);
    private final PlatformTokens tokens = new PlatformTokens(
            new FixedKeys(List.of(VerificationKey.ofSecret(vertx, secret))),
            new PlatformClaims(
                    new Auth(secret, null, null, null, null, null, null),
                    Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC)));
    private final String token =
            key.sign(Map.of("sub", "alice", "name", "Alice", "email", "alice@example.org", "exp", NOW + 600));

    /** More than are remembered. */
    private final List<String> others = IntStream.range(0, 10_000)
            .mapToObj(i ->
                    key.sign(Map.of("sub", "user-" + i, "name", "Alice", "email", "a@example.org", "exp", NOW + 600)))
            .toList();

    private int next;

    @Benchmark
    public String signing() {
        return key.sign(JITSI_CLAIMS);
    }

    @Benchmark
    public Caller verifying() {
        Future<Caller> caller = tokens.verify(others.get(next++ % others.size()));
        return caller.result();
    }

    @Benchmark
    public Caller verifyingAgain() {
        Future<Caller> caller = tokens.verify(token);
        return caller.result();
    }

    @TearDown
    public void close() {
        vertx.close();
    }
}
