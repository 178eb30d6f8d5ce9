package io.gavel.stream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.command.LeaseTaken;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final Duration RENEWAL = Duration.ofSeconds(2);

    private final ManualTimers timers = new ManualTimers();
    private final Table table = new Table();
    private final List<LeaseTaken> taken = new ArrayList<>();
    private final Lease lease = new Lease(
            table,
            timers,
            new SessionTimes(Duration.ofSeconds(8), Duration.ofSeconds(15)),
            UUID::randomUUID,
            taken::add);

    @Test
    void isTakenAtTheStartAndRenewedEveryQuarterOfItsLife() {
        lease.start();
        timers.pass(RENEWAL.multipliedBy(5));

        assertThat(taken).containsExactly(new LeaseTaken(requireNonNull(table.holder), List.of()));
        assertThat(lease.present()).isEqualTo(taken.get(0));
        assertThat(table.renewals).isEqualTo(5);
    }

    @Test
    void aNodeWaitsWithItsStartUntilItsLeaseCanBeHad() {
        table.isAway = true;

        var started = lease.start();
        timers.pass(Duration.ofMinutes(1));
        assertThat(started.isComplete()).isFalse();
        table.isAway = false;
        timers.pass(RENEWAL);

        assertThat(started.succeeded()).isTrue();
        assertThat(taken).hasSize(1);
    }

    @Test
    void isRenewedAgainSoonAfterAFailureAndStaysTheSame() {
        lease.start();
        table.isAway = true;
        timers.pass(Duration.ofMinutes(1));

        table.isAway = false;
        timers.pass(RENEWAL.dividedBy(4));

        assertThat(table.renewals).isEqualTo(1);
        assertThat(taken).hasSize(1);
    }

    @Test
    void aNodeTakenForDeadGoesOnUnderANewIncarnationAndTellsWhoWasReaped() {
        lease.start();
        var before = lease.present().incarnation();
        var connection = UUID.randomUUID();
        table.holder = null;
        table.reaped.add(connection);

        timers.pass(RENEWAL);

        var after = lease.present().incarnation();
        assertThat(after).isNotEqualTo(before).isEqualTo(table.holder);
        assertThat(taken.get(1)).isEqualTo(new LeaseTaken(after, List.of(connection)));
        assertThat(table.reaped).isEmpty();
    }

    @Test
    void whoWasReapedIsToldAgainWhenTheAnswerWasLost() {
        lease.start();
        var connection = UUID.randomUUID();
        table.holder = null;
        table.reaped.add(connection);
        table.losesAnswers = true;
        timers.pass(RENEWAL);
        assertThat(taken).hasSize(1);

        table.losesAnswers = false;
        timers.pass(RENEWAL);

        assertThat(taken).hasSize(2);
        assertThat(taken.get(1).reaped()).containsExactly(connection);
        assertThat(taken.get(1).incarnation()).isEqualTo(table.holder);
    }

    @Test
    void isGivenBackOnceTheRenewalThatRunsHasEnded() {
        lease.start();
        Promise<Void> pending = Promise.promise();
        table.pending = pending.future();
        timers.pass(RENEWAL);

        var stopped = lease.stop();
        assertThat(table.holder).isNotNull();
        pending.complete();

        assertThat(stopped.succeeded()).isTrue();
        assertThat(table.holder).isNull();
        assertThat(timers.isIdle()).isTrue();
    }

    /** The one row that matters, with a database around it that fails in the ways that matter. */
    private static final class Table implements Leases {
        final List<UUID> reaped = new ArrayList<>();

        @Nullable
        UUID holder;

        Future<Void> pending = Future.succeededFuture();
        boolean isAway;
        boolean losesAnswers;
        int renewals;

        @Override
        public Future<Boolean> renew(UUID incarnation) {
            if (isAway) {
                return away();
            }
            renewals++;
            return pending.map(incarnation.equals(holder));
        }

        @Override
        public Future<List<UUID>> take(UUID incarnation) {
            if (isAway) {
                return away();
            }
            holder = incarnation;
            return losesAnswers ? away() : Future.succeededFuture(List.copyOf(reaped));
        }

        @Override
        public Future<Void> forget(List<UUID> told) {
            reaped.removeAll(told);
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> giveBack() {
            holder = null;
            return Future.succeededFuture();
        }

        private static <T> Future<T> away() {
            return Future.failedFuture(Problem.unavailable("away"));
        }
    }
}
