package io.gavel.bench.report;

import io.gavel.bench.measure.Figures;
import io.gavel.bench.server.Launcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was measured: for each scenario and server the figures of every run. */
public final class Results {
    private final Map<String, Map<String, Map<String, List<Double>>>> values = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<String> columns = new LinkedHashSet<>();

    /** Keeps a run's figures, and says them at once: whoever waits wants to see something. */
    public void add(String scenario, Launcher launcher, Figures figures) {
        columns.add(launcher.name());
        var row = values.computeIfAbsent(scenario, name -> new LinkedHashMap<>())
                .computeIfAbsent(launcher.name(), name -> new LinkedHashMap<>());
        var said = new StringBuilder(scenario + " | " + launcher.name());
        for (var figure : figures.inOrder()) {
            row.computeIfAbsent(figure.getKey(), name -> new ArrayList<>()).add(figure.getValue());
            said.append(" | ").append(figure.getKey()).append(' ').append(Numbers.text(figure.getValue()));
        }
        if (!figures.fault().isEmpty()) {
            said.append(" | FAULT ").append(figures.fault());
            if (launcher.isOurs()) {
                faults.add(scenario + ": " + figures.fault());
            }
        }
        System.out.println(said);
    }

    /** What makes the whole worthless: events of ours that were lost or out of order, and what failed. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    public Set<String> scenarios() {
        return values.keySet();
    }

    public Set<String> columns() {
        return columns;
    }

    /** The names of the figures of a scenario, in the order in which they are told. */
    public Set<String> figures(String scenario) {
        var names = new LinkedHashSet<String>();
        values.getOrDefault(scenario, Map.of()).values().forEach(row -> names.addAll(row.keySet()));
        return names;
    }

    /** All runs' values. */
    public List<Double> runs(String scenario, String column, String figure) {
        return values.getOrDefault(scenario, Map.of())
                .getOrDefault(column, Map.of())
                .getOrDefault(figure, List.of());
    }

    /** The median of all runs; NaN where nothing was measured. */
    public double median(String scenario, String column, String figure) {
        var sorted = runs(scenario, column, figure).stream()
                .filter(value -> !value.isNaN())
                .sorted()
                .mapToDouble(Double::doubleValue)
                .toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
