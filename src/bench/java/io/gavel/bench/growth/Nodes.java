package io.gavel.bench.growth;

import io.gavel.bench.measure.Figures;
import io.gavel.bench.scenario.Pace;
import io.gavel.bench.server.Launcher;
import io.gavel.bench.server.Server;

/** Ten rooms of ten, and neighbours in each on different nodes. */
record Nodes(String name, int nodes, Pace pace) implements Line {
    /** Those of the line before have thousands of lost sessions to end. */
    @Override
    public boolean wantsFresh() {
        return true;
    }

    @Override
    public Figures run(Launcher launcher, Server server, boolean first) {
        return new Costs(launcher, server, first, pace).fanout().figures();
    }
}
