package io.gavel.bench.growth;

import io.gavel.bench.measure.Figures;
import io.gavel.bench.measure.Usage;
import io.gavel.bench.net.Loop;
import io.gavel.bench.scenario.Crowd;
import io.gavel.bench.scenario.Fanout;
import io.gavel.bench.scenario.Pace;
import io.gavel.bench.server.Launcher;
import io.gavel.bench.server.Server;

/**
 * More and more meetings with a connection each, which the node follows. What they cost while nobody speaks is told apart,
 * and taken off what an event costs.
 */
record OpenRooms(String name, int rooms, Pace pace) implements Line {
    private static final int FIRST = 2_000_000;
    private static final int WINDOW = 16;
    private static final long POLL_MICROS = 50_000;
    private static final double SETTLE_SECONDS = 3;
    private static final double IDLE_SECONDS = 6;

    @Override
    public boolean wantsFresh() {
        return true;
    }

    @Override
    public Figures run(Launcher launcher, Server server, boolean first) {
        new Costs(launcher, server, true, pace).fanout();
        var ids = Rows.meetings(server, "Open", rooms, rooms, 1, FIRST + " + n");
        try (var loop = new Loop();
                var crowd = new Crowd(loop, server, ids, FIRST + 1, 1, false)) {
            var before = server.usage();
            crowd.connect();
            var connecting = server.usage().since(before);
            var fanout = new Fanout("fanout", 1, rooms, 1, WINDOW, 0, pace).speak(loop, launcher, server, crowd, true);
            hold(loop, crowd, SETTLE_SECONDS);
            var start = server.usage();
            hold(loop, crowd, IDLE_SECONDS);
            var idle = server.usage().since(start);
            var perSecond = fanout.values().getOrDefault("events/s", Double.NaN);
            return new Figures()
                    .put("server us/event", beyond(fanout, "server us/event", idle.server(), idle, perSecond))
                    .put("PostgreSQL us/event", beyond(fanout, "PostgreSQL us/event", idle.database(), idle, perSecond))
                    .put("connect server us", connecting.steady(rooms))
                    .put("connect PostgreSQL us", Usage.per(connecting.database(), rooms))
                    .put("idle server %", 100.0 * idle.server() / idle.at())
                    .put("idle PostgreSQL %", 100.0 * idle.database() / idle.at())
                    .fault(fanout.fault());
        }
    }

    private static double beyond(Figures fanout, String name, long idleMicros, Usage idle, double perSecond) {
        return fanout.values().getOrDefault(name, Double.NaN) - idleMicros / idle.seconds() / perSecond;
    }

    private static void hold(Loop loop, Crowd crowd, double seconds) {
        var end = Loop.micros() + (long) (seconds * 1e6);
        while (Loop.micros() < end) {
            crowd.ping();
            loop.poll(POLL_MICROS);
        }
    }
}
