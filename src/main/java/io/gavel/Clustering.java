package io.gavel;

import com.hazelcast.config.Config;
import com.hazelcast.config.XmlConfigBuilder;
import com.hazelcast.core.HazelcastInstance;
import io.gavel.bus.ClusterPeers;
import io.gavel.config.BusTls;
import io.gavel.config.Cluster;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes Vert.x, alone or as a member of the cluster that {@code cluster.xml} describes. */
final class Clustering {
    private static final Logger LOG = LoggerFactory.getLogger(Clustering.class);
    private static final long START_SECONDS = 60;

    private final Cluster cluster;
    private final @Nullable HazelcastClusterManager hazelcast;
    /** Of a node that runs alone; a member has the id that the cluster knows it by. */
    private final String ownId = UUID.randomUUID().toString();

    private Clustering(Cluster cluster, @Nullable HazelcastClusterManager hazelcast) {
        this.cluster = cluster;
        this.hazelcast = hazelcast;
    }

    /** Reads {@code cluster.xml} of the working directory, else the one that came with this program. */
    static Clustering of(Cluster cluster, Path workingDirectory) throws IOException {
        return cluster.enabled()
                ? new Clustering(cluster, new HazelcastClusterManager(hazelcast(cluster, workingDirectory)))
                : new Clustering(cluster, null);
    }

    /** Blocks until the node is in its cluster. */
    Vertx start(VertxBuilder builder, VertxOptions options) throws TimeoutException {
        if (hazelcast == null) {
            return builder.with(options).build();
        }
        options.setEventBusOptions(busOptions());
        var started = builder.with(options)
                .withClusterManager(hazelcast)
                .buildClustered()
                .await(START_SECONDS, TimeUnit.SECONDS);
        LOG.info("in a cluster of {} members", hazelcast.getNodes().size());
        return started;
    }

    /** The other nodes, as a node that has started sees them. */
    ClusterPeers peers(Vertx vertx) {
        return hazelcast == null
                ? ClusterPeers.of(vertx, ownId, () -> List.of(ownId))
                : ClusterPeers.of(vertx, hazelcast.getNodeId(), hazelcast::getNodes);
    }

    private EventBusOptions busOptions() {
        var bus = new EventBusOptions()
                .setHost(cluster.host())
                .setPort(cluster.busPort())
                .setClusterPublicHost(cluster.host())
                // A dead peer's connection is noticed within seconds.
                .setClusterPingInterval(3000)
                .setClusterPingReplyInterval(3000);
        // Where a forwarder stands before the bus, others are told its port; so a test can cut the bus alone.
        var tls = cluster.tls();
        if (tls != null) {
            secure(bus, tls);
        }
        var publicPort = Integer.getInteger("gavel.bus.public.port");
        return publicPort == null ? bus : bus.setClusterPublicPort(publicPort);
    }

    /** Whoever connects, and whoever is connected to, shows a certificate of the cluster's own authority; its names do not count. */
    private static void secure(EventBusOptions bus, BusTls tls) {
        bus.setSsl(true)
                .setTrustAll(false)
                .setClientAuth(ClientAuth.REQUIRED)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(tls.authority().toString()))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addKeyPath(tls.key().toString())
                        .addCertPath(tls.certificate().toString()));
    }

    /** Tells whether the node is where it belongs; one that runs alone on purpose is. */
    BooleanSupplier membership() {
        return () -> hazelcast == null || (hazelcast.isActive() && isRunning(hazelcast.getHazelcastInstance()));
    }

    private static boolean isRunning(HazelcastInstance instance) {
        return instance.getLifecycleService().isRunning();
    }

    private static Config hazelcast(Cluster cluster, Path workingDirectory) throws IOException {
        var properties = new Properties();
        properties.setProperty("gavel.cluster.host", cluster.host());
        properties.setProperty("gavel.cluster.port", Integer.toString(cluster.port()));
        var file = workingDirectory.resolve("cluster.xml");
        try (var xml = Files.exists(file) ? Files.newInputStream(file) : ownXml()) {
            var config = new XmlConfigBuilder(xml).setProperties(properties).build();
            var advanced = config.getAdvancedNetworkConfig();
            var join = advanced.isEnabled()
                    ? advanced.getJoin()
                    : config.getNetworkConfig().getJoin();
            var tcpIp = join.getTcpIpConfig();
            if (tcpIp.isEnabled() && !cluster.members().isEmpty()) {
                tcpIp.setMembers(cluster.members());
            }
            return config;
        }
    }

    private static InputStream ownXml() {
        var xml = Clustering.class.getResourceAsStream("/cluster.xml");
        if (xml == null) {
            throw new IllegalStateException("cluster.xml is not on the class path");
        }
        return xml;
    }
}
