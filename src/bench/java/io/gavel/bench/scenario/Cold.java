package io.gavel.bench.scenario;

import io.gavel.bench.measure.Figures;
import io.gavel.bench.server.Launcher;
import io.gavel.bench.server.Server;

/** From the start of a process to the first 200 of its health, on a database that is prepared. */
record Cold(String name) implements Scenario {
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
        var start = launcher.restart(server);
        return new Figures()
                .put("wall ms", start.wallMillis())
                .put("CPU ms", start.cpuMillis())
                .put("RSS MB", start.residentMebibytes());
    }
}
