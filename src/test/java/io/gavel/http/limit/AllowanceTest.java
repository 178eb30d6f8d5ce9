package io.gavel.http.limit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowanceTest {
    /** The clock of System.nanoTime may be anywhere, also about to begin anew. */
    private static final long START = Long.MAX_VALUE - SECONDS.toNanos(30);

    private static final long PRICE = SECONDS.toNanos(1);

    private final Allowance allowance = new Allowance("user hal", 60, START);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 60, 6000, 999_999, 10_000_000})
    void aMinutesWorthMayComeAtOnceAndNoMore(int perMinute) {
        var fresh = new Allowance("user hal", perMinute, START);
        var taken = IntStream.range(0, perMinute)
                .filter(i -> fresh.take(START) == 0)
                .count();

        assertThat(taken).isEqualTo(perMinute);
        assertThat(fresh.take(START)).isPositive().isLessThanOrEqualTo(60 * PRICE / perMinute);
    }

    @Test
    void whoWaitsAsLongAsItIsToldIsLetThroughAndNotAMomentSooner() {
        take(60, START);
        var wait = allowance.take(START + 1);

        assertThat(allowance.take(START + wait)).isPositive();
        assertThat(allowance.take(START + 1 + wait)).isZero();
    }

    @Test
    void whatIsRefusedCostsNothing() {
        take(60, START);
        for (int i = 0; i < 1000; i++) {
            assertThat(allowance.take(START)).isEqualTo(PRICE);
        }
    }

    @Test
    void restEarnsAMinutesWorthAndNoMore() {
        take(60, START);
        var later = START + SECONDS.toNanos(3600);

        take(60, later);

        assertThat(allowance.take(later)).isPositive();
    }

    @Test
    void manyThreadsGetNoMoreThanOne() {
        var taken = new AtomicInteger();
        IntStream.range(0, 1000).parallel().forEach(i -> {
            if (allowance.take(START) == 0) {
                taken.incrementAndGet();
            }
        });

        assertThat(taken).hasValue(60);
    }

    @Test
    void whoAsksForLittleIsNotListedHoweverLong() {
        for (int second = 0; second < 1000; second++) {
            var now = START + SECONDS.toNanos(second);
            assertThat(allowance.take(now)).isZero();
            assertThat(allowance.isToBeListed(now)).isFalse();
        }
    }

    @Test
    void whoAsksForMuchIsListedOnceUntilItIsTold() {
        take(8, START);

        assertThat(allowance.isToBeListed(START)).isTrue();
        assertThat(allowance.isToBeListed(START)).isFalse();
        assertThat(allowance.tell(START).spent()).isEqualTo(Duration.ofSeconds(8));
        assertThat(allowance.isToBeListed(START)).isTrue();
        assertThat(allowance.tell(START).spent()).isZero();
    }

    @Test
    void whatIsEarnedAgainIsNotTold() {
        for (int second = 0; second < 1000; second++) {
            take(1, START + SECONDS.toNanos(second));
        }
        var now = START + SECONDS.toNanos(999);
        take(9, now);

        assertThat(allowance.tell(now).spent()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whatOthersLetThroughCountsAndWhatWasNotToldYetComesOnTop() {
        take(10, START);
        allowance.tell(START);
        take(5, START);

        allowance.learn(Duration.ofSeconds(50), START);

        take(5, START);
        assertThat(allowance.take(START)).isEqualTo(PRICE);
    }

    @Test
    void nobodyIsAheadOfLessThanItSpentHere() {
        take(60, START);

        allowance.learn(Duration.ZERO, START);

        assertThat(allowance.take(START)).isEqualTo(PRICE);
    }

    @Test
    void theSameIsKnownByTheSameKeyEverywhere() {
        var elsewhere = new Allowance("user hal", 60, 0);

        assertThat(elsewhere.key()).isEqualTo(allowance.key());
        assertThat(new Allowance("address hal", 60, 0).key()).isNotEqualTo(allowance.key());
    }

    private void take(int requests, long now) {
        for (int i = 0; i < requests; i++) {
            assertThat(allowance.take(now)).as("request %d", i).isZero();
        }
    }
}
