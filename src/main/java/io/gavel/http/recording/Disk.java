package io.gavel.http.recording;

import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;

/**
 * Where recordings are read: on threads of their own, for a folder on the network may make whoever reads it wait, for ever
 * where its server is gone. One for each event loop, which alone may call it; the threads are the whole node's.
 */
final class Disk {
    private static final String NAME = "gavel-recordings";
    private static final int THREADS = 4;

    /** Some seconds' worth on a slow disk; who came after these would wait for longer than anybody does. */
    private static final int MOST_WAITING = 64;

    private final WorkerExecutor threads;
    private int waiting;

    Disk(Vertx vertx) {
        this.threads = vertx.createSharedWorkerExecutor(NAME, THREADS);
    }

    /** Work for somebody new. Problems: UNAVAILABLE while there is too much to be done. */
    <T> Future<T> begin(Callable<T> work) {
        return waiting < MOST_WAITING
                ? proceed(work)
                : Future.failedFuture(Problem.unavailable("the recordings' disk does not keep up"));
    }

    /** Work for what has begun: it is never refused, lest a film break off or a file stay open. */
    <T> Future<T> proceed(Callable<T> work) {
        waiting++;
        return threads.executeBlocking(work, false).onComplete(done -> waiting--);
    }
}
