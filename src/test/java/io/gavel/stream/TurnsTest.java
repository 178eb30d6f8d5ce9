package io.gavel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final ManualTimers timers = new ManualTimers();
    private final Turns<String> turns = new Turns<>(timers::nanos);
    private final List<String> begun = new ArrayList<>();

    @Test
    void whatIsAskedUnderOneKeyIsDoneOneAfterTheOtherWhateverBecomesOfIt() {
        var first = Promise.<String>promise();
        turns.run("a", () -> begin("first", first.future()));
        var second = turns.run("a", () -> begin("second", Future.succeededFuture("done")));
        turns.run("b", () -> begin("elsewhere", Future.succeededFuture("done")));
        assertThat(begun).containsExactly("first", "elsewhere");

        first.fail("broken");

        assertThat(begun).containsExactly("first", "elsewhere", "second");
        assertThat(second.result()).isEqualTo("done");
    }

    @Test
    void whatTheWorkThrowsIsItsFailureAndStopsNobody() {
        var failed = turns.run("a", () -> {
            throw new IllegalStateException("a defect");
        });
        var next = turns.run("a", () -> Future.succeededFuture("done"));

        assertThat(failed.cause()).hasMessage("a defect");
        assertThat(next.result()).isEqualTo("done");
    }

    @Test
    void whoHasWaitedTooLongIsNotBegun() {
        var first = Promise.<String>promise();
        turns.run("a", first::future);
        var late = turns.run("a", () -> begin("late", Future.succeededFuture("done")));

        timers.pass(Duration.ofSeconds(9));
        first.complete("done");

        assertThat(begun).isEmpty();
        assertUnavailable(late);
    }

    @Test
    void asManyAsMayWaitAreToldWhenTheWorkBeginsToFailAtOnce() {
        var first = Promise.<String>promise();
        turns.run("a", first::future);
        var waiting = new ArrayList<Future<String>>();
        for (int i = 0; i < Turns.MOST_WAITING; i++) {
            waiting.add(turns.run("a", () -> Future.failedFuture(Problem.unavailable("away"))));
        }
        var tooMany = turns.run("a", () -> begin("too many", Future.succeededFuture("done")));
        assertUnavailable(tooMany);

        first.fail("away");

        assertThat(waiting).allSatisfy(TurnsTest::assertUnavailable);
        assertThat(turns.run("a", () -> Future.succeededFuture("done")).result())
                .isEqualTo("done");
    }

    @Test
    void whoAsksAgainFromWithinAnAnswerIsBehindThoseWhoWait() {
        var first = Promise.<String>promise();
        turns.run("a", first::future)
                .onComplete(done -> turns.run("a", () -> begin("again", Future.succeededFuture("done"))));
        turns.run("a", () -> begin("waiting", Future.succeededFuture("done")));

        first.complete("done");

        assertThat(begun).containsExactly("waiting", "again");
    }

    private Future<String> begin(String name, Future<String> outcome) {
        begun.add(name);
        return outcome;
    }

    private static void assertUnavailable(Future<?> failed) {
        assertThat(failed.cause())
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(Code.UNAVAILABLE));
    }
}
