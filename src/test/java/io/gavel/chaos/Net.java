package io.gavel.chaos;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * All wires of an installation, on one event loop, and who does not hear whom. While two are cut apart, what one says to the
 * other waits, as it would in a kernel that gets no answer from the other side, and comes when they hear each other again.
 */
final class Net implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    private final NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    private final PortOwners owners = new PortOwners();
    private final Set<Cut> cuts = ConcurrentHashMap.newKeySet();
    private final List<Wire> wires = new CopyOnWriteArrayList<>();
    private final Random random;

    private record Cut(String from, String to) {}

    Net(long seed) {
        random = new Random(seed);
    }

    /** A wire from one to the other, who listens on this port of the machine. */
    Wire between(String from, String to, int target) throws TimeoutException {
        return open(new Wire(this, from, to, target));
    }

    /** A wire to one from all processes that have a name. */
    Wire to(String to, int target) throws TimeoutException {
        return open(new Wire(this, null, to, target));
    }

    private Wire open(Wire wire) throws TimeoutException {
        vertx.createNetServer()
                .connectHandler(wire::connected)
                .listen(0, "127.0.0.1")
                .onSuccess(server -> wire.listens(server.actualPort()))
                .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        wires.add(wire);
        return wire;
    }

    void name(long pid, String name) {
        owners.name(pid, name);
    }

    /** From now on nothing that one says reaches the other. */
    void cut(String from, String to) {
        cuts.add(new Cut(from, to));
    }

    /** All hear each other again. */
    void mend() {
        cuts.clear();
        run(() -> {
            wires.forEach(Wire::drain);
            return true;
        });
    }

    boolean isCut(String from, String to) {
        return cuts.contains(new Cut(from, to));
    }

    /** Does something on the event loop of the wires and waits for it. */
    <T> T run(Callable<T> work) {
        var done = Promise.<T>promise();
        vertx.runOnContext(now -> {
            try {
                done.complete(work.call());
            } catch (Exception failure) {
                done.fail(failure);
            }
        });
        try {
            return done.future().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    Vertx vertx() {
        return vertx;
    }

    NetClient client() {
        return client;
    }

    PortOwners owners() {
        return owners;
    }

    Random random() {
        return random;
    }

    @Override
    public void close() {
        try {
            vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
