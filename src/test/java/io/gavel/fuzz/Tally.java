package io.gavel.fuzz;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often what happened, counted on many threads. */
final class Tally {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void add(String what) {
        add(what, 1);
    }

    void add(String what, long many) {
        counts.computeIfAbsent(what, first -> new LongAdder()).add(many);
    }

    long count(String what) {
        var count = counts.get(what);
        return count == null ? 0 : count.sum();
    }

    /** Of all that begin so. */
    long sum(String prefix) {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().startsWith(prefix))
                .mapToLong(count -> count.getValue().sum())
                .sum();
    }

    @Override
    public String toString() {
        return new TreeMap<>(counts).toString();
    }
}
