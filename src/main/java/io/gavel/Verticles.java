package io.gavel;

import io.gavel.bridge.hub.BridgeVerticle;
import io.gavel.bus.Bus;
import io.gavel.config.Config;
import io.gavel.config.DatabaseUrl;
import io.gavel.http.Drain;
import io.gavel.http.HttpVerticle;
import io.gavel.http.limit.LimitVerticle;
import io.gavel.http.limit.Throttle;
import io.gavel.ops.ManagementVerticle;
import io.gavel.rooms.RoomVerticle;
import io.gavel.store.StoreVerticle;
import io.gavel.stream.Peers;
import io.gavel.token.TokenVerticle;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The verticles of one node: what answers is there before what asks, and goes after it. */
final class Verticles {
    private static final int MOST_HTTP_INSTANCES = 4;

    private final Vertx vertx;
    private final Config config;
    private final Drain drain;
    private final PrometheusMeterRegistry meters;
    private final Deque<String> deployments = new ArrayDeque<>();
    private @Nullable BridgeVerticle bridge;

    Verticles(Vertx vertx, Config config, Drain drain, PrometheusMeterRegistry meters) {
        this.vertx = vertx;
        this.config = config;
        this.drain = drain;
        this.meters = meters;
    }

    /** What the node works with, before anybody can ask it anything. */
    void deploy(Bus bus, Peers peers, DatabaseUrl database, Clock clock) throws Exception {
        var rooms = config.jitsi().roomPrefix();
        var connections = config.databaseConnections();
        var times = config.meetings();
        var observes = config.observesRooms();
        deploy(1, () -> new StoreVerticle(bus, database, connections, rooms, times, observes, peers.self()));
        deploy(1, () -> new TokenVerticle(bus, config, clock, meters));
        if (config.jitsiServer().control() != null) {
            deploy(1, () -> new RoomVerticle(bus, config, meters));
        }
        var browsers = new BridgeVerticle(bus, peers, clock, meters);
        deploy(1, () -> browsers);
        bridge = browsers;
    }

    /** Where the node is asked. */
    void open(
            Bus bus,
            Clock clock,
            int eventLoops,
            Map<String, BooleanSupplier> conditions,
            IntConsumer managementPort,
            IntConsumer port)
            throws Exception {
        var browsers = bridge;
        if (browsers == null) {
            throw new IllegalStateException("nothing would answer yet");
        }
        var management = config.management();
        deploy(1, () -> new ManagementVerticle(bus, management, meters, conditions, managementPort));
        var throttle = new Throttle(config.http(), meters);
        deploy(1, () -> new LimitVerticle(bus, throttle));
        deploy(
                Math.min(MOST_HTTP_INSTANCES, eventLoops),
                () -> new HttpVerticle(bus, config, drain, throttle, meters, clock, browsers::routes, port));
    }

    private void deploy(int instances, Supplier<? extends Deployable> verticle) throws Exception {
        deployments.push(vertx.deployVerticle(verticle, new DeploymentOptions().setInstances(instances))
                .await(60, TimeUnit.SECONDS));
    }

    /** Sends the sockets away; complete when they are gone and their commands are answered. */
    Future<Void> drainBridge(Duration within) {
        return bridge == null ? Future.succeededFuture() : bridge.drain(within);
    }

    /** @param nanosLeft how long each may take */
    void undeploy(LongSupplier nanosLeft) throws TimeoutException {
        while (!deployments.isEmpty()) {
            vertx.undeploy(deployments.pop()).await(nanosLeft.getAsLong(), TimeUnit.NANOSECONDS);
        }
    }
}
