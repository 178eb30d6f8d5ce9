package io.gavel.rooms;

import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.bus.JitsiAddresses;
import io.gavel.config.Config;
import io.gavel.config.Jitsi;
import io.gavel.event.Committed;
import io.gavel.jitsi.RoomTask;
import io.gavel.jitsi.RoomTask.Kind;
import io.gavel.jitsi.RoomTaskRequests.NextTry;
import io.gavel.jitsi.RoomTaskRequests.Remark;
import io.gavel.jitsi.RoomTaskRequests.SignSystemToken;
import io.gavel.jitsi.RoomTaskRequests.TakeTasks;
import io.gavel.jitsi.RoomTaskRequests.TaskTried;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Jitsi's rooms what the meetings are: over where they are over, without those who were removed. It keeps nothing
 * itself. What is to be done stands in the store, where every node takes some of it; so nothing is lost with a node, and
 * nothing is done by two at once.
 */
public final class RoomVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(RoomVerticle.class);
    /** What makes something to do in a room, so that it is looked for at once. */
    private static final Set<String> CAUSES = Set.of("meeting_ended", "meeting_cancelled", "participant_removed");

    /** Whoever has come in may be somebody who was removed: seldom so, and many come at the same time. */
    private static final String COMING = "occupant_joined";

    private static final Duration SOON = Duration.ofMillis(250);

    private final Bus bus;
    private final Config config;
    private final MeterRegistry registry;
    private @Nullable Work work;

    /** @param registry gets {@code gavel.jitsi.control}, by {@code call} and {@code outcome} */
    public RoomVerticle(Bus bus, Config config, MeterRegistry registry) {
        this.bus = bus;
        this.config = config;
        this.registry = registry;
    }

    /** Looks have rounds of their own: no end waits for a server that does not answer them. */
    @Override
    public Future<?> start() {
        var server = server(config);
        var meters = new ControlMeters(registry);
        var calls = new RoomCalls(vertx, server, meters);
        var every = config.meetings().sweepEvery();
        var orders = new Rounds(vertx, every, () -> take(Set.of(Kind.END, Kind.KICK)));
        var looks = new Rounds(vertx, every, () -> take(Set.of(Kind.OBSERVE)));
        work = new Work(server, calls, meters, orders, looks, new Complaints());
        orders.plan();
        if (config.observesRooms()) {
            looks.plan();
        }
        return bus.listen(Addresses.COMMITTED, committed -> committed(orders, committed));
    }

    @Override
    public Future<?> stop() {
        var working = work;
        return working == null
                ? Future.succeededFuture()
                : Future.join(working.orders().stop(), working.looks().stop()).eventually(working.calls()::close);
    }

    private static RoomServer server(Config config) {
        var url = Objects.requireNonNull(config.jitsiServer().control()).toString();
        var base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        var key = config.jitsi().key();
        return key != null && key.isJaas()
                ? new Jaas(base, key.tenant())
                : new Prosody(base, config.jitsiServer().muc());
    }

    /** Told on the node alone that has committed it: the others find it by themselves, should this one not come to it. */
    private static void committed(Rounds orders, Committed committed) {
        if (committed.events().stream().anyMatch(event -> CAUSES.contains(event.type()))) {
            orders.want();
        } else if (committed.events().stream().anyMatch(event -> COMING.equals(event.type()))) {
            orders.plan(SOON);
        }
    }

    private Future<Boolean> take(Set<Kind> kinds) {
        var working = Objects.requireNonNull(work);
        return bus.request(JitsiAddresses.TAKE_ROOM_TASKS, new TakeTasks(kinds))
                .compose(taken -> Future.join(taken.tasks().stream()
                                .map(task -> attempt(working, task))
                                .toList())
                        .map(taken.isMore()));
    }

    private Future<?> attempt(Work working, RoomTask task) {
        return bus.request(JitsiAddresses.JUDGE_ROOM_TASK, task)
                .compose(judged -> judged.stands() ? perform(working, task) : Future.succeededFuture());
    }

    private Future<?> perform(Work working, RoomTask task) {
        var signing = new SignSystemToken(task.room());
        return working.calls()
                .perform(task, () -> bus.request(JitsiAddresses.SIGN_SYSTEM_TOKEN, signing))
                .compose(outcome -> bus.request(
                        JitsiAddresses.ROOM_TASK_TRIED,
                        new TaskTried(task, outcome, working.server().name(), entrance())))
                .onSuccess(next -> {
                    warn(working, task, next);
                    var rounds = task.kind() == Kind.OBSERVE ? working.looks() : working.orders();
                    Stream.ofNullable(next.again()).forEach(rounds::plan);
                });
    }

    /** Where Jitsi asks before a room comes about, none comes about after the end; else whoever has a token makes it anew. */
    private Duration entrance() {
        return config.jitsiServer().reservations().token() == null ? Jitsi.LONGEST_TOKEN : Duration.ZERO;
    }

    private static void warn(Work working, RoomTask task, NextTry next) {
        if (next.remark() == Remark.GIVEN_UP) {
            working.meters().givenUp().increment();
            LOG.warn("the room {} could not be ended in Jitsi for a day; it is left to itself", task.room());
        }
        if (next.remark() == Remark.DOUBTFUL && working.doubts().isTime()) {
            LOG.warn(
                    "Jitsi's server knows no room {}, in which there are people, and has never known one. {}"
                            + " Until it finds a room its word is not taken for it that there is none",
                    task.room(),
                    working.server().doubt());
        }
    }

    /** What there is from the start on. */
    private record Work(
            RoomServer server, RoomCalls calls, ControlMeters meters, Rounds orders, Rounds looks, Complaints doubts) {}
}
