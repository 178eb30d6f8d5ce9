package io.gavel.bench.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one run measured: names and numbers, in the order in which they are told. */
public final class Figures {
    private static final int LONGEST = 400;

    private final Map<String, Double> values = new LinkedHashMap<>();
    private String fault = "";

    public Figures put(String name, double value) {
        values.put(name, value);
        return this;
    }

    /** Some of another's figures, under names that begin so; and what it has to complain of. */
    public Figures take(String prefix, Figures other, List<String> names) {
        names.forEach(name -> put(prefix + name, other.values.getOrDefault(name, Double.NaN)));
        return other.fault.isEmpty() ? this : fault(prefix + other.fault);
    }

    /** The usual three quantiles, under names that begin alike. */
    public Figures latency(String prefix, Latency latency) {
        var quantiles = latency.quantiles(0.5, 0.99, 0.999);
        return put(prefix + "p50 ms", quantiles[0])
                .put(prefix + "p99 ms", quantiles[1])
                .put(prefix + "p99.9 ms", quantiles[2]);
    }

    /** Says that this run is worth nothing, and why. */
    public Figures fault(String reason) {
        if (fault.isEmpty()) {
            var line = reason.replaceAll("\\s+", " ");
            fault = line.substring(0, Math.min(line.length(), LONGEST));
        }
        return this;
    }

    public String fault() {
        return fault;
    }

    public Map<String, Double> values() {
        return Map.copyOf(values);
    }

    public Iterable<Map.Entry<String, Double>> inOrder() {
        return values.entrySet();
    }
}
