package io.gavel.bridge;

import io.vertx.core.Context;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The connections of one event loop by what they hear. Whoever has something for an address tells each loop once, from any
 * thread; what one thread tells arrives in its order.
 */
public final class Audience {
    private final Context loop;
    private final Map<String, Set<Connection>> listeners = new HashMap<>();

    Audience(Context loop) {
        this.loop = loop;
    }

    /** Writes to every connection that hears the address; what belongs together is written together. */
    public void deliver(String address, Delivery delivery) {
        loop.runOnContext(now -> {
            var hearing = listeners.get(address);
            if (hearing != null) {
                hearing.forEach(connection -> connection.deliver(delivery));
            }
        });
    }

    /** Ends this user's registrations at the address; what was told before is still delivered. */
    public void removed(String address, String userId) {
        each(address, connection -> {
            if (connection.userId().equals(userId)) {
                connection.forget(address);
            }
        });
    }

    /** Closes every connection that hears the address; what was told before is still delivered. */
    public void close(String address, CloseCode code) {
        each(address, connection -> connection.close(code));
    }

    private void each(String address, Consumer<Connection> work) {
        loop.runOnContext(
                now -> List.copyOf(listeners.getOrDefault(address, Set.of())).forEach(work));
    }

    void add(String address, Connection connection) {
        listeners.computeIfAbsent(address, unknown -> new LinkedHashSet<>()).add(connection);
    }

    void remove(String address, Connection connection) {
        listeners.computeIfPresent(address, (known, hearing) -> {
            hearing.remove(connection);
            return hearing.isEmpty() ? null : hearing;
        });
    }
}
