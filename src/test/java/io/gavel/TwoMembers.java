package io.gavel;

import io.gavel.bus.ClusterPeers;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Two members of one cluster that start at once. */
public final class TwoMembers implements AutoCloseable {
    private final ClusterMember first;
    private final ClusterMember second;

    private TwoMembers(ClusterMember first, ClusterMember second) {
        this.first = first;
        this.second = second;
    }

    public static TwoMembers start() throws Exception {
        int firstPort = FreePorts.next();
        int secondPort = FreePorts.next();
        var all = List.of("127.0.0.1:" + firstPort, "127.0.0.1:" + secondPort);
        var starting = CompletableFuture.supplyAsync(() -> ClusterMember.start(firstPort, all, 0, null));
        var second = ClusterMember.start(secondPort, all, 0, null);
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
        return first.peers();
    }

    public ClusterPeers peersOfSecond() {
        return second.peers();
    }

    @Override
    public void close() throws TimeoutException {
        second.close();
        first.close();
    }
}
