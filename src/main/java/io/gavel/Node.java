package io.gavel;

import io.gavel.bus.Bus;
import io.gavel.bus.BusWatchdog;
import io.gavel.config.Auth;
import io.gavel.config.Config;
import io.gavel.config.DatabaseUrl;
import io.gavel.config.Mode;
import io.gavel.http.Drain;
import io.gavel.postgres.EmbeddedPostgres;
import io.gavel.store.sql.Migrations;
import io.gavel.stream.Peers;
import io.gavel.token.DevSecret;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running node: its database, its verticles in order, and the way down. All of it blocks its caller. */
public final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(60);

    /** Waiting for a connection to the database and for one statement takes 6.5 s at most; nobody is to wait for 10. */
    private static final Duration REPLY_PATIENCE = Duration.ofSeconds(8);

    private static final Duration ECHO_PERIOD = Duration.ofSeconds(5);
    private static final int DEAF_AFTER_PERIODS = 6;
    // Together with CLOSE and PostgreSQL's end less than the 30 seconds in which a node is gone.
    private static final Duration DRAIN_AT_LEAST = Duration.ofMillis(500);
    /** Browsers come back elsewhere, not all at once. */
    private static final Duration SEND_AWAY = Duration.ofSeconds(3);

    private static final Duration DRAIN_AT_MOST = Duration.ofSeconds(16);
    private static final Duration CLOSE = Duration.ofSeconds(8);
    /** Vert.x's own: none that a request could fill with names of its own making. */
    private static final EnumSet<Label> LABELS =
            EnumSet.of(Label.POOL_TYPE, Label.POOL_NAME, Label.EB_SIDE, Label.EB_FAILURE);

    /** More of them than there are processors would only hand work to each other. */
    private static final int EVENT_LOOPS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final Config config;
    private final Drain drain = new Drain();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicInteger port = new AtomicInteger();
    private final AtomicInteger managementPort = new AtomicInteger();
    private @Nullable EmbeddedPostgres postgres;
    private @Nullable Vertx vertx;
    private @Nullable Verticles verticles;
    private volatile @Nullable Thread starter;
    private boolean closed;

    /** A node that has not started yet. */
    Node(Config config) {
        this.config = config;
    }

    /**
     * Starts a node.
     *
     * @throws Exception when anything it needs cannot be had; what was started by then is stopped again
     */
    public static Node start(Config config, Path workingDirectory) throws Exception {
        var node = new Node(config);
        node.start(workingDirectory);
        return node;
    }

    /** The port of the REST API, also where the configuration left it open. */
    public int port() {
        return port.get();
    }

    public int managementPort() {
        return managementPort.get();
    }

    /** As {@link #start(Config, Path)}; a {@link #close()} meanwhile interrupts it. */
    void start(Path workingDirectory) throws Exception {
        starter = Thread.currentThread();
        synchronized (this) {
            try {
                if (closed) {
                    throw new IllegalStateException("the node was closed before it started");
                }
                bringUp(workingDirectory);
            } catch (Exception | Error failure) {
                if (drain.isDraining()) {
                    // Whoever interrupted the start is about to close the node, on a thread that is not interrupted.
                    throw new InterruptedException("stopped before it was up");
                }
                close();
                throw failure;
            } finally {
                starter = null;
            }
        }
    }

    private void bringUp(Path workingDirectory) throws Exception {
        var database = database();
        Migrations.run(database, DATABASE_PATIENCE);
        var settled = withSecret(config);
        Bus.registerLocals();
        var clustering = Clustering.of(config.cluster(), workingDirectory);
        var started = clustering.start(
                Vertx.builder().withMetrics(new MicrometerMetricsFactory(meters)),
                new VertxOptions()
                        .setEventLoopPoolSize(EVENT_LOOPS)
                        .setMetricsOptions(new MicrometerMetricsOptions()
                                .setEnabled(true)
                                // Registries of one name are one registry for the whole process: that of its first
                                // node.
                                .setRegistryName(UUID.randomUUID().toString())
                                .setLabels(LABELS)));
        vertx = started;
        var peers = clustering.peers(started);
        var watchdog = BusWatchdog.start(started, peers, ECHO_PERIOD, DEAF_AFTER_PERIODS);
        watchdog.bindTo(meters);
        Map<String, BooleanSupplier> conditions = new LinkedHashMap<>();
        conditions.put("cluster", clustering.membership());
        conditions.put("bus", watchdog::hears);
        conditions.put("accepting", this::isAccepting);
        deploy(new Verticles(started, settled, drain, meters), started, peers, database, conditions);
    }

    private void deploy(
            Verticles parts, Vertx on, Peers peers, DatabaseUrl database, Map<String, BooleanSupplier> conditions)
            throws Exception {
        // Also what comes about only in part is taken down.
        verticles = parts;
        var bus = Bus.create(on, REPLY_PATIENCE);
        var clock = Clock.systemUTC();
        parts.deploy(bus, peers, database, clock);
        parts.open(bus, clock, EVENT_LOOPS, conditions, managementPort::set, port::set);
    }

    /** Not before the API's port is open, and no longer once the node goes down. */
    private boolean isAccepting() {
        return port.get() != 0 && !drain.isDraining();
    }

    private DatabaseUrl database() throws Exception {
        var given = config.database();
        if (given != null) {
            return given;
        }
        var embedded = EmbeddedPostgres.start(config.dataDirectory().resolve("postgres"));
        postgres = embedded;
        return DatabaseUrl.parse(embedded.url());
    }

    /** In dev, a node without any key makes itself one. */
    private static Config withSecret(Config config) throws Exception {
        var auth = config.auth();
        if (config.mode() != Mode.DEV
                || auth.secret() != null
                || auth.publicKeyFile() != null
                || auth.jwksUrl() != null) {
            return config;
        }
        return config.withAuth(new Auth(
                DevSecret.read(config.dataDirectory()),
                null,
                null,
                auth.issuer(),
                auth.audience(),
                auth.userIdClaim(),
                auth.maxTokenLifetime()));
    }

    /** Takes no new work, lets running requests end, then goes down; idempotent. */
    @Override
    public void close() {
        drain.begin();
        var starting = starter;
        if (starting != null && starting != Thread.currentThread()) {
            starting.interrupt();
        }
        synchronized (this) {
            if (!closed) {
                closed = true;
                takeDown();
            }
        }
    }

    private void takeDown() {
        awaitDrained();
        if (vertx != null) {
            leave(vertx);
        }
        if (postgres != null) {
            postgres.close();
        }
        meters.close();
    }

    /** What asks goes before what answers; the store gives its lease back; the cluster is left last. */
    private void leave(Vertx leaving) {
        var begun = System.nanoTime();
        try {
            if (verticles != null) {
                verticles.undeploy(() -> left(begun, CLOSE));
            }
        } catch (TimeoutException | RuntimeException failure) {
            LOG.warn("a part of the node did not stop cleanly", failure);
        }
        try {
            leaving.close().await(left(begun, CLOSE), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | RuntimeException failure) {
            LOG.warn("the node did not close cleanly", failure);
        }
    }

    private void awaitDrained() {
        if (port.get() == 0) {
            return;
        }
        try {
            // A moment for the load balancer to look elsewhere, then as long as sockets and requests take.
            TimeUnit.NANOSECONDS.sleep(DRAIN_AT_LEAST.toNanos());
            var begun = System.nanoTime();
            var sockets = verticles == null ? Future.succeededFuture() : verticles.drainBridge(SEND_AWAY);
            while ((drain.running() > 0 || !sockets.isComplete())
                    && System.nanoTime() - begun < DRAIN_AT_MOST.toNanos()) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Never nothing: what comes last gets its chance too. */
    private static long left(long begun, Duration limit) {
        return Math.max(
                limit.toNanos() - (System.nanoTime() - begun),
                Duration.ofSeconds(2).toNanos());
    }
}
