package io.gavel.stream;

import static io.gavel.stream.WatchedUsers.PERIOD;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.presence.PresenceRequests.Seen;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Answers that fail, come late, or tell of leases that nobody could renew. */
class PresenceWatchDisturbedTest {
    private final WatchedUsers users = new WatchedUsers();
    private final UUID phone = UUID.randomUUID();
    private final UUID laptop = UUID.randomUUID();

    @Test
    void whatCouldNotBeJudgedIsToldLater() {
        users.watching(phone, "ann", "bob");
        users.sharingAway = true;
        users.online.add("bob");
        users.timers.pass(PERIOD.multipliedBy(3));
        assertThat(users.told).isEmpty();

        users.sharingAway = false;
        users.timers.pass(PERIOD);

        assertThat(users.told).containsExactly("ann: +bob");
    }

    @Test
    void whatChangedWhileNobodyCouldBeAskedIsToldAfterwards() {
        users.online.add("bob");
        users.watching(phone, "ann", "bob");
        users.away = true;
        users.timers.pass(PERIOD);
        users.online.remove("bob");
        users.away = false;

        users.timers.pass(PERIOD);

        assertThat(users.told).containsExactly("ann: -bob");
    }

    @Test
    void anAnswerThatWasOvertakenIsPutRight() {
        users.online.add("bob");
        users.watching(phone, "ann", "bob");
        var read = Promise.<Seen>promise();
        var answer = users.watch.watch(laptop, "dan", List.of("bob"), read::future);
        var late = users.seen("bob");
        users.online.remove("bob");
        users.timers.pass(PERIOD);
        users.told.clear();

        read.complete(late);
        users.timers.pass(PERIOD);

        assertThat(answer.result().items().get(0).online()).isTrue();
        assertThat(users.told).containsExactlyInAnyOrder("ann: -bob", "dan: -bob");
    }

    @Test
    void anAnswerThatIsNewerThanTheLastLookIsToldToTheOthersToo() {
        users.watching(phone, "ann", "bob");
        users.timers.pass(PERIOD);
        users.online.add("bob");
        users.timers.pass(Duration.ofMillis(10));

        assertThat(users.watching(laptop, "dan", "bob")).containsExactly("bob");
        users.timers.pass(PERIOD);

        assertThat(users.told).contains("ann: +bob");
    }

    @Test
    void aFailedRequestLeavesNobodyWatched() {
        users.watching(phone, "ann", "bob");
        var refused =
                users.watch.watch(phone, "ann", List.of("cid"), () -> Future.failedFuture(Problem.unavailable("away")));

        users.online.addAll(Set.of("bob", "cid"));
        users.timers.pass(PERIOD.multipliedBy(2));

        assertThat(refused.failed()).isTrue();
        assertThat(users.told).isEmpty();
        assertThat(users.timers.isIdle()).isTrue();
    }

    @Test
    void whoIsGoneBeforeTheAnswerIsNotWatchingAfterIt() {
        var read = Promise.<Seen>promise();
        users.watch.watch(phone, "ann", List.of("bob"), read::future);
        users.watch.end(phone);
        read.complete(users.seen("bob"));

        users.timers.pass(PERIOD.multipliedBy(2));

        assertThat(users.questions).isEmpty();
    }
}
