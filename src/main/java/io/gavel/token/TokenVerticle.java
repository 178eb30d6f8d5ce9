package io.gavel.token;

import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.bus.Done;
import io.gavel.bus.JitsiAddresses;
import io.gavel.config.Auth;
import io.gavel.config.Config;
import io.gavel.config.Mode;
import io.gavel.doctor.TokenDoctor;
import io.gavel.problem.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Answers who asks, and hands out what opens a room. One instance a node, so that the limits on asking for keys are the
 * node's. Its start fails where the configured key file cannot verify anything, and waits for the first try at a key set.
 */
public final class TokenVerticle extends VerticleBase {
    private final Bus bus;
    private final Config config;
    private final Clock clock;
    private final MeterRegistry meters;
    private final JwksPace pace;
    private @Nullable KeySource keys;

    /** @param meters gets {@code gavel_tokens_issued}, by {@code role} */
    public TokenVerticle(Bus bus, Config config, Clock clock, MeterRegistry meters) {
        this(bus, config, clock, meters, JwksPace.USUAL);
    }

    TokenVerticle(Bus bus, Config config, Clock clock, MeterRegistry meters, JwksPace pace) {
        this.bus = bus;
        this.config = config;
        this.clock = clock;
        this.meters = meters;
        this.pace = pace;
    }

    @Override
    public Future<?> start() {
        return KeySource.open(vertx, config.auth(), clock, pace).compose(this::serve);
    }

    @Override
    public Future<?> stop() {
        if (keys != null) {
            keys.close();
        }
        return Future.succeededFuture();
    }

    private Future<?> serve(KeySource opened) {
        keys = opened;
        var auth = config.auth();
        var platform = new PlatformTokens(opened, new PlatformClaims(auth, clock));
        var doctor = new TokenDoctor(config.jitsi());
        var jitsi = new JitsiTokens(bus, config.jitsi(), SigningKey.of(vertx, config.jitsi()), meters);
        new JitsiSelfCheck(doctor, jitsi).run();
        var dev = devTokens(auth);
        return Future.all(
                bus.respond(Addresses.VERIFY_TOKEN, shown -> platform.verify(shown.token())),
                bus.respond(Addresses.JOIN_MEETING, jitsi::join),
                bus.respond(
                        Addresses.CHECK_JITSI_TOKEN,
                        asked -> Future.succeededFuture(doctor.examine(asked, clock.instant()))),
                bus.respond(Addresses.CREATE_DEV_TOKEN, wanted -> Future.succeededFuture(dev.create(wanted))),
                serveSystem(),
                bus.respond(Addresses.CHECK_KEYS, check -> checkKeys(opened)));
    }

    private Future<?> serveSystem() {
        var key = config.jitsi().key();
        if (key == null) {
            return Future.succeededFuture();
        }
        var system = new SystemTokens(config.jitsi(), key, new SigningKey(vertx, key.forControl()), clock);
        return bus.respond(
                JitsiAddresses.SIGN_SYSTEM_TOKEN, asked -> Future.succeededFuture(system.sign(asked.room())));
    }

    private DevTokens devTokens(Auth auth) {
        var secret = config.mode() == Mode.DEV ? auth.secret() : null;
        return new DevTokens(auth, secret == null ? null : new SigningKey(secret), clock);
    }

    private static Future<Done> checkKeys(KeySource keys) {
        return keys.missing()
                .map(missing -> Future.<Done>failedFuture(Problem.unavailable(missing)))
                .orElseGet(() -> Future.succeededFuture(Done.DONE));
    }
}
