package io.gavel.bench.scenario;

import io.gavel.bench.measure.Figures;
import io.gavel.bench.net.Loop;
import io.gavel.bench.server.Launcher;
import io.gavel.bench.server.Server;

/**
 * REST calls of one kind.
 *
 * @param rate requests per second, with latencies from the intended time; 0: as fast as the connections go
 */
record Rest(String name, RestOperation operation, int connections, double rate, Pace pace) implements Scenario {
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
        try (var loop = new Loop()) {
            var load = new RestLoad(loop, server, operation.requests(loop, server), connections, rate);
            pace.warmUp(server, first, load::run);
            return load.figures(server, pace.seconds());
        }
    }
}
