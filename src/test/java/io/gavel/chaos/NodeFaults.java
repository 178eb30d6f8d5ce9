package io.gavel.chaos;

import static org.awaitility.Awaitility.await;

import io.gavel.process.NodeProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What happens to nodes. */
final class NodeFaults {
    private static final Duration LEAVING = Duration.ofSeconds(40);
    private static final Duration READY = Duration.ofSeconds(90);

    private final Rig rig;
    private final Random random;

    NodeFaults(Rig rig, Random random) {
        this.rig = rig;
        this.random = random;
    }

    List<Fault> all() {
        return List.of(
                killed(),
                twoKilled(),
                rollingRestart(),
                stopped("F4", "a node stands still for 5 s", Duration.ofSeconds(5)),
                stopped("F5", "a node stands still for 30 s and comes back", Duration.ofSeconds(30)),
                starved());
    }

    private RigNode any() {
        return rig.nodes().get(random.nextInt(rig.nodes().size()));
    }

    private Fault killed() {
        var node = any();
        return new Fault(
                "F1",
                "kill -9 of a node",
                Duration.ofSeconds(4),
                () -> node.process().kill(),
                () -> again(List.of(node)),
                "processes killed");
    }

    private Fault twoKilled() {
        var first = any();
        var both = rig.nodes().stream().filter(node -> node != first).toList();
        return new Fault(
                "F2",
                "kill -9 of two nodes at once",
                Duration.ofSeconds(6),
                () -> {
                    for (var node : both) {
                        node.process().kill();
                    }
                },
                () -> again(both),
                "processes killed");
    }

    /** Starts those that are dead; returns how many that were. */
    private static long again(List<RigNode> nodes) throws IOException {
        long dead = 0;
        for (var node : nodes) {
            dead += node.process().isAlive() ? 0 : 1;
            node.launchAgain();
        }
        return dead;
    }

    /** Each goes in order and is there again before the next one goes. */
    private Fault rollingRestart() {
        return new Fault(
                "F3",
                "rolling restart of all nodes",
                Duration.ZERO,
                () -> {
                    for (var node : rig.nodes()) {
                        node.process().terminate();
                        node.process().exitCode(LEAVING);
                        node.launchAgain();
                        await().atMost(READY)
                                .pollInterval(Duration.ofMillis(200))
                                .until(node::isReady);
                    }
                },
                () -> rig.nodes().size(),
                "nodes restarted");
    }

    private Fault stopped(String number, String name, Duration length) {
        var node = any();
        var process = new ArrayList<NodeProcess>();
        return new Fault(
                number,
                name,
                length,
                () -> {
                    process.add(node.process());
                    node.process().freeze();
                },
                () -> {
                    process.get(0).thaw();
                    return 1;
                },
                "processes stopped");
    }

    /** A node that gets a fifth of its processor: it stands still for 200 ms out of each 250. */
    private Fault starved() {
        var node = any();
        var turns = new ArrayList<ScheduledExecutorService>();
        var stops = new long[1];
        return new Fault(
                "F26",
                "a node gets a fifth of its processor",
                Duration.ofSeconds(15),
                () -> {
                    var turn = Executors.newSingleThreadScheduledExecutor();
                    turns.add(turn);
                    var unused = turn.scheduleWithFixedDelay(
                            () -> stops[0] += standStill(node.process()), 0, 50, TimeUnit.MILLISECONDS);
                },
                () -> {
                    turns.get(0).shutdown();
                    if (!turns.get(0).awaitTermination(10, TimeUnit.SECONDS)) {
                        throw new AssertionError("a node is still being stopped");
                    }
                    return stops[0];
                },
                "stops");
    }

    private static int standStill(NodeProcess process) {
        try {
            process.freeze();
            TimeUnit.MILLISECONDS.sleep(200);
            process.thaw();
            return 1;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
