package io.gavel.bench.scenario;

import io.gavel.bench.measure.Figures;
import io.gavel.bench.server.Launcher;
import io.gavel.bench.server.Server;

/** Something that is measured, again and again, on servers of each kind in turn. */
public interface Scenario {
    /** How it is asked for, and how its rows are called. */
    String name();

    /** How many processes a server of this scenario has. */
    int nodes();

    /** Whether each run wants a server that has served nobody yet. */
    boolean wantsFresh();

    /**
     * One run.
     *
     * @param first whether this server has not run this scenario yet, so that it is warmed up for longer
     */
    Figures run(Launcher launcher, Server server, boolean first);
}
