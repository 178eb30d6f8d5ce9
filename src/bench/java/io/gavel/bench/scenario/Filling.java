package io.gavel.bench.scenario;

import io.gavel.bench.measure.Figures;
import io.gavel.bench.measure.Usage;
import io.gavel.bench.net.Loop;
import io.gavel.bench.server.Launcher;
import io.gavel.bench.server.Server;

/** A room fills up, and everybody inside is told of each who comes. */
record Filling(String name, int size) implements Scenario {
    private static final double DRAIN_SECONDS = 120;
    private static final int WARM_SIZE = 200;

    @Override
    public int nodes() {
        return 1;
    }

    @Override
    public boolean wantsFresh() {
        return false;
    }

    @Override
    public Figures run(Launcher launcher, Server server, boolean first) {
        if (first) {
            fill(server, WARM_SIZE);
        }
        return fill(server, size);
    }

    private static Figures fill(Server server, int size) {
        try (var loop = new Loop();
                var crowd = new Crowd(loop, server, 1, size)) {
            crowd.admit();
            var before = server.usage();
            crowd.connect();
            var inside = server.usage().since(before);
            var told = crowd.allTold(DRAIN_SECONDS);
            var used = server.usage().since(before);
            var figures = new Figures()
                    .put("all inside s", inside.seconds())
                    .put("all told s", used.seconds())
                    .put("server us/connection", used.steady(size))
                    .put("JIT us/connection", Usage.per(used.compiler(), size))
                    .put("PostgreSQL us/connection", Usage.per(used.database(), size))
                    .put("joins heard", (double) crowd.tally().joins())
                    .put("out of order", (double) crowd.tally().disorders())
                    .put("RSS MB", server.residentKibibytes() / 1024.0);
            if (!told || crowd.tally().failures() > 0 || crowd.tally().disorders() > 0) {
                figures.fault(
                        "not everybody was told of everybody: " + crowd.tally().firstFault());
            }
            return figures;
        }
    }
}
