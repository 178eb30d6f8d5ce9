package io.gavel.cluster;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which all clients of a test live, and what they connect with. Nothing on it may block. */
public final class Loop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private static final Duration HELD_UP = Duration.ofMillis(100);

    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, work -> new Thread(work, "clients"));
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(4))
            .executor(thread)
            .build();

    public Loop() {
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.setRemoveOnCancelPolicy(true);
    }

    public ScheduledExecutorService executor() {
        return thread;
    }

    public HttpClient http() {
        return http;
    }

    public void run(Runnable work) {
        thread.execute(() -> logged(work));
    }

    public void after(Duration delay, Runnable work) {
        if (!thread.isShutdown()) {
            var unused = thread.schedule(() -> logged(work), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * As {@link #after}, and the same delay again when this thread was held up meanwhile, by its collector or its machine:
     * what it did not hear then is nobody's silence.
     */
    void afterListening(Duration delay, Runnable work) {
        var due = System.nanoTime() + delay.toNanos();
        after(delay, () -> {
            if (System.nanoTime() - due > HELD_UP.toNanos()) {
                afterListening(delay, work);
            } else {
                work.run();
            }
        });
    }

    /** Looks at the clients from a test's thread. */
    <T> T ask(Callable<T> question) {
        try {
            return thread.submit(question).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private static void logged(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            LOG.error("a client stumbled", failure);
            throw failure;
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
