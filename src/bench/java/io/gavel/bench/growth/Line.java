package io.gavel.bench.growth;

import io.gavel.bench.scenario.Scenario;

/** One size of a line. Its rows are Gavel's, so that no peer is asked. */
interface Line extends Scenario {
    @Override
    default int nodes() {
        return 1;
    }

    @Override
    default boolean wantsFresh() {
        return false;
    }

    @Override
    default boolean isOursAlone() {
        return true;
    }

    /** The same at each size. */
    @Override
    default String work() {
        return name().substring(0, name().lastIndexOf(' '));
    }
}
