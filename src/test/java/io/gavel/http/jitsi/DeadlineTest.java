package io.gavel.http.jitsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final long MILLI = 1_000_000;
    private static final Vertx VERTX = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    /** Each look at it is so much later than the one before. */
    private final AtomicLong clock = new AtomicLong();

    private final Promise<String> work = Promise.promise();

    @AfterAll
    static void stop() {
        VERTX.close();
    }

    @Test
    void whatComesInTimeIsTheResult() {
        var limited = deadline(80 * MILLI).limit(work.future());

        work.complete("done");

        await().until(limited::isComplete);
        assertThat(limited.result()).isEqualTo("done");
    }

    @Test
    void whatDoesNotComeIsNotWaitedForAndIsUnsure() {
        var limited = deadline(85 * MILLI).limit(work.future());

        await().until(limited::isComplete);
        work.complete("done");

        assertUnavailable(limited);
        assertThat(Deadline.isUnsure(limited.cause())).isTrue();
        assertThat(clock.get()).as("looks at the clock").isEqualTo(2 * 85 * MILLI);
    }

    @Test
    void aProcessThatWasStalledLooksOnceMore() {
        var stalled = new Deadline(VERTX, 80, () -> {
            if (clock.addAndGet(500 * MILLI) > 500 * MILLI) {
                VERTX.runOnContext(next -> work.complete("done"));
            }
            return clock.get();
        });

        var limited = stalled.limit(work.future());

        await().until(limited::isComplete);
        assertThat(limited.result()).isEqualTo("done");
    }

    @Test
    void howeverStalledAProcessIsTheWaitingEnds() {
        var limited = deadline(500 * MILLI).limit(work.future());

        await().until(limited::isComplete);

        assertUnavailable(limited);
    }

    private Deadline deadline(long step) {
        return new Deadline(VERTX, 80, () -> clock.addAndGet(step));
    }

    private static void assertUnavailable(Future<?> limited) {
        assertThat(limited.cause())
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(Code.UNAVAILABLE));
    }
}
