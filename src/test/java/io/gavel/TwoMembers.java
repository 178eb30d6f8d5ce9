package io.gavel;

import io.gavel.bus.ClusterPeers;
import io.gavel.config.Cluster;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Two members of one cluster in this process, on loopback, with this repository's cluster.xml; they start at once. */
public final class TwoMembers implements AutoCloseable {
    private final Member first;
    private final Member second;

    private TwoMembers(Member first, Member second) {
        this.first = first;
        this.second = second;
    }

    public static TwoMembers start() throws Exception {
        int firstPort = FreePorts.next();
        int secondPort = FreePorts.next();
        var all = List.of("127.0.0.1:" + firstPort, "127.0.0.1:" + secondPort);
        var starting = CompletableFuture.supplyAsync(() -> member(firstPort, all));
        var second = member(secondPort, all);
        return new TwoMembers(starting.get(60, TimeUnit.SECONDS), second);
    }

    public Vertx first() {
        return first.vertx();
    }

    public Vertx second() {
        return second.vertx();
    }

    /** What the first sees of the cluster. */
    public ClusterPeers peersOfFirst() {
        return first.clustering().peers(first.vertx());
    }

    public ClusterPeers peersOfSecond() {
        return second.clustering().peers(second.vertx());
    }

    @Override
    public void close() throws TimeoutException {
        second.vertx().close().await(20, TimeUnit.SECONDS);
        first.vertx().close().await(20, TimeUnit.SECONDS);
    }

    private static Member member(int port, List<String> all) {
        try {
            var clustering = Clustering.of(new Cluster(true, "127.0.0.1", port, all, 0), Path.of(""));
            var options = new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(4);
            return new Member(clustering, clustering.start(Vertx.builder(), options));
        } catch (Exception failure) {
            throw new AssertionError("a member did not start", failure);
        }
    }

    private record Member(Clustering clustering, Vertx vertx) {}
}
