package io.gavel.stream.simulation;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More seeds than fit into every build. */
@Tag("cluster")
class StreamSimulationIT {
    private static final int SEEDS = 1000;

    @Test
    void everyPromiseIsKeptByAThousandSeedsMore() {
        Seeds.requirePromises(1001, SEEDS);
    }
}
