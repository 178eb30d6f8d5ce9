package io.gavel.stream.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.gavel.history.Entry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.LoggerFactory;

/** Runs seeds, none of which may break a promise, and counts what all of them saw. */
final class Seeds {
    /** With fewer, a kind of trouble may be missing by chance. */
    private static final int ENOUGH = 100;

    /* That a node has lost its database is no news here. */
    static {
        for (var name : List.of("io.gavel.stream.Lease", "io.gavel.stream.Reaper")) {
            ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.ERROR);
        }
    }

    private final Map<String, Long> faults = new TreeMap<>();
    private int seeds;
    private long acknowledged;
    private long delivered;
    private long synced;
    private long lost;

    private Seeds() {}

    /** So many from this one on. */
    static void requirePromises(long first, int count) {
        var all = new Seeds();
        for (long seed = first; seed < first + count; seed++) {
            all.add(requirePromises(seed));
        }
        if (count >= ENOUGH) {
            all.requireWorth();
        }
    }

    static SimulatedHistory requirePromises(long seed) {
        var history = Simulation.run(seed);
        assertThat(history.violations())
                .as(
                        "seed %d; alone: -Dtest=StreamSimulationTest -Dsimulation.first=%d -Dsimulation.seeds=1",
                        seed, seed)
                .isEmpty();
        return history;
    }

    private void add(SimulatedHistory history) {
        seeds++;
        acknowledged += history.count(Entry.Acknowledged.class);
        delivered += history.count(Entry.Delivered.class);
        synced += history.count(Entry.Synced.class);
        lost += history.count(Entry.Lost.class);
        history.faults().forEach((kind, times) -> faults.merge(kind, times, Long::sum));
    }

    /** A run in which little happens proves little. */
    private void requireWorth() {
        assertThat(acknowledged).as("commands").isGreaterThan(seeds * 300L);
        assertThat(delivered).as("deliveries").isGreaterThan(seeds * 700L);
        assertThat(synced).as("joins and resumes").isGreaterThan(seeds * 15L);
        assertThat(lost).as("connections lost").isGreaterThan(seeds * 10L);
        assertThat(faults)
                .containsOnlyKeys(
                        "bus cut",
                        "bus cut one way",
                        "database away",
                        "database cut off",
                        "database restart",
                        "drain",
                        "fail-over",
                        "freeze",
                        "gone",
                        "kill",
                        "network lost",
                        "removal",
                        "sleep",
                        "slow browser");
        assertThat(faults.values())
                .allSatisfy(times -> assertThat(times).as("%s", faults).isGreaterThan(seeds / 20));
    }
}
