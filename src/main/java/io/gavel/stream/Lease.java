package io.gavel.stream;

import io.gavel.command.LeaseTaken;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's proof of life. It is renewed as long as nobody took it away, also when it has run out meanwhile; a node that
 * was taken for dead takes a new one, and what still comes from its old incarnation is refused by the database.
 */
public final class Lease {
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final Leases leases;
    private final Timers timers;
    private final SessionTimes times;
    private final Supplier<UUID> incarnations;
    private final Consumer<LeaseTaken> taken;
    private @Nullable UUID incarnation;
    private Runnable cancel = () -> {};
    private Future<?> round = Future.succeededFuture();
    private boolean missing;
    private boolean stopped;

    /**
     * A lease that has not been taken yet.
     *
     * @param incarnations gives one that was never there before
     * @param taken hears of each lease that was taken
     */
    public Lease(
            Leases leases, Timers timers, SessionTimes times, Supplier<UUID> incarnations, Consumer<LeaseTaken> taken) {
        this.leases = leases;
        this.timers = timers;
        this.times = times;
        this.incarnations = incarnations;
        this.taken = taken;
    }

    /** Takes the lease, as soon as the database lets it, and keeps it from then on. */
    public Future<Void> start() {
        Promise<Void> started = Promise.promise();
        takeFirst(started);
        return started.future();
    }

    /** The lease as it is, nobody having been reaped. */
    public LeaseTaken present() {
        return new LeaseTaken(held(), List.of());
    }

    /** Gives it back, so that nobody has to wait for its end. */
    public Future<Void> stop() {
        stopped = true;
        cancel.run();
        return round.otherwiseEmpty().compose(done -> leases.giveBack());
    }

    private void takeFirst(Promise<Void> started) {
        round = take().onSuccess(done -> {
                    kept();
                    started.complete();
                })
                .onFailure(failure -> {
                    missed(failure);
                    after(times.renewAgainAfterFailure(), () -> takeFirst(started));
                });
    }

    private void after(Duration delay, Runnable work) {
        if (!stopped) {
            cancel = timers.after(delay, work);
        }
    }

    private Future<Void> renew() {
        return leases.renew(held())
                .compose(renewed -> renewed ? Future.<Void>succeededFuture() : takeAnew())
                .onSuccess(done -> kept())
                .onFailure(failure -> {
                    missed(failure);
                    after(times.renewAgainAfterFailure(), () -> round = renew());
                });
    }

    private void kept() {
        missing = false;
        after(times.renewEvery(), () -> round = renew());
    }

    private void missed(Throwable failure) {
        if (!missing) {
            missing = true;
            LOG.warn("the lease cannot be had at the moment: {}", failure.getMessage());
        }
    }

    private Future<Void> takeAnew() {
        LOG.warn("this node was taken for dead: it goes on under a new incarnation");
        return take();
    }

    /** Whoever must close the reaped connections hears of them before they are forgotten. */
    private Future<Void> take() {
        var next = incarnations.get();
        return leases.take(next).compose(reaped -> {
            incarnation = next;
            taken.accept(new LeaseTaken(next, reaped));
            return reaped.isEmpty() ? Future.succeededFuture() : leases.forget(reaped);
        });
    }

    private UUID held() {
        if (incarnation == null) {
            throw new IllegalStateException("the lease has not been taken yet");
        }
        return incarnation;
    }
}
