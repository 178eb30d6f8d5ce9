package io.gavel;

import io.gavel.bus.ClusterPeers;
import io.gavel.config.BusTls;
import io.gavel.config.Cluster;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A member of a cluster in this process, on loopback, with this repository's cluster.xml. */
public final class ClusterMember implements AutoCloseable {
    private final Clustering clustering;
    private final Vertx vertx;

    private ClusterMember(Clustering clustering, Vertx vertx) {
        this.clustering = clustering;
        this.vertx = vertx;
    }

    /** Returns when it is in the cluster. */
    public static ClusterMember start(int port, List<String> all, int busPort, @Nullable BusTls tls) {
        try {
            var clustering = Clustering.of(new Cluster(true, "127.0.0.1", port, all, busPort, tls), Path.of(""));
            var options = new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(4);
            return new ClusterMember(clustering, clustering.start(Vertx.builder(), options));
        } catch (Exception failure) {
            throw new AssertionError("a member did not start", failure);
        }
    }

    public Vertx vertx() {
        return vertx;
    }

    /** What it sees of the cluster. */
    public ClusterPeers peers() {
        return clustering.peers(vertx);
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(20, TimeUnit.SECONDS);
    }
}
