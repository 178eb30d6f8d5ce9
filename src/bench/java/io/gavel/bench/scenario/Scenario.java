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

    /** Whether it knows Gavel's tables, or asks what no peer is asked. */
    default boolean isOursAlone() {
        return false;
    }

    /** What a server is warm for once it has run this. */
    default String work() {
        return name();
    }

    /**
     * One run.
     *
     * @param first whether this server has not done such work yet, so that it is warmed up for longer
     */
    Figures run(Launcher launcher, Server server, boolean first);
}
