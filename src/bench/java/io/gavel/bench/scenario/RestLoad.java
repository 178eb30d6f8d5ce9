package io.gavel.bench.scenario;

import io.gavel.bench.measure.Figures;
import io.gavel.bench.measure.Latency;
import io.gavel.bench.net.Bytes;
import io.gavel.bench.net.HttpLink;
import io.gavel.bench.net.HttpPool;
import io.gavel.bench.net.Loop;
import io.gavel.bench.server.Server;
import java.util.ArrayDeque;
import java.util.List;

/** Requests over so many connections: the next one at once, or at a rate whatever the server does. */
public final class RestLoad implements HttpLink.Owner {
    private static final long IDLE_MICROS = 5000;
    private static final double DRAIN_SECONDS = 10;

    private final Loop loop;
    private final List<byte[]> requests;
    private final int connections;
    private final double rate;
    private final ArrayDeque<HttpLink> free = new ArrayDeque<>();
    private final Latency latency = new Latency();
    private int next;
    private int open;
    private long done;
    private long failed;
    private String firstFailure = "";

    public RestLoad(Loop loop, Server server, List<byte[]> requests, int connections, double rate) {
        this.loop = loop;
        this.requests = requests;
        this.connections = connections;
        this.rate = rate;
        for (int i = 0; i < connections; i++) {
            HttpPool.open(loop, server.address(), this);
        }
        if (!loop.pollUntil(() -> open == connections, DRAIN_SECONDS)) {
            throw new IllegalStateException("cannot open " + connections + " connections");
        }
    }

    public void run(double seconds) {
        latency.clear();
        done = failed = 0;
        long start = Loop.micros();
        long stop = start + (long) (seconds * 1e6);
        long sent = 0;
        for (long now = start; now < stop; now = Loop.micros()) {
            long due = rate > 0 ? start + (long) (sent * 1e6 / rate) : now;
            while (due <= now && !free.isEmpty()) {
                free.remove().ask(requests.get(next++ % requests.size()), due);
                sent++;
                due = rate > 0 ? start + (long) (sent * 1e6 / rate) : now;
            }
            loop.poll(Math.min(IDLE_MICROS, Math.max(0, rate > 0 && due > now ? due - now : IDLE_MICROS)));
        }
        loop.pollUntil(() -> free.size() >= open, DRAIN_SECONDS);
    }

    public Figures figures(Server server, double seconds) {
        var before = server.usage();
        run(seconds);
        var used = server.usage().since(before);
        var figures = new Figures()
                .put("req/s", done / used.seconds())
                .put("server us", used.steady(done))
                .put("of that GC us", io.gavel.bench.measure.Usage.per(used.collector(), done))
                .put("JIT us", io.gavel.bench.measure.Usage.per(used.compiler(), done))
                .put("PostgreSQL us", io.gavel.bench.measure.Usage.per(used.database(), done))
                .latency("", latency)
                .put("generator us", io.gavel.bench.measure.Usage.per(used.generator(), done))
                .put("RSS MB", server.residentKibibytes() / 1024.0);
        if (failed > 0 || open < connections) {
            figures.fault(failed + " requests failed: " + firstFailure);
        }
        return figures;
    }

    @Override
    public void free(HttpLink link) {
        if (link.since() == 0) {
            open++;
        }
        free.add(link);
    }

    @Override
    public void answered(HttpLink link, int status, byte[] data, int from, int to) {
        latency.add(Loop.micros() - link.since());
        if (status / 100 == 2) {
            done++;
        } else {
            failed++;
            fault(status + " " + Bytes.text(data, from, to));
        }
    }

    @Override
    public void ended(HttpLink link) {
        open--;
        free.remove(link);
        failed++;
        fault("the connection ended");
    }

    private void fault(String what) {
        if (firstFailure.isEmpty()) {
            firstFailure = what;
        }
    }
}
