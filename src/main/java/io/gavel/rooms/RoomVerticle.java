package io.gavel.rooms;

import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.bus.JitsiAddresses;
import io.gavel.config.Config;
import io.gavel.event.Committed;
import io.gavel.jitsi.RoomTask;
import io.gavel.jitsi.RoomTaskRequests.NextTry;
import io.gavel.jitsi.RoomTaskRequests.SignSystemToken;
import io.gavel.jitsi.RoomTaskRequests.TakeTasks;
import io.gavel.jitsi.RoomTaskRequests.TakenTasks;
import io.gavel.jitsi.RoomTaskRequests.TaskTried;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
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

    private static final long NONE = -1;

    private final Bus bus;
    private final Config config;
    private final MeterRegistry registry;
    private @Nullable Work work;
    private Future<?> round = Future.succeededFuture();
    private boolean isWanted;
    private boolean isStopped;
    private long timer = NONE;
    private long timerAt;

    /** @param registry gets {@code gavel.jitsi.control}, by {@code call} and {@code outcome} */
    public RoomVerticle(Bus bus, Config config, MeterRegistry registry) {
        this.bus = bus;
        this.config = config;
        this.registry = registry;
    }

    @Override
    public Future<?> start() {
        var server = server(config);
        var meters = new ControlMeters(registry);
        work = new Work(server, new RoomCalls(vertx, server, meters), meters);
        plan(pause());
        return bus.listen(Addresses.COMMITTED, this::committed);
    }

    @Override
    public Future<?> stop() {
        isStopped = true;
        vertx.cancelTimer(timer);
        var working = work;
        return working == null
                ? Future.succeededFuture()
                : round.otherwiseEmpty().eventually(working.calls()::close);
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
    private void committed(Committed committed) {
        if (committed.events().stream().anyMatch(event -> CAUSES.contains(event.type()))) {
            look();
        }
    }

    /** Starts a round, or has the one that runs followed by another. */
    private void look() {
        var working = work;
        if (isStopped || working == null) {
            return;
        }
        isWanted = true;
        if (round.isComplete()) {
            isWanted = false;
            round = take(working)
                    .onFailure(failure -> LOG.warn("rooms in Jitsi were not looked after: {}", failure.getMessage()))
                    .onComplete(done -> goOn());
        }
    }

    private void goOn() {
        plan(pause());
        if (isWanted) {
            // Not from within the round, which is not complete before its last handler has run.
            vertx.runOnContext(ignored -> look());
        }
    }

    private Future<?> take(Work working) {
        return bus.request(
                        JitsiAddresses.TAKE_ROOM_TASKS,
                        new TakeTasks(working.server().observes()))
                .compose(taken -> {
                    warn(working, taken);
                    isWanted |= taken.isMore();
                    return Future.join(taken.tasks().stream()
                            .map(task -> perform(working, task))
                            .toList());
                });
    }

    private static void warn(Work working, TakenTasks taken) {
        taken.givenUp().forEach(room -> {
            working.meters().givenUp().increment();
            LOG.warn("the room {} could not be ended in Jitsi for a day; it is left to itself", room);
        });
    }

    private Future<NextTry> perform(Work working, RoomTask task) {
        return bus.request(JitsiAddresses.SIGN_SYSTEM_TOKEN, new SignSystemToken(task.room()))
                .compose(token -> working.calls().perform(task, token))
                .compose(outcome -> bus.request(JitsiAddresses.ROOM_TASK_TRIED, new TaskTried(task, outcome)))
                .onSuccess(next -> Stream.ofNullable(next.again()).forEach(this::plan));
    }

    /** Has rooms looked after in a while; sooner than planned where this is sooner, and never twice. */
    private void plan(Duration pause) {
        if (isStopped) {
            return;
        }
        var at = System.nanoTime() + pause.toNanos();
        if (timer == NONE || at - timerAt < 0) {
            vertx.cancelTimer(timer);
            timerAt = at;
            timer = vertx.setTimer(Math.max(1, pause.toMillis()), id -> {
                timer = NONE;
                look();
            });
        }
    }

    /** A little shorter or longer each time, so that nodes do not march in step. */
    private Duration pause() {
        var millis = config.meetings().sweepEvery().toMillis();
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis + 1));
    }

    /** What there is from the start on. */
    private record Work(RoomServer server, RoomCalls calls, ControlMeters meters) {}
}
