package io.gavel.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.bus.LimitAddresses;
import io.gavel.limit.LimitRequests.ShareSpending;
import io.gavel.limit.LimitRequests.SharedSpending;
import io.gavel.limit.LimitRequests.Spending;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What two nodes know of those who ask for much. */
class SpendingsTest {
    private static StoreNode one;
    private static StoreNode other;

    private final UUID key = UUID.randomUUID();

    @BeforeAll
    static void start() {
        var url = StoreNode.database();
        one = StoreNode.start(url);
        other = StoreNode.start(url);
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    @Test
    void whatWasSpentAtOneNodeIsKnownAtTheOther() {
        share(one, key, 30);
        share(one, UUID.randomUUID(), 50);

        var ahead = share(other, key, 40);

        // Some of the first was earned meanwhile.
        assertThat(ahead).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(70));
        assertThat(ahead).isGreaterThan(Duration.ofSeconds(41));
    }

    @Test
    void whatWasEarnedAgainIsForgotten() {
        one.execute(
                "INSERT INTO rate_spending (key, earned_at) VALUES (?, statement_timestamp() - interval '1 hour')",
                key);

        assertThat(share(other, key, 5)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void nobodyGetsMoreThanTwoMinutesAhead() {
        share(one, key, 100);

        assertThat(share(other, key, 100)).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void whoIsToldOfTwiceAtOnceIsAddedUp() {
        var shared = share(one, List.of(spending(key, 5), spending(key, 7)));

        assertThat(shared.ahead()).containsOnlyKeys(key);
        assertThat(shared.ahead().get(key)).isEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void twoNodesThatTellOfTheSameDoNotLockEachOtherOut() {
        var keys = IntStream.range(0, 500).mapToObj(i -> UUID.randomUUID()).toList();
        var forth = keys.stream().map(each -> spending(each, 1)).toList();
        var back = IntStream.rangeClosed(1, forth.size())
                .mapToObj(i -> forth.get(forth.size() - i))
                .toList();

        var told = IntStream.range(0, 20)
                .mapToObj(i -> i % 2 == 0
                        ? one.send(LimitAddresses.SHARE_SPENDING, new ShareSpending(forth))
                        : other.send(LimitAddresses.SHARE_SPENDING, new ShareSpending(back)))
                .toList();

        assertThat(StoreNode.await(Future.all(told)).succeeded()).isTrue();
        assertThat(share(one, keys.get(0), 1)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(21));
    }

    private static Duration share(StoreNode node, UUID key, int seconds) {
        return Objects.requireNonNull(
                share(node, List.of(spending(key, seconds))).ahead().get(key));
    }

    private static SharedSpending share(StoreNode node, List<Spending> spendings) {
        return node.ask(LimitAddresses.SHARE_SPENDING, new ShareSpending(spendings));
    }

    private static Spending spending(UUID key, int seconds) {
        return new Spending(key, Duration.ofSeconds(seconds));
    }
}
