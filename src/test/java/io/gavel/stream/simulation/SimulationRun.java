package io.gavel.stream.simulation;

import io.gavel.cluster.Trial;
import java.util.stream.LongStream;

/** Runs seeds in a process of its own, against the classes that come first on its class path; ends with 1 at a violation. */
public final class SimulationRun {
    private SimulationRun() {}

    /** The first seed, and how many. */
    public static void main(String[] words) {
        var first = Long.parseLong(words[0]);
        var isViolated = LongStream.range(first, first + Long.parseLong(words[1]))
                .anyMatch(seed -> {
                    var history = Simulation.run(seed);
                    history.violations().stream().limit(1).forEach(text -> System.out.println(Trial.MARK + text));
                    return !history.violations().isEmpty();
                });
        System.exit(isViolated ? 1 : 0);
    }
}
