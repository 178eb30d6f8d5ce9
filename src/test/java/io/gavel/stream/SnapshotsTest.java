package io.gavel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.event.StreamRequests.Snapshot;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
    private final ManualTimers timers = new ManualTimers();
    private final List<Promise<Snapshot>> reads = new ArrayList<>();
    private final Snapshots snapshots = new Snapshots(timers, this::read);

    @Test
    void aRoomThatFillsUpIsReadOnce() {
        var first = snapshots.get(1, 5);
        var second = snapshots.get(1, 6);
        answer(6);

        var third = snapshots.get(1, 6);

        assertThat(List.of(first, second, third))
                .allSatisfy(one -> assertThat(one.result().seq()).isEqualTo(6));
        assertThat(reads).hasSize(1);
    }

    @Test
    void aSnapshotIsKeptForAQuarterOfASecond() {
        snapshots.get(1, 5);
        answer(5);

        timers.pass(Duration.ofMillis(249));
        assertThat(snapshots.get(1, 5).isComplete()).isTrue();
        timers.pass(Duration.ofMillis(1));

        assertThat(snapshots.get(1, 5).isComplete()).isFalse();
    }

    @Test
    void whatIsKeptIsNotGivenToWhoNeedsANewerOne() {
        snapshots.get(1, 5);
        answer(5);

        var newer = snapshots.get(1, 6);
        answer(7);

        assertThat(newer.result().seq()).isEqualTo(7);
    }

    @Test
    void thoseForWhomARunningReadWasTooEarlyShareTheNext() {
        snapshots.get(1, 5);
        var second = snapshots.get(1, 6);
        var third = snapshots.get(1, 7);
        answer(5);

        answer(7);

        assertThat(second.result().seq()).isEqualTo(7);
        assertThat(third.result().seq()).isEqualTo(7);
        assertThat(reads).hasSize(2);
    }

    @Test
    void whatTheStreamDoesNotReachIsNotReadForEver() {
        var lost = snapshots.get(1, 9);

        answer(5);

        assertThat(lost.failed()).isTrue();
        assertThat(reads).hasSize(1);
    }

    @Test
    void aFailedReadIsTriedAgainForThoseWhoCameLater() {
        var first = snapshots.get(1, 5);
        var second = snapshots.get(1, 5);
        reads.get(0).fail("away");

        answer(5);

        assertThat(first.failed()).isTrue();
        assertThat(second.result().seq()).isEqualTo(5);
    }

    private Future<Snapshot> read(long meetingId) {
        reads.add(Promise.promise());
        return reads.get(reads.size() - 1).future();
    }

    private void answer(long seq) {
        reads.get(reads.size() - 1).complete(new Snapshot("epoch", seq, "{}"));
    }
}
