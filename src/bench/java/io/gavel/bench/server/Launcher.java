package io.gavel.bench.server;

/** Starts servers of one kind. */
public interface Launcher {
    /** The name of the column. */
    String name();

    /** Whether a lost event or a broken order of it fails the run, rather than being told. */
    boolean isOurs();

    /** Starts so many processes that are one service, on a database of its own, and waits until they are ready. */
    Server start(int nodes);

    /** Starts one process on a database that an earlier one has prepared: what a restart costs. */
    ColdStart restart(Server prepared);
}
