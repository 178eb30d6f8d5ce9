package io.gavel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.event.Committed;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How often events cross between nodes: what would grow unseen with every node and every event. */
class BusFramesTest {
    private static final int COMMITS = 10;
    private static final int EVENTS = 4;

    private final MemoryLog log = new MemoryLog();
    private final WiredNodes nodes = new WiredNodes(log);
    private final WiredNodes.Node here = nodes.start("here");
    private final WiredNodes.Node north = nodes.start("north");
    private final WiredNodes.Node south = nodes.start("south");

    @Test
    void aCommitCrossesOnceToEachNodeThatHasListenersAndToNoOther() {
        here.channels().register(MemoryLog.MEETING, "ann");
        north.channels().register(MemoryLog.MEETING, "ann");
        north.channels().register(MemoryLog.MEETING, "bob");

        commit();

        assertThat(nodes.announcements()).isEqualTo(Map.of("here -> north", COMMITS));
        assertThat(south.heard().seqs()).isEmpty();
    }

    @Test
    void aCommitCrossesNowhereWhileAllListenersAreWhereItHappens() {
        here.channels().register(MemoryLog.MEETING, "ann");

        commit();

        assertThat(nodes.announcements()).isEmpty();
    }

    @Test
    void whatWasCommittedTogetherIsDeliveredTogetherOnEveryNode() {
        here.channels().register(MemoryLog.MEETING, "ann");
        north.channels().register(MemoryLog.MEETING, "bob");

        commit();

        assertThat(here.heard().batches)
                .hasSize(COMMITS)
                .allSatisfy(batch -> assertThat(batch).hasSize(EVENTS));
        assertThat(north.heard().batches).isEqualTo(here.heard().batches);
    }

    private void commit() {
        for (int i = 0; i < COMMITS; i++) {
            var announced = log.commit(EVENTS);
            var before = announced.events().get(0).seq() - 1;
            var stored = log.read(MemoryLog.MEETING, before).result().events();
            here.channels().committed(new Committed(MemoryLog.MEETING, log.streamEpoch, stored));
        }
    }
}
