package io.gavel.bridge.hub;

import io.gavel.event.Topic;
import io.gavel.problem.Problem;
import io.gavel.stream.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Lets what a connection asks of one topic take effect in its order. Belongs to the hub's event loop. */
final class Order {
    /** Whoever asked for what has waited so long is about to give up. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Timers timers;
    private final Map<Place, Future<?>> latest = new HashMap<>();

    Order(Timers timers) {
        this.timers = timers;
    }

    /** Something is under way that keeps its own order with its like: what is asked in turn from now on waits for it. */
    void follow(UUID connectionId, Topic topic, Future<?> outcome) {
        var place = new Place(connectionId, topic);
        latest.put(place, outcome);
        outcome.onComplete(done -> latest.remove(place, outcome));
    }

    /** Does the work once all that was asked before is done, whatever came of it. Problems: UNAVAILABLE when that takes long. */
    <T> Future<T> inTurn(UUID connectionId, Topic topic, Supplier<Future<T>> work) {
        var asked = timers.nanos();
        var before = latest.get(new Place(connectionId, topic));
        Future<T> turn = before == null
                ? work.get()
                : before.transform(done -> timers.nanos() - asked > PATIENCE.toNanos()
                        ? Future.failedFuture(Problem.unavailable("too much is asked of this at the moment"))
                        : work.get());
        follow(connectionId, topic, turn);
        return turn;
    }

    private record Place(UUID connectionId, Topic topic) {}
}
