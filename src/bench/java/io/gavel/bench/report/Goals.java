package io.gavel.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The goals that Gavel has set itself: what it must reach, and what it aims at. */
final class Goals {
    private static final String SERVER = "server us";
    private static final String DATABASE = "PostgreSQL us";
    private static final String DELIVERY = "server us/delivery";
    private static final String EVENT = "PostgreSQL us/event";
    private static final double NONE = Double.NaN;

    private final Results results;

    private Goals(Results results) {
        this.results = results;
    }

    static List<Goal> of(Results results) {
        var goals = new Goals(results);
        var all = new ArrayList<Goal>();
        all.addAll(goals.rest());
        all.addAll(goals.fanout());
        all.addAll(goals.updates());
        all.addAll(goals.latency());
        all.addAll(goals.size());
        return all;
    }

    private List<Goal> rest() {
        return List.of(
                less("1", "join c32", SERVER, "63 (1 query)", new Bar(250, 10, 4), new Bar(150, 17, 6.5)),
                less("2", "join c32", DATABASE, "69 (1 SELECT)", new Bar(450, 3, NONE), Bar.absolute(300)),
                less("3", "create c32", SERVER, "", Bar.times(8, 2.5), Bar.times(15, 4)),
                less("3", "create c32", DATABASE, "", Bar.absolute(750), Bar.absolute(640)),
                less("4", "get c32", SERVER, "63", Bar.times(7, 3), new Bar(130, 14, 6)),
                less("4", "list c32", SERVER, "63", Bar.times(7, 3), Bar.absolute(200)),
                less("5", "list c32", DATABASE, "", Bar.absolute(1000), Bar.absolute(200)));
    }

    private List<Goal> fanout() {
        var big = new Bar(5, 4, 4);
        var proud = new Bar(2.4, 8, 8);
        return List.of(
                less("6", "fanout 10x10", DELIVERY, "9.3 (write)", new Bar(16, 5, 2.5), Bar.absolute(12)),
                less("7", "fanout 1x200", DELIVERY, "9.3 (write)", big, proud),
                less("7", "fanout 1x1000", DELIVERY, "9.3 (write)", big, proud),
                new Goal(
                        "8", "all fan-outs, lost or out of order", this::wrong, "0", false, Bar.absolute(0), Bar.NONE));
    }

    private List<Goal> updates() {
        var must = new Bar(115, 4, 2);
        return List.of(
                less("9", "fanout 10x10", EVENT, "14–16", must, Bar.absolute(50)),
                less("9", "fanout 50x10", EVENT, "14–16", must, Bar.NONE),
                less("9", "fanout 1x200", EVENT, "14–16", must, Bar.NONE),
                less("9", "fanout 1x1000", EVENT, "14–16", must, Bar.NONE),
                less("9", "updates 100 outstanding", EVENT, "14–16", must, Bar.absolute(30)),
                more("10", "fanout 10x10", "events/s", "27–40k rows/s", Bar.times(4, 2), Bar.NONE),
                more("10", "updates 100 outstanding", "events/s", "27–40k rows/s", Bar.NONE, Bar.absolute(11_000)));
    }

    private List<Goal> latency() {
        return List.of(
                less("11", "join 100/s", "p99 ms", "", Bar.times(1 / 0.6, NONE), Bar.times(2.5, NONE)),
                less("12", "fanout 10x10 300/s", "p50 ms", "", Bar.times(2, NONE), Bar.absolute(2)),
                less("12", "fanout 10x10 300/s", "p99 ms", "", Bar.times(2, NONE), Bar.absolute(10)));
    }

    private List<Goal> size() {
        return List.of(
                less("13", "idle 500x10", "RSS KB/connection", "8.2 in two queues", Bar.absolute(25), Bar.absolute(12)),
                less("14", "filling 1x1000", "all told s", "", Bar.times(5, NONE), Bar.times(10, NONE)),
                less("14", "filling 1x1000", "server us/connection", "", Bar.times(5, NONE), Bar.times(10, NONE)),
                less("15", "cold start", "CPU ms", "1120", Bar.times(0.5, NONE), Bar.times(1 / 1.4, NONE)),
                spread("2 nodes", 1.35, 1.2),
                spread("3 nodes", 1.5, 1.3));
    }

    private Goal less(String number, String scenario, String figure, String limit, Bar must, Bar aim) {
        return new Goal(number, scenario + ", " + figure, median(scenario, figure), limit, false, must, aim);
    }

    private Goal more(String number, String scenario, String figure, String limit, Bar must, Bar aim) {
        return new Goal(number, scenario + ", " + figure, median(scenario, figure), limit, true, must, aim);
    }

    private ToDoubleFunction<String> median(String scenario, String figure) {
        return column -> results.median(scenario, column, figure);
    }

    /** What a delivery costs more where neighbours in a room are on different nodes. */
    private Goal spread(String nodes, double must, double aim) {
        var alone = median("fanout 10x10", DELIVERY);
        var spread = median("fanout 10x10 " + nodes, DELIVERY);
        return new Goal(
                "16",
                "fanout 10x10, " + nodes + " : one, per delivery",
                column -> spread.applyAsDouble(column) / alone.applyAsDouble(column),
                "1",
                false,
                Bar.absolute(must),
                Bar.absolute(aim));
    }

    private double wrong(String column) {
        return results.scenarios().stream()
                .flatMap(scenario -> List.of("lost", "out of order").stream()
                        .flatMap(figure -> results.runs(scenario, column, figure).stream()))
                .mapToDouble(Double::doubleValue)
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }
}
