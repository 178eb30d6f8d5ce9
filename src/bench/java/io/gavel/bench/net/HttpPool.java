package io.gavel.bench.net;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A few connections to one server, for what is prepared before a measurement or looked at after it. */
public final class HttpPool implements HttpLink.Owner, AutoCloseable {
    private static final double PATIENCE_SECONDS = 120;

    private final Loop loop;
    private final ArrayDeque<HttpLink> free = new ArrayDeque<>();
    private final Map<HttpLink, Exchange> running = new HashMap<>();
    private int ended;

    public HttpPool(Loop loop, InetSocketAddress address, int connections) {
        this.loop = loop;
        for (int i = 0; i < connections; i++) {
            loop.connect(new HttpLink(this), address);
        }
    }

    /** A connection of another owner, which is told when it is open. */
    public static void open(Loop loop, InetSocketAddress address, HttpLink.Owner owner) {
        loop.connect(new HttpLink(owner), address);
    }

    /** Asks all, and waits for every answer; any but a 2xx is an error. */
    public void all(List<Exchange> exchanges) {
        var next = exchanges.iterator();
        var done = loop.pollUntil(
                () -> {
                    while (next.hasNext() && !free.isEmpty()) {
                        begin(free.poll(), next.next());
                    }
                    return !next.hasNext() && running.isEmpty();
                },
                PATIENCE_SECONDS);
        if (!done || ended > 0) {
            throw new IllegalStateException("preparing took too long, or lost " + ended + " connections");
        }
        for (var exchange : exchanges) {
            if (exchange.status() / 100 != 2) {
                throw new IllegalStateException("preparing: " + exchange.status() + " " + exchange.body());
            }
        }
    }

    private void begin(@Nullable HttpLink link, Exchange exchange) {
        if (link != null) {
            running.put(link, exchange);
            link.ask(exchange.request(), Loop.micros());
        }
    }

    @Override
    public void free(HttpLink link) {
        free.add(link);
    }

    @Override
    public void answered(HttpLink link, int status, byte[] data, int from, int to) {
        var exchange = running.remove(link);
        if (exchange != null) {
            exchange.answered(status, Bytes.text(data, from, to));
        }
    }

    @Override
    public void ended(HttpLink link) {
        if (running.remove(link) != null) {
            ended++;
        }
        free.remove(link);
    }

    @Override
    public void close() {
        for (var link : List.copyOf(free)) {
            link.close();
        }
    }
}
