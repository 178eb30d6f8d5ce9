package io.gavel.bench.scenario;

import io.gavel.bench.measure.Figures;
import io.gavel.bench.net.Loop;
import io.gavel.bench.server.Launcher;
import io.gavel.bench.server.Server;

/** People in rooms of ten who say nothing; their clients ping every five seconds, as vertx-eventbus.js does. */
record Idle(String name, int rooms, int size, Pace pace) implements Scenario {
    private static final double DRAIN_SECONDS = 60;
    private static final double SETTLE_SECONDS = 5;
    /** Socket.IO's server pings every 25 seconds. */
    private static final double SHORTEST_SECONDS = 30;

    private static final long POLL_MICROS = 50_000;

    @Override
    public int nodes() {
        return 1;
    }

    @Override
    public boolean wantsFresh() {
        return true;
    }

    @Override
    public Figures run(Launcher launcher, Server server, boolean first) {
        try (var loop = new Loop();
                var crowd = new Crowd(loop, server, rooms, size)) {
            crowd.admit();
            var resident = server.residentKibibytes();
            var before = server.usage();
            crowd.connect();
            crowd.allTold(DRAIN_SECONDS);
            var connecting = server.usage().since(before);
            int connections = rooms * size;
            hold(loop, crowd, SETTLE_SECONDS);
            var start = server.usage();
            hold(loop, crowd, Math.max(pace.seconds(), SHORTEST_SECONDS));
            var idle = server.usage().since(start);
            var figures = new Figures()
                    .put("RSS KB/connection", (double) (server.residentKibibytes() - resident) / connections)
                    .put("RSS before MB", resident / 1024.0)
                    .put("connect s", connecting.seconds())
                    .put("server us/connection", connecting.steady(connections))
                    .put("idle CPU %", 100.0 * idle.server() / idle.at())
                    .put("idle PostgreSQL %", 100.0 * idle.database() / idle.at());
            return crowd.tally().failures() > 0 ? figures.fault(crowd.tally().firstFault()) : figures;
        }
    }

    private static void hold(Loop loop, Crowd crowd, double seconds) {
        var end = Loop.micros() + (long) (seconds * 1e6);
        while (Loop.micros() < end) {
            crowd.ping();
            loop.poll(POLL_MICROS);
        }
    }
}
