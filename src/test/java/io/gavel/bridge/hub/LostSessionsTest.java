package io.gavel.bridge.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.command.LostConnections;
import io.gavel.command.LostConnections.Lost;
import io.gavel.problem.Problem;
import io.gavel.stream.ManualTimers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LostSessionsTest {
    private final ManualTimers timers = new ManualTimers();
    private final List<LostConnections> reports = new ArrayList<>();
    private final LostSessions lost = new LostSessions(this::report, timers);
    private final UUID connection = UUID.randomUUID();
    private boolean away;

    @Test
    void aConnectionThatIsGoneIsReportedWithItsSilence() {
        timers.pass(Duration.ofSeconds(7));

        lost.closed(connection, Duration.ofSeconds(4).toNanos());

        assertThat(reports).containsExactly(new LostConnections(List.of(new Lost(connection, 3000))));
        assertThat(lost.settled().succeeded()).isTrue();
    }

    @Test
    void aReportIsRepeatedUntilTheDatabaseHasHeardIt() {
        away = true;
        lost.closed(connection, 0);
        timers.pass(Duration.ofSeconds(3));
        assertThat(lost.settled().isComplete()).isFalse();

        away = false;
        timers.pass(Duration.ofSeconds(1));

        assertThat(lost.settled().succeeded()).isTrue();
        assertThat(reports).hasSize(5);
    }

    @Test
    void whileAJoinIsUnderWayNothingIsReported() {
        Promise<Void> join = Promise.promise();
        lost.during(connection, join.future());
        lost.closed(connection, 0);
        assertThat(reports).isEmpty();

        join.complete();

        assertThat(reports).hasSize(1);
    }

    @Test
    void aJoinOfWhichNobodyKnowsIsLookedForAgain() {
        Promise<Void> join = Promise.promise();
        lost.during(connection, join.future());
        lost.closed(connection, 0);
        join.fail(Problem.unavailable("nobody can tell"));
        assertThat(reports).hasSize(1);

        timers.pass(Duration.ofMinutes(1));

        assertThat(reports).hasSize(3);
        assertThat(reports.get(2).connections())
                .containsExactly(new Lost(connection, Duration.ofSeconds(30).toMillis()));
    }

    @Test
    void aConnectionWhoseEarlierJoinIsUncertainIsLookedForAgainToo() {
        lost.during(connection, Future.failedFuture(Problem.unavailable("nobody can tell")));

        lost.closed(connection, 0);
        timers.pass(Duration.ofMinutes(1));

        assertThat(reports).hasSize(3);
    }

    @Test
    void thousandsThatAreGoneTogetherAreReportedAFewAtATime() {
        away = true;
        lost.closed(connection, 0);
        var others = Stream.generate(UUID::randomUUID).limit(1000).toList();
        others.forEach(other -> lost.closed(other, 0));
        reports.clear();
        away = false;

        timers.pass(Duration.ofSeconds(1));

        assertThat(reports)
                .hasSizeGreaterThan(5)
                .allSatisfy(
                        report -> assertThat(report.connections()).hasSizeLessThanOrEqualTo(LostSessions.MOST_AT_ONCE));
        assertThat(reports.stream()
                        .mapToInt(report -> report.connections().size())
                        .sum())
                .isEqualTo(1001);
        assertThat(lost.settled().succeeded()).isTrue();
    }

    private Future<?> report(LostConnections gone) {
        reports.add(gone);
        return away ? Future.failedFuture(Problem.unavailable("away")) : Future.succeededFuture();
    }
}
