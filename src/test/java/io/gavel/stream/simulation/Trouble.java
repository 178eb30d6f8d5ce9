package io.gavel.stream.simulation;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What goes wrong: of all that may, each seed has some kinds only, so that each also comes without the others. */
final class Trouble {
    enum Kind {
        KILL,
        DRAIN,
        FREEZE,
        SLEEP,
        DATABASE_RESTART,
        DATABASE_AWAY,
        FAIL_OVER,
        DATABASE_CUT,
        BUS_CUT,
        BUS_CUT_ONE_WAY,
        REMOVAL,
        NETWORK_LOST,
        GONE,
        SLOW
    }

    private static final int MOST_GONE = 4;

    private final Simulation simulation;
    private final VirtualTime time;
    private final ModelDatabase database;
    private final ModelBus bus;
    private final SimulatedHistory history;
    private final List<Kind> kinds;
    private final long endsAt;
    private final double longest;
    private int gone;

    /** Trouble from now on, for so long; then everything is whole again, save who has no network. */
    Trouble(
            Simulation simulation,
            VirtualTime time,
            ModelDatabase database,
            ModelBus bus,
            SimulatedHistory history,
            Duration length) {
        this.simulation = simulation;
        this.time = time;
        this.database = database;
        this.bus = bus;
        this.history = history;
        this.endsAt = time.nanos() + length.toNanos();
        this.longest = time.chance(0.5) ? 1_500 : 5_000;
        this.kinds = Stream.of(Kind.values()).filter(kind -> time.chance(0.5)).toList();
    }

    void begin() {
        if (kinds.isEmpty()) {
            return;
        }
        time.after(time.millis(100, longest), () -> {
            if (!isOver()) {
                happen(kinds.get(time.below(kinds.size())));
                begin();
            }
        });
    }

    private boolean isOver() {
        return time.nanos() >= endsAt;
    }

    /** No longer than trouble lasts. */
    private Duration atMost(Duration length) {
        return Duration.ofNanos(Math.min(length.toNanos(), endsAt - time.nanos()));
    }

    private void happen(Kind kind) {
        switch (kind) {
            case KILL -> simulation.kill(simulation.anyPlace(), time.random.nextBoolean());
            case DRAIN -> drain();
            case FREEZE -> freeze(atMost(time.millis(50, 4_000)), false);
            case SLEEP -> sleep();
            case DATABASE_RESTART -> restart(atMost(time.millis(100, 3_000)), false);
            case DATABASE_AWAY -> away();
            case FAIL_OVER -> restart(atMost(time.millis(100, 2_000)), true);
            case DATABASE_CUT ->
                cutOff(atMost(time.chance(0.3) ? time.millis(9_000, 12_000) : time.millis(500, 5_000)));
            case BUS_CUT -> cut(time.millis(500, 6_000), true);
            case BUS_CUT_ONE_WAY -> cut(time.millis(500, 6_000), false);
            case REMOVAL -> removeForAWhile();
            case NETWORK_LOST -> loseNetwork();
            case GONE -> goAway();
            case SLOW -> stall();
        }
    }

    /** A node sends all its browsers away at once. */
    private void drain() {
        var node = simulation.anyNode();
        history.fault("drain", node.id);
        node.run(() -> List.copyOf(node.connections()).forEach(node::close));
    }

    private void freeze(Duration length, boolean dies) {
        var place = simulation.anyPlace();
        var node = simulation.node(place);
        if (node.isFrozen()) {
            return;
        }
        history.fault(length.toSeconds() < 5 ? "freeze" : "sleep", node.id + " for " + length.toMillis() + " ms");
        node.freeze(length);
        bus.stopped(node, length);
        if (dies) {
            time.after(length.plus(time.millis(1, 3_000)), () -> {
                if (!isOver() && simulation.node(place) == node) {
                    simulation.kill(place, true);
                }
            });
        }
    }

    /** So long that its lease runs out, or that its sessions are ended too. */
    private void sleep() {
        if (time.chance(0.7)) {
            var length = time.chance(0.5) ? time.millis(5_000, 12_000) : time.millis(24_000, 32_000);
            freeze(atMost(length), time.chance(0.5));
        }
    }

    private void restart(Duration downtime, boolean isOther) {
        if (database.isAway()) {
            return;
        }
        history.fault(isOther ? "fail-over" : "database restart", downtime.toMillis() + " ms");
        if (isOther) {
            database.failOver(downtime);
        } else {
            database.restart(downtime);
        }
    }

    private void away() {
        if (!database.isAway() && time.chance(0.2)) {
            var downtime = atMost(time.millis(9_000, 35_000));
            history.fault("database away", downtime.toMillis() + " ms");
            database.restart(downtime);
        }
    }

    private void cutOff(Duration length) {
        var node = simulation.anyNode();
        history.fault("database cut off", node.id + " for " + length.toMillis() + " ms");
        node.cutOff(length);
    }

    private void cut(Duration length, boolean bothWays) {
        var place = simulation.anyPlace();
        var one = simulation.node(place).id;
        var other = simulation.node((place + 1) % 3).id;
        history.fault(bothWays ? "bus cut" : "bus cut one way", one + " and " + other);
        bus.cut(one, other, length);
        if (bothWays) {
            bus.cut(other, one, length);
        }
    }

    private void removeForAWhile() {
        var client = simulation.anyClient();
        history.fault("removal", client.user);
        simulation.remove(client);
        time.after(time.millis(50, 3_000), () -> simulation.invite(client));
    }

    private void loseNetwork() {
        var client = simulation.anyClient();
        if (client.connection() != null) {
            var length = time.chance(0.7) ? time.millis(50, 8_000) : time.millis(15_000, 40_000);
            history.fault("network lost", client.user + " for " + length.toMillis() + " ms");
            client.loseNetwork(length);
        }
    }

    private void goAway() {
        var client = simulation.anyClient();
        if (!client.isGone() && gone < MOST_GONE) {
            gone++;
            history.fault("gone", client.user);
            client.goAway(time.random.nextBoolean());
        }
    }

    private void stall() {
        var connection = simulation.anyClient().connection();
        if (connection != null) {
            var length = time.millis(500, 15_000);
            history.fault("slow browser", connection.label + " for " + length.toMillis() + " ms");
            connection.stall(length);
        }
    }
}
