package io.gavel.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/** What happens on the wires between nodes, to the database and to the clients. */
final class WireFaults {
    private final Rig rig;
    private final Random random;

    WireFaults(Rig rig, Random random) {
        this.rig = rig;
        this.random = random;
    }

    List<Fault> all() {
        return List.of(
                split(),
                oneWay(),
                weather("F9", "20 % loss between nodes", 15, betweenNodes(), Weather.loss(0.2)),
                busReset(),
                weather(
                        "F11",
                        "200 ms and up to 100 ms jitter to the database, one node",
                        15,
                        List.of(any().database()),
                        Weather.jitter(Duration.ofMillis(100), Duration.ofMillis(300))),
                databaseUnheard(),
                databaseReset(),
                severedAfterCommit(),
                clientsUnheard("F21", "clients hear nothing for 10 s", Duration.ofSeconds(10)),
                weather("F22", "clients on 64 kbit/s", 15, List.of(rig.front()), Weather.narrow(64_000 / 8)),
                stampede());
    }

    private RigNode any() {
        return rig.nodes().get(random.nextInt(rig.nodes().size()));
    }

    private List<Wire> betweenNodes() {
        return rig.nodes().stream().flatMap(node -> node.fromNodes().stream()).toList();
    }

    private static long sum(List<Wire> wires, ToLongFunction<Wire> figure) {
        return wires.stream().mapToLong(figure).sum();
    }

    /** One node and the two others hear nothing of each other, neither by the bus nor by the cluster. */
    private Fault split() {
        var alone = any();
        return cut(
                "F6, F8",
                "a node is split from the others, and they find together again",
                Duration.ofSeconds(25),
                betweenNodes(),
                () -> rig.nodes().stream().filter(node -> node != alone).forEach(node -> {
                    rig.net().cut(alone.name(), node.name());
                    rig.net().cut(node.name(), alone.name());
                }));
    }

    private Fault oneWay() {
        var from = any();
        var to = rig.nodes().get((rig.nodes().indexOf(from) + 1) % rig.nodes().size());
        return cut(
                "F7",
                "one node does not hear another, which hears it",
                Duration.ofSeconds(20),
                betweenNodes(),
                () -> rig.net().cut(from.name(), to.name()));
    }

    private Fault databaseUnheard() {
        var node = any();
        return cut(
                "F12",
                "a node and the database do not hear each other",
                Duration.ofSeconds(20),
                List.of(node.database()),
                () -> {
                    rig.net().cut(node.name(), Rig.POSTGRES);
                    rig.net().cut(Rig.POSTGRES, node.name());
                });
    }

    private Fault clientsUnheard(String number, String name, Duration length) {
        return cut(number, name, length, List.of(rig.front()), () -> {
            rig.net().cut(Rig.CLIENTS, Rig.BALANCER);
            rig.net().cut(Rig.BALANCER, Rig.CLIENTS);
        });
    }

    private Fault cut(String number, String name, Duration length, List<Wire> wires, Fault.Begin cutting) {
        var before = new AtomicLong();
        return new Fault(
                number,
                name,
                length,
                () -> {
                    before.set(sum(wires, Wire::held));
                    cutting.run();
                },
                () -> {
                    rig.net().mend();
                    return sum(wires, Wire::held) - before.get();
                },
                "bytes held back");
    }

    private static Fault weather(String number, String name, int seconds, List<Wire> wires, Weather weather) {
        var before = new AtomicLong();
        return new Fault(
                number,
                name,
                Duration.ofSeconds(seconds),
                () -> {
                    before.set(sum(wires, Wire::late));
                    wires.forEach(wire -> wire.weather(weather));
                },
                () -> {
                    wires.forEach(wire -> wire.weather(Weather.CLEAR));
                    return sum(wires, Wire::late) - before.get();
                },
                "pieces late");
    }

    private Fault busReset() {
        var wires = rig.nodes().stream().map(RigNode::bus).toList();
        return repeated("F10", "the bus's connections are reset every 2 s", 2000, 10, wires);
    }

    private Fault databaseReset() {
        var wires = rig.nodes().stream().map(RigNode::database).toList();
        return repeated("F13", "all connections to the database are reset every 1.5 s", 1500, 8, wires);
    }

    private static Fault repeated(String number, String name, int millis, int seconds, List<Wire> wires) {
        var turns = new ArrayList<ScheduledExecutorService>();
        var resets = new AtomicLong();
        return new Fault(
                number,
                name,
                Duration.ofSeconds(seconds),
                () -> {
                    var turn = Executors.newSingleThreadScheduledExecutor();
                    turns.add(turn);
                    var unused = turn.scheduleAtFixedRate(
                            () -> resets.addAndGet(sum(wires, Wire::reset)), 0, millis, TimeUnit.MILLISECONDS);
                },
                () -> {
                    turns.get(0).shutdown();
                    return resets.get();
                },
                "connections reset");
    }

    /** Transactions are committed, and the node never hears of it. */
    private Fault severedAfterCommit() {
        var wires = rig.nodes().stream().map(RigNode::database).toList();
        var before = new AtomicLong();
        return new Fault(
                "F14",
                "the connection is reset between COMMIT and its answer",
                Duration.ofSeconds(6),
                () -> {
                    before.set(sum(wires, Wire::severed));
                    wires.forEach(wire -> wire.severAfterCommit(5));
                },
                () -> {
                    wires.forEach(wire -> wire.severAfterCommit(0));
                    return sum(wires, Wire::severed) - before.get();
                },
                "commits whose answer was lost");
    }

    private Fault stampede() {
        var resets = new AtomicLong();
        return new Fault(
                "F24",
                "all clients lose their connections at once",
                Duration.ofSeconds(2),
                () -> resets.set(rig.front().reset()),
                resets::get,
                "connections reset");
    }
}
