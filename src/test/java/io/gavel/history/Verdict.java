package io.gavel.history;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the checker says: how much it saw, and what was not kept. */
public record Verdict(Map<String, Long> counts, List<Violation> violations) {
    public Verdict {
        violations = List.copyOf(violations);
    }

    /**
     * A promise that was not kept.
     *
     * @param times how often
     * @param first the first counterexample
     * @param context lines of the history and the database around it
     */
    public record Violation(Invariant invariant, long times, String first, List<String> context) {
        @Override
        public String toString() {
            return "%s, %d times, first: %s%n    %s"
                    .formatted(invariant, times, first, String.join(System.lineSeparator() + "    ", context));
        }
    }

    public boolean isGreen() {
        return violations.isEmpty();
    }

    public Set<Invariant> violated() {
        return violations.stream().map(Violation::invariant).collect(Collectors.toSet());
    }

    public long count(String what) {
        return counts.getOrDefault(what, 0L);
    }

    /** The counts in one line, the violations below it. */
    @Override
    public String toString() {
        var lines = violations.stream().map(Violation::toString).collect(Collectors.joining(System.lineSeparator()));
        return counts + (isGreen() ? ", no violation" : System.lineSeparator() + lines);
    }
}
