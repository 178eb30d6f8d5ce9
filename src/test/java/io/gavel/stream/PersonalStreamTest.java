package io.gavel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.notification.PersonalRequests.Personal;
import io.gavel.notification.PersonalRequests.ReadRecent;
import io.gavel.notification.PersonalRequests.Recent;
import io.gavel.notification.PersonalRequests.UsersNotified;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PersonalStreamTest {
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final ManualTimers timers = new ManualTimers();
    private final RecordedPeers peers = new RecordedPeers();
    private final TreeMap<Long, String> list = new TreeMap<>();
    private final List<ReadRecent> reads = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private final List<Long> heard = new ArrayList<>();
    private final PersonalStream stream =
            new PersonalStream(timers, peers, this::read, notification -> heard.add(notification.id()));
    private boolean holding;
    private boolean away;

    @Test
    void whatWasThereBeforeTheRegistrationIsNotDelivered() {
        list.put(1L, "ann");
        stream.register("ann");
        list.put(2L, "ann");

        timers.pass(PERIOD.multipliedBy(3));

        assertThat(heard).containsExactly(2L);
    }

    @Test
    void aHintBringsItAtOnceAndTheOtherNodesHearOfOurs() {
        stream.register("ann");
        list.put(1L, "ann");

        stream.notified(new UsersNotified(List.of("ann", "bob")));

        assertThat(heard).containsExactly(1L);
        assertThat(peers.notified).hasSize(1);
    }

    @Test
    void aHintFromAnotherNodeIsNotSentOn() {
        stream.register("ann");
        list.put(1L, "ann");

        stream.hinted(new UsersNotified(List.of("ann")));

        assertThat(heard).containsExactly(1L);
        assertThat(peers.notified).isEmpty();
    }

    @Test
    void nobodyIsAskedAboutWhoHasNoDeviceHere() {
        stream.register("ann");
        var before = reads.size();

        stream.hinted(new UsersNotified(List.of("bob")));

        assertThat(reads).hasSize(before);
    }

    @Test
    void hintsWhileAReadRunsAreOneMoreRead() {
        stream.register("ann");
        stream.register("bob");
        var before = reads.size();
        holding = true;
        stream.hinted(new UsersNotified(List.of("ann")));
        list.put(1L, "ann");
        stream.hinted(new UsersNotified(List.of("ann")));
        stream.hinted(new UsersNotified(List.of("bob")));

        release();

        assertThat(reads).hasSize(before + 2);
        assertThat(reads.get(before + 1).userIds()).containsExactlyInAnyOrder("ann", "bob");
        assertThat(heard).containsExactly(1L);
    }

    @Test
    void anIdThatCommitsLateIsNotMissed() {
        stream.register("ann");
        list.put(9L, "bob");
        timers.pass(Duration.ofSeconds(20));
        list.put(8L, "ann");

        timers.pass(PERIOD);

        assertThat(heard).containsExactly(8L);
    }

    @Test
    void readsGoBackByHalfAMinuteAndTellNothingTwice() {
        stream.register("ann");
        list.put(5L, "ann");
        timers.pass(PERIOD);
        list.put(6L, "ann");
        timers.pass(Duration.ofSeconds(28));
        assertThat(reads.get(reads.size() - 1).afterId()).isZero();

        timers.pass(Duration.ofSeconds(6));

        assertThat(reads.get(reads.size() - 1).afterId()).isEqualTo(6);
        assertThat(heard).containsExactly(5L, 6L);
    }

    @Test
    void aDatabaseThatWasAwayForLongHidesNothing() {
        stream.register("ann");
        list.put(9L, "bob");
        timers.pass(PERIOD);
        away = true;
        list.put(8L, "ann");
        timers.pass(Duration.ofMinutes(2));
        away = false;

        timers.pass(PERIOD);

        assertThat(heard).containsExactly(8L);
    }

    @Test
    void aLookForSomeHidesNothingFromTheOthers() {
        stream.register("ann");
        stream.register("bob");
        list.put(9L, "bob");
        timers.pass(PERIOD);
        away = true;
        list.put(8L, "ann");
        timers.pass(Duration.ofMinutes(1));
        away = false;
        stream.hinted(new UsersNotified(List.of("bob")));

        timers.pass(PERIOD);

        assertThat(heard).containsExactlyInAnyOrder(9L, 8L);
    }

    @Test
    void anIdThatWasGivenBeforeTheRegistrationAndCommitsAfterItIsNotMissed() {
        list.put(9L, "bob");
        stream.register("ann");
        list.put(8L, "ann");

        timers.pass(PERIOD);

        assertThat(heard).containsExactly(8L);
    }

    @Test
    void aSecondDeviceDoesNotTakeTheFirstOnesNews() {
        stream.register("ann");
        list.put(1L, "ann");

        stream.register("ann");

        assertThat(heard).containsExactly(1L);
    }

    @Test
    void whoLeftWithAllDevicesHearsNothing() {
        var first = stream.register("ann").result();
        var second = stream.register("ann").result();
        first.run();
        first.run();
        list.put(1L, "ann");
        timers.pass(PERIOD);
        assertThat(heard).containsExactly(1L);
        second.run();
        list.put(2L, "ann");

        timers.pass(PERIOD);
        stream.register("ann");
        timers.pass(PERIOD);

        assertThat(heard).containsExactly(1L);
    }

    @Test
    void aRegistrationFailsWhileTheDatabaseIsAwayAndLaterSucceeds() {
        away = true;
        var refused = stream.register("ann");
        away = false;

        var accepted = stream.register("ann");

        assertThat(refused.failed()).isTrue();
        assertThat(accepted.succeeded()).isTrue();
    }

    @Test
    void aLongListIsReadInPages() {
        stream.register("ann");
        LongStream.rangeClosed(1, 2500).forEach(id -> list.put(id, "ann"));

        timers.pass(PERIOD);

        assertThat(heard).hasSize(2500);
    }

    @Test
    void nobodyReadsForNobody() {
        stream.register("ann").result().run();
        timers.pass(PERIOD.multipliedBy(2));
        var before = reads.size();

        timers.pass(Duration.ofMinutes(1));

        assertThat(reads).hasSize(before);
        assertThat(timers.isIdle()).isTrue();
    }

    private Future<Recent> read(ReadRecent read) {
        reads.add(read);
        if (away) {
            return Future.failedFuture(Problem.unavailable("away"));
        }
        var items = list.tailMap(read.afterId(), false).entrySet().stream()
                .filter(entry -> read.userIds().contains(entry.getValue()))
                .map(entry -> new Personal(entry.getKey(), entry.getValue(), Instant.EPOCH, "{}"))
                .limit(ReadRecent.MOST)
                .toList();
        var recent = new Recent(items, list.isEmpty() ? 0 : list.lastKey());
        if (!holding) {
            return Future.succeededFuture(recent);
        }
        var promise = Promise.<Recent>promise();
        held.add(() -> promise.complete(recent));
        return promise.future();
    }

    private void release() {
        holding = false;
        held.forEach(Runnable::run);
    }
}
