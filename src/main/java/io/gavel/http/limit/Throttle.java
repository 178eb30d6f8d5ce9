package io.gavel.http.limit;

import io.gavel.config.Http;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns away who asks for too much. It decides by what this node knows, which is what came here, and what the other nodes told of
 * those who ask for much. Shared by all event loops.
 */
public final class Throttle {
    private final Clients clients;
    private final @Nullable Limit users;
    private final @Nullable Limit addresses;
    private final Queue<Allowance> listed = new ConcurrentLinkedQueue<>();

    public Throttle(Http http, MeterRegistry meters) {
        this(http, meters, System::nanoTime);
    }

    Throttle(Http http, MeterRegistry meters, LongSupplier nanos) {
        this.clients = new Clients(http);
        this.users = limit("user", http.limits().perUser(), meters, nanos);
        this.addresses = limit("address", http.limits().perAddress(), meters, nanos);
    }

    private @Nullable Limit limit(String by, int perMinute, MeterRegistry meters, LongSupplier nanos) {
        return perMinute == 0
                ? null
                : new Limit(by, perMinute, nanos, meters.counter("gavel.limits.refused", "by", by), listed::add);
    }

    public Clients clients() {
        return clients;
    }

    /**
     * Counts a request of the address that it comes from.
     *
     * @throws io.gavel.problem.Problem TOO_MANY_REQUESTS
     */
    public void countAddress(HttpServerRequest request) {
        if (addresses != null) {
            var client = clients.of(request);
            if (!client.isUnlimited() && !client.isProxy()) {
                addresses.count(client.network());
            }
        }
    }

    /**
     * Counts a request of this user.
     *
     * @throws io.gavel.problem.Problem TOO_MANY_REQUESTS
     */
    public void countUser(HttpServerRequest request, String userId) {
        if (users != null && !clients.of(request).isUnlimited()) {
            users.count(userId);
        }
    }

    /** Those of whom the other nodes are to be told, each once. */
    List<Allowance> takeListed(int most) {
        var taken = new ArrayList<Allowance>();
        for (var next = listed.poll(); next != null; next = taken.size() < most ? listed.poll() : null) {
            taken.add(next);
        }
        return taken;
    }
}
