package io.gavel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.presence.PresenceRequests.Gone;
import io.gavel.presence.PresenceRequests.WritePresence;
import io.gavel.presence.PresenceRequests.Written;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PresenceLedgerTest {
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration PACE = Duration.ofSeconds(1);
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);

    private final ManualTimers timers = new ManualTimers();
    private final List<WritePresence> writes = new ArrayList<>();
    private final TreeSet<String> rows = new TreeSet<>();
    private final List<Promise<Written>> held = new ArrayList<>();
    private final PresenceLedger ledger = new PresenceLedger(timers, this::write);
    private boolean away;
    private boolean holding;
    private UUID lease = FIRST;

    @BeforeEach
    void takeLease() {
        ledger.leaseTaken(FIRST);
    }

    @Test
    void whoCameIsWrittenSoonAfterTheFirst() {
        ledger.opened("ann");
        ledger.opened("bob");
        assertThat(writes).isEmpty();

        timers.pass(SOON);

        assertThat(writes).containsExactly(new WritePresence(FIRST, List.of("ann", "bob"), List.of()));
    }

    @Test
    void whatComesAfterThatIsWrittenAtMostOnceASecond() {
        ledger.opened("ann");
        timers.pass(SOON);
        IntStream.range(0, 90).forEach(i -> {
            ledger.opened("user-" + i);
            timers.pass(Duration.ofMillis(10));
        });
        assertThat(writes).hasSize(1);

        timers.pass(PACE);

        assertThat(writes).hasSize(2);
        assertThat(writes.get(1).came()).hasSize(90);
    }

    @Test
    void aUserIsHereFromTheFirstConnectionToTheLast() {
        ledger.opened("ann");
        ledger.opened("ann");
        timers.pass(PACE);
        ledger.closed("ann");
        timers.pass(PACE);
        assertThat(writes).hasSize(1);

        ledger.closed("ann");
        timers.pass(PACE);

        assertThat(writes.get(1)).isEqualTo(new WritePresence(FIRST, List.of(), List.of(new Gone("ann", 50))));
        assertThat(timers.isIdle()).isTrue();
    }

    @Test
    void whoComesBackBeforeItIsWrittenNeverLeft() {
        ledger.opened("ann");
        timers.pass(PACE.multipliedBy(2));
        ledger.closed("ann");
        ledger.opened("ann");

        timers.pass(PACE.multipliedBy(2));

        assertThat(writes).hasSize(1);
    }

    @Test
    void aStormIsAHandfulOfStatements() {
        IntStream.range(0, 10_000).forEach(i -> ledger.opened("user-" + i));
        timers.pass(SOON);
        assertThat(writes).hasSize(2);
        assertThat(rows).hasSize(10_000);

        IntStream.range(0, 10_000).forEach(i -> ledger.closed("user-" + i));
        timers.pass(PACE);

        assertThat(writes).hasSize(4);
        assertThat(rows).isEmpty();
    }

    @Test
    void twoThousandWhoComeAndGoAtOnceAreOneStatementOfLastTimes() {
        IntStream.range(0, 2000).forEach(i -> {
            ledger.opened("user-" + i);
            ledger.closed("user-" + i);
        });

        timers.pass(PACE.multipliedBy(5));

        assertThat(writes).hasSize(1);
        assertThat(writes.get(0).came()).isEmpty();
        assertThat(writes.get(0).gone()).hasSize(2000).contains(new Gone("user-7", 50));
    }

    @Test
    void whatFailedIsWrittenAgainAsItIsByThen() {
        away = true;
        ledger.opened("ann");
        ledger.opened("bob");
        timers.pass(PACE.multipliedBy(3));
        ledger.closed("bob");
        away = false;
        writes.clear();

        timers.pass(PACE);

        assertThat(writes).hasSize(1);
        assertThat(writes.get(0).came()).containsExactly("ann");
        assertThat(writes.get(0).gone()).extracting(Gone::userId).containsExactly("bob");
        assertThat(rows).containsExactly("ann");
    }

    @Test
    void howLongAgoSomebodyLeftIsCountedToTheWriteThatSucceeds() {
        ledger.opened("ann");
        timers.pass(PACE);
        away = true;
        ledger.closed("ann");
        timers.pass(Duration.ofSeconds(20));
        away = false;
        writes.clear();

        timers.pass(PACE);

        assertThat(writes).hasSize(1);
        assertThat(writes.get(0).gone().get(0).agoMillis()).isBetween(20_000L, 21_000L);
    }

    @Test
    void underANewLeaseEverybodyIsWrittenAgain() {
        ledger.opened("ann");
        ledger.opened("bob");
        timers.pass(PACE);
        rows.clear();
        lease = SECOND;

        ledger.leaseTaken(SECOND);
        timers.pass(PACE);

        assertThat(rows).containsExactly("ann", "bob");
        assertThat(writes.get(1).incarnation()).isEqualTo(SECOND);
    }

    @Test
    void whatIsRefusedForLackOfALeaseWaitsForTheNextOne() {
        lease = SECOND;
        ledger.opened("ann");
        timers.pass(PACE.multipliedBy(3));
        assertThat(rows).isEmpty();

        ledger.leaseTaken(SECOND);
        timers.pass(PACE);

        assertThat(rows).containsExactly("ann");
    }

    @Test
    void aWriteThatWasUnderWayWhenTheLeaseChangedCountsForNothing() {
        holding = true;
        ledger.opened("ann");
        timers.pass(SOON);
        ledger.leaseTaken(SECOND);
        lease = SECOND;
        release();
        ledger.closed("ann");
        ledger.opened("ann");

        timers.pass(PACE);

        assertThat(writes.get(writes.size() - 1)).isEqualTo(new WritePresence(SECOND, List.of("ann"), List.of()));
    }

    @Test
    void whoseGoingTheDatabaseHasNotHeardOfIsStillHere() {
        ledger.opened("ann");
        timers.pass(PACE);
        ledger.closed("ann");
        assertThat(ledger.isHere("ann")).isTrue();
        holding = true;
        timers.pass(PACE);
        assertThat(ledger.isHere("ann")).isTrue();

        release();

        assertThat(ledger.isHere("ann")).isFalse();
    }

    @Test
    void whoGoesWhileItsComingIsWrittenIsWrittenAsGone() {
        holding = true;
        ledger.opened("ann");
        timers.pass(SOON);
        ledger.closed("ann");
        release();

        timers.pass(PACE);

        assertThat(rows).isEmpty();
        assertThat(ledger.isHere("ann")).isFalse();
    }

    @Test
    void aNodeThatGoesDownTellsAtOnceAndWaitsUntilItIsHeard() {
        ledger.opened("ann");
        timers.pass(SOON);
        holding = true;
        ledger.closed("ann");

        var settled = ledger.settled();
        assertThat(writes).hasSize(2);
        assertThat(settled.isComplete()).isFalse();
        release();

        assertThat(settled.succeeded()).isTrue();
        assertThat(ledger.settled().succeeded()).isTrue();
    }

    private Future<Written> write(WritePresence change) {
        writes.add(change);
        if (away) {
            return Future.failedFuture(Problem.unavailable("away"));
        }
        var done = change.incarnation().equals(lease);
        if (done) {
            rows.addAll(change.came());
            change.gone().forEach(gone -> rows.remove(gone.userId()));
        }
        if (holding) {
            var promise = Promise.<Written>promise();
            held.add(promise);
            return promise.future();
        }
        return Future.succeededFuture(new Written(done));
    }

    private void release() {
        holding = false;
        held.forEach(promise -> promise.complete(new Written(true)));
        held.clear();
    }
}
