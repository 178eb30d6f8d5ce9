package io.gavel.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All that is measured, in this order. */
public final class Scenarios {
    private static final int WINDOW = 16;
    private static final int[] CONNECTIONS = {32, 1, 128};
    private static final double REST_RATE = 100;

    private Scenarios() {}

    public static List<Scenario> all(Pace pace) {
        var all = new ArrayList<Scenario>();
        for (var operation : RestOperation.values()) {
            var name = operation.name().toLowerCase(Locale.ROOT);
            for (int connections : CONNECTIONS) {
                all.add(new Rest(name + " c" + connections, operation, connections, 0, pace));
            }
            all.add(new Rest(name + " 100/s", operation, 128, REST_RATE, pace));
        }
        all.addAll(fanouts(pace));
        all.add(new Filling("filling 1x1000", 1000));
        all.add(new Idle("idle 500x10", 500, 10, pace));
        all.add(new Cold("cold start"));
        return all;
    }

    private static List<Scenario> fanouts(Pace pace) {
        return List.of(
                fanout("10x10", 1, 10, 10, 0, pace),
                fanout("50x10", 1, 50, 10, 0, pace),
                fanout("1x200", 1, 1, 200, 0, pace),
                fanout("1x1000", 1, 1, 1000, 0, pace),
                fanout("10x10", 1, 10, 10, 300, pace),
                fanout("50x10", 1, 50, 10, 200, pace),
                fanout("1x200", 1, 1, 200, 20, pace),
                fanout("1x1000", 1, 1, 1000, 4, pace),
                new Fanout("updates 100 outstanding", 1, 10, 10, 100, 0, pace),
                new Fanout("updates 400 outstanding", 1, 40, 10, 400, 0, pace),
                fanout("10x10", 2, 10, 10, 0, pace),
                fanout("10x10", 3, 10, 10, 0, pace));
    }

    private static Fanout fanout(String shape, int nodes, int rooms, int size, int rate, Pace pace) {
        var name = "fanout " + shape + (rate > 0 ? " " + rate + "/s" : "") + (nodes > 1 ? " " + nodes + " nodes" : "");
        return new Fanout(name, nodes, rooms, size, rate > 0 ? 0 : WINDOW, rate, pace);
    }
}
