package io.gavel.http.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A disk that hangs. */
class DiskTest {
    private static final int MOST = 64;
    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void close() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void whoComesToADiskThatHangsIsSentAwayAndWhoWasThereIsServedOnceItGoesOn() throws Exception {
        var hangs = new CountDownLatch(1);
        var context = VERTX.getOrCreateContext();
        var disk = new Disk(VERTX);
        var waiting = new ArrayList<Future<?>>();

        var refused = onLoop(context, () -> {
            for (var i = 0; i < MOST; i++) {
                waiting.add(disk.begin(() -> hangs.await(30, TimeUnit.SECONDS)));
            }
            waiting.add(disk.proceed(() -> "a block of a film that runs"));
            return disk.begin(() -> "late");
        });

        assertThatThrownBy(() -> await(refused))
                .rootCause()
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(Code.UNAVAILABLE));
        hangs.countDown();
        assertThat(await(Future.all(waiting)).succeeded()).isTrue();
        assertThat(await(onLoop(context, () -> disk.begin(() -> "now")))).isEqualTo("now");
    }

    private static <T> T onLoop(Context context, Supplier<T> work) throws Exception {
        Promise<T> done = Promise.promise();
        context.runOnContext(here -> done.complete(work.get()));
        return done.future().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
