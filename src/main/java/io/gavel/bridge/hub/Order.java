package io.gavel.bridge.hub;

import io.gavel.event.Topic;
import io.gavel.stream.Timers;
import io.gavel.stream.Turns;
import io.vertx.core.Future;
import java.util.UUID;
import java.util.function.Supplier;

/** Lets what a connection asks of one topic take effect in its order. Belongs to the hub's event loop. */
final class Order {
    private final Turns<Place> turns;

    Order(Timers timers) {
        this.turns = new Turns<>(timers::nanos);
    }

    /** Something is under way that keeps its own order with its like: what is asked in turn from now on waits for it. */
    void follow(UUID connectionId, Topic topic, Future<?> outcome) {
        turns.run(new Place(connectionId, topic), () -> outcome);
    }

    /** Does the work once all that was asked before is done, whatever came of it. Problems: UNAVAILABLE when that takes long. */
    <T> Future<T> inTurn(UUID connectionId, Topic topic, Supplier<Future<T>> work) {
        return turns.run(new Place(connectionId, topic), work);
    }

    private record Place(UUID connectionId, Topic topic) {}
}
