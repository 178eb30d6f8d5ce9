package io.gavel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.problem.Problem;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the usual times: a lease of 8 s, a grace of 15 s. */
class ReaperTest {
    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final Duration ROUND = Duration.ofMillis(1250);

    private final ManualTimers timers = new ManualTimers();
    private final House house = new House();
    private final Reaper reaper = new Reaper(house, timers, new SessionTimes(Duration.ofSeconds(8), GRACE), () -> 0.5);

    @BeforeEach
    void start() {
        reaper.start();
    }

    @Test
    void nothingIsJudgedBeforeTheDatabaseHasAnsweredLongEnough() {
        house.ghosts.add(7L);

        timers.pass(GRACE);
        assertThat(house.ended).isEmpty();
        timers.pass(ROUND);
        assertThat(house.ended).containsExactly(7L);
        timers.pass(PATIENCE.minus(GRACE).minus(ROUND));
        assertThat(house.leasesJudged).isZero();
        timers.pass(ROUND);

        assertThat(house.leasesJudged).isPositive();
    }

    @Test
    void eachSecondItLooksAgain() {
        timers.pass(Duration.ofMinutes(1));
        house.ghosts.add(7L);
        timers.pass(ROUND);
        house.ghosts.add(8L);
        timers.pass(ROUND);

        assertThat(house.ended).containsExactly(7L, 8L);
    }

    @Test
    void aDatabaseThatWasAwayMakesNobodyLeaveUntilItHasAnsweredAsLongAgain() {
        timers.pass(Duration.ofMinutes(1));
        house.isAway = true;
        timers.pass(Duration.ofMinutes(1));
        house.isAway = false;
        house.ghosts.add(7L);
        var judged = house.leasesJudged;

        timers.pass(GRACE);
        assertThat(house.ended).isEmpty();
        timers.pass(PATIENCE.minus(GRACE));
        assertThat(house.ended).containsExactly(7L);
        assertThat(house.leasesJudged).isEqualTo(judged);
        timers.pass(ROUND.multipliedBy(2));

        assertThat(house.leasesJudged).isGreaterThan(judged);
    }

    @Test
    void aReaperThatStoodStillItselfDoesNotKnowWhatTheDatabaseDidMeanwhile() {
        timers.pass(Duration.ofMinutes(1));
        timers.freeze(Duration.ofMinutes(1));
        house.ghosts.add(7L);

        timers.pass(GRACE.minusMillis(1));
        assertThat(house.ended).isEmpty();
        timers.pass(ROUND);

        assertThat(house.ended).containsExactly(7L);
    }

    @Test
    void oneMeetingThatFailsDoesNotHoldUpTheOthers() {
        timers.pass(Duration.ofMinutes(1));
        house.ghosts.addAll(List.of(1L, 2L, 3L, 4L, 5L, 6L));
        house.failing = 3;

        timers.pass(ROUND);

        assertThat(house.ended).contains(1L, 2L, 4L, 5L, 6L).doesNotContain(3L);
    }

    @Test
    void stoppedItEndsNothingMore() {
        timers.pass(Duration.ofMinutes(1));
        house.ghosts.add(7L);

        var stopped = reaper.stop();
        timers.pass(Duration.ofMinutes(1));

        assertThat(stopped.succeeded()).isTrue();
        assertThat(house.ended).isEmpty();
        assertThat(timers.isIdle()).isTrue();
    }

    private static final class House implements Ghosts {
        final List<Long> ghosts = new ArrayList<>();
        final List<Long> ended = new ArrayList<>();
        boolean isAway;
        long failing;
        int leasesJudged;

        @Override
        public Future<Void> loseSessionsOfDeadNodes() {
            leasesJudged++;
            return Future.succeededFuture();
        }

        @Override
        public Future<List<Long>> meetingsWithGhosts() {
            return isAway
                    ? Future.failedFuture(Problem.unavailable("away"))
                    : Future.succeededFuture(List.copyOf(ghosts));
        }

        @Override
        public Future<Void> end(long meetingId) {
            if (meetingId == failing) {
                return Future.failedFuture(Problem.unavailable("held"));
            }
            ghosts.remove(meetingId);
            ended.add(meetingId);
            return Future.succeededFuture();
        }
    }
}
