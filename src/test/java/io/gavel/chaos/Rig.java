package io.gavel.chaos;

import static org.awaitility.Awaitility.await;

import io.gavel.Tools;
import io.gavel.postgres.FailingPostgres;
import io.gavel.process.Balancer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, three nodes and HAProxy, each behind wires of its own, all on this machine. */
final class Rig implements AutoCloseable {
    static final String POSTGRES = "postgres";
    static final String CLIENTS = "clients";
    static final String BALANCER = "balancer";
    private static final int NODES = 3;
    private static final int MEBIBYTES = 768;
    private static final Duration START = Duration.ofSeconds(90);

    private final Optional<Disk> disk;
    private final FailingPostgres postgres;
    private final Net net;
    private final List<RigNode> nodes = new ArrayList<>();
    private @Nullable Balancer balancer;
    private @Nullable Wire front;
    private int restarts;

    private Rig(Optional<Disk> disk, FailingPostgres postgres, Net net) {
        this.disk = disk;
        this.postgres = postgres;
        this.net = net;
    }

    static Rig start(long seed) throws IOException, InterruptedException, TimeoutException {
        var haproxy = Tools.requireOrSkip("haproxy");
        var disk = Disk.mount(Path.of("target", "chaos-disk"), MEBIBYTES);
        var postgres = disk.isPresent()
                ? FailingPostgres.startOn(disk.get().folder().resolve("postgres"))
                : FailingPostgres.start();
        var rig = new Rig(disk, postgres, new Net(seed));
        try {
            for (int i = 1; i <= NODES; i++) {
                rig.nodes.add(new RigNode("node" + i, rig.net, rig.postgres.url()));
            }
            // One after the other: the first makes the tables.
            for (var node : rig.nodes) {
                node.launch(rig.nodes);
                node.process().ready();
            }
            rig.balancer = Balancer.start(
                    haproxy, rig.nodes.stream().map(RigNode::process).toList());
            rig.front = rig.net.between(
                    CLIENTS, BALANCER, URI.create(rig.balancer.url()).getPort());
            return rig;
        } catch (IOException | TimeoutException | RuntimeException | AssertionError failure) {
            rig.close();
            throw failure;
        }
    }

    /** Waits until every node says that it is ready; one that ended by itself is started again, as whoever runs it would. */
    void awaitWhole() {
        await().atMost(START).pollInterval(Duration.ofMillis(200)).until(() -> {
            for (var node : nodes) {
                if (!node.process().isAlive()) {
                    node.launchAgain();
                    restarts++;
                }
            }
            return nodes.stream().allMatch(RigNode::isReady);
        });
    }

    /** How many nodes were started again because they had ended, by a fault or by themselves. */
    int restarts() {
        return restarts;
    }

    /** Where PostgreSQL's data lies, if that can be filled here. */
    Optional<Disk> disk() {
        return disk;
    }

    FailingPostgres postgres() {
        return postgres;
    }

    Net net() {
        return net;
    }

    List<RigNode> nodes() {
        return List.copyOf(nodes);
    }

    Balancer balancer() {
        return Objects.requireNonNull(balancer);
    }

    /** The way from the clients to the balancer. */
    Wire front() {
        return Objects.requireNonNull(front);
    }

    /** Where clients come in. */
    String url() {
        return "http://127.0.0.1:" + front().port();
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(RigNode::terminate);
        nodes.forEach(RigNode::close);
        if (balancer != null) {
            balancer.close();
        }
        net.close();
        postgres.close();
        if (disk.isPresent()) {
            disk.get().close();
        }
    }
}
