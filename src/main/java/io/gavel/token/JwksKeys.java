package io.gavel.token;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of the platform's identity provider, asked for again and again. The last good set stays when the provider is
 * away, or answers without one usable key. A kid that is not known has the set asked for at once, at most once a minute.
 */
final class JwksKeys implements KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(JwksKeys.class);
    private static final Duration BETWEEN_UNKNOWN_KIDS = Duration.ofMinutes(1);
    private static final Duration SHORTEST_AGE = Duration.ofMinutes(1);
    private static final Duration LONGEST_AGE = Duration.ofHours(1);

    private final Vertx vertx;
    private final JwksClient client;
    private final Clock clock;
    private final JwksPace pace;
    private List<VerificationKey> keys = List.of();
    private @Nullable Future<Void> running;
    private @Nullable Instant lastUnknownKid;
    private long timer = -1;
    private boolean away;
    private boolean closed;

    JwksKeys(Vertx vertx, JwksClient client, Clock clock, JwksPace pace) {
        this.vertx = vertx;
        this.client = client;
        this.clock = clock;
        this.pace = pace;
    }

    @Override
    public Future<List<VerificationKey>> find(Algorithm algorithm, @Nullable String kid) {
        if (kid == null || Algorithm.OF_SECRETS.contains(algorithm) || knows(kid)) {
            return Future.succeededFuture(matching(algorithm, kid));
        }
        return refreshForUnknownKid().map(done -> matching(algorithm, kid));
    }

    @Override
    public Optional<String> missing() {
        return keys.isEmpty() ? Optional.of("no usable key came from GAVEL_AUTH_JWKS_URL yet") : Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
        vertx.cancelTimer(timer);
    }

    /** Asks for the set, or joins who already does. It never fails: without an answer the keys stay what they are. */
    Future<Void> refresh() {
        if (running != null) {
            return running;
        }
        var done = Promise.<Void>promise();
        running = done.future();
        client.fetch().onComplete(answer -> {
            running = null;
            schedule(adopt(answer));
            done.complete();
        });
        return done.future();
    }

    /** Within the provider's wish, from a minute to an hour. */
    static Duration untilRefresh(@Nullable Duration maxAge, Duration usual) {
        if (maxAge == null) {
            return usual;
        }
        var atLeast = maxAge.compareTo(SHORTEST_AGE) < 0 ? SHORTEST_AGE : maxAge;
        return atLeast.compareTo(LONGEST_AGE) > 0 ? LONGEST_AGE : atLeast;
    }

    private Future<Void> refreshForUnknownKid() {
        if (running != null) {
            return running;
        }
        var now = clock.instant();
        if (lastUnknownKid != null && now.isBefore(lastUnknownKid.plus(BETWEEN_UNKNOWN_KIDS))) {
            return Future.succeededFuture();
        }
        lastUnknownKid = now;
        return refresh();
    }

    private boolean knows(String kid) {
        return keys.stream().anyMatch(key -> key.hasId(kid));
    }

    private List<VerificationKey> matching(Algorithm algorithm, @Nullable String kid) {
        return keys.stream()
                .filter(key -> key.fits(algorithm) && (kid == null || key.hasId(kid)))
                .toList();
    }

    /** Takes over the answer where it is of use, and says how long to wait for the next. */
    private Duration adopt(AsyncResult<JwksClient.Answer> result) {
        if (result.failed() || result.result().keys().isEmpty()) {
            complain(result.failed() ? String.valueOf(result.cause().getMessage()) : "its set has no usable key");
            return keys.isEmpty() ? pace.retry() : pace.refresh();
        }
        var answer = result.result();
        keys = answer.keys().stream()
                .map(jwk -> VerificationKey.ofPublicKey(vertx, jwk.id(), jwk.key(), jwk.algorithms()))
                .toList();
        away = false;
        return untilRefresh(answer.maxAge(), pace.refresh());
    }

    private void schedule(Duration wait) {
        vertx.cancelTimer(timer);
        if (!closed) {
            timer = vertx.setTimer(wait.toMillis(), fired -> refresh());
        }
    }

    /** Once for each time that the provider goes away, for the next try may be seconds off. */
    private void complain(String reason) {
        if (!away) {
            LOG.warn("GAVEL_AUTH_JWKS_URL gave no keys ({}); {} earlier ones stay in use", reason, keys.size());
        }
        away = true;
    }
}
