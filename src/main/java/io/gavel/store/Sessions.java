package io.gavel.store;

import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.bus.VertxTimers;
import io.gavel.config.Meetings;
import io.gavel.store.session.LostSessions;
import io.gavel.store.session.PgGhosts;
import io.gavel.store.session.PgLeases;
import io.gavel.store.sql.Database;
import io.gavel.stream.Lease;
import io.gavel.stream.Reaper;
import io.gavel.stream.SessionTimes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongFunction;

/** What keeps this node's sessions alive, and ends everybody's that are not: its lease, lost connections, the reaper. */
final class Sessions {
    private final Bus bus;
    private final Lease lease;
    private final Reaper reaper;
    private final LostSessions lost;

    /** @param departures ends the sessions of one meeting that were lost longer ago than the grace */
    Sessions(
            Vertx vertx,
            Bus bus,
            Database database,
            Meetings periods,
            String nodeId,
            LongFunction<Future<Void>> departures) {
        var times = new SessionTimes(periods.lease(), periods.grace());
        var timers = new VertxTimers(vertx);
        this.bus = bus;
        this.lease = new Lease(
                new PgLeases(database, nodeId, times.lease()),
                timers,
                times,
                UUID::randomUUID,
                taken -> bus.publish(Addresses.LEASE_TAKEN, taken));
        this.reaper = new Reaper(
                new PgGhosts(database, times, departures),
                timers,
                times,
                () -> ThreadLocalRandom.current().nextDouble());
        this.lost = new LostSessions(database);
    }

    /** Takes the lease, then answers. */
    Future<?> begin() {
        return lease.start()
                .compose(taken -> Future.all(
                        bus.respond(Addresses.FIND_LEASE, question -> Future.succeededFuture(lease.present())),
                        bus.respond(Addresses.LOSE_CONNECTIONS, lost::lose)));
    }

    void reap() {
        reaper.start();
    }

    /** Gives the lease back: whoever was connected here has the grace to come back elsewhere. */
    Future<Void> stop() {
        return reaper.stop().eventually(lease::stop);
    }
}
