package io.gavel.bridge;

import io.gavel.bridge.frame.Frames;
import io.gavel.bridge.frame.Request;
import io.gavel.problem.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** A hub without a database, on an event loop of its own. It lets everybody hear everything, unless told otherwise. */
final class TestHub implements Hub {
    final List<Request> requests = new CopyOnWriteArrayList<>();
    final List<UUID> opened = new CopyOnWriteArrayList<>();
    final List<UUID> closed = new CopyOnWriteArrayList<>();
    volatile BiFunction<Connection, Request, Future<String>> answer;
    volatile Function<String, Future<Boolean>> judge;

    private final Context loop;
    private final Map<String, Set<Connection>> listeners = new HashMap<>();

    TestHub(Vertx vertx) {
        this.loop = vertx.getOrCreateContext();
        this.answer = (connection, request) -> Future.succeededFuture("{\"ok\":true}");
        this.judge = address -> Future.succeededFuture(true);
    }

    /** As at the beginning, save that connections stay. */
    void reset() {
        answer = (connection, request) -> Future.succeededFuture("{\"ok\":true}");
        judge = address -> Future.succeededFuture(true);
        requests.clear();
        opened.clear();
        closed.clear();
    }

    @Override
    public void opened(Connection connection) {
        opened.add(connection.id());
    }

    @Override
    public Future<Boolean> register(Connection connection, String address) {
        return onLoop(() -> judge.apply(address).onSuccess(granted -> {
            if (granted) {
                listeners.computeIfAbsent(address, unknown -> new HashSet<>()).add(connection);
            }
        }));
    }

    @Override
    public void unregister(Connection connection, String address) {
        loop.runOnContext(
                now -> listeners.getOrDefault(address, new HashSet<>()).remove(connection));
    }

    @Override
    public Future<String> request(Connection connection, Request request) {
        requests.add(request);
        return onLoop(() -> answer.apply(connection, request));
    }

    @Override
    public void closed(Connection connection, long silentMillis) {
        closed.add(connection.id());
        loop.runOnContext(now -> listeners.values().forEach(connections -> connections.remove(connection)));
    }

    /** Delivers these bodies to whoever hears the address, as one batch. */
    void publish(String address, List<String> bodies) {
        loop.runOnContext(now -> {
            var delivery = new Delivery(
                    bodies.stream().map(body -> Frames.message(address, body)).toList());
            audiences(address).forEach(audience -> audience.deliver(address, delivery));
        });
    }

    /** As {@link #publish}, and ends the user's registrations after it. */
    void publishAndRemove(String address, String body, String userId) {
        loop.runOnContext(now -> {
            var frame = Frames.message(address, body);
            for (var audience : audiences(address)) {
                audience.deliver(address, Delivery.of(frame));
                audience.removed(address, userId);
            }
        });
    }

    /** How many connections hear the address, as far as the hub knows. */
    int hearing(String address) {
        return BridgeNode.await(onLoop(() ->
                Future.succeededFuture(listeners.getOrDefault(address, Set.of()).size())));
    }

    void failRequestsWith(Problem problem) {
        answer = (connection, request) -> Future.failedFuture(problem);
    }

    private Set<Audience> audiences(String address) {
        var audiences = new HashSet<Audience>();
        listeners.getOrDefault(address, Set.of()).forEach(connection -> audiences.add(connection.audience()));
        return audiences;
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> work) {
        var done = Promise.<T>promise();
        loop.runOnContext(now -> work.get().onComplete(done));
        return done.future();
    }
}
