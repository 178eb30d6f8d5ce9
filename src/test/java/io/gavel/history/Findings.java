package io.gavel.history;

import io.gavel.history.Verdict.Violation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Collects violations: the first of each kind in full, the others counted. */
final class Findings {
    private static final int LINES_BEFORE = 15;
    private static final int LINES_AFTER = 5;

    private final List<Entry> entries;
    private final Map<Invariant, Violation> found = new EnumMap<>(Invariant.class);
    private final Map<String, Long> counts = new TreeMap<>();

    Findings(List<Entry> entries) {
        this.entries = entries;
    }

    /** A violation that shows at this line of a client's log. */
    void add(Invariant invariant, Entry where, String what) {
        var first = found.get(invariant);
        found.put(invariant, first == null ? violation(invariant, what, around(where)) : again(first));
    }

    /** A violation that shows at this place in the database. */
    void add(Invariant invariant, StoredMeeting meeting, long seq, String what) {
        var first = found.get(invariant);
        var told = "meeting " + meeting.id() + ": " + what;
        found.put(invariant, first == null ? violation(invariant, told, around(meeting, seq)) : again(first));
    }

    void count(String what, long more) {
        counts.merge(what, more, Long::sum);
    }

    Verdict verdict() {
        return new Verdict(counts, new ArrayList<>(found.values()));
    }

    private static Violation violation(Invariant invariant, String what, List<String> context) {
        return new Violation(invariant, 1, what, context);
    }

    private static Violation again(Violation first) {
        return new Violation(first.invariant(), first.times() + 1, first.first(), first.context());
    }

    /** Lines of the same client, and the faults between them. */
    private List<String> around(Entry where) {
        var lines = new ArrayList<String>();
        int after = -1;
        for (var entry : entries) {
            if (entry.client().isEmpty() || Objects.equals(entry.client(), where.client())) {
                lines.add((entry == where ? "> " : "  ") + entry);
                after = entry == where || after >= 0 ? after + 1 : after;
            }
            if (after >= LINES_AFTER) {
                break;
            }
        }
        return List.copyOf(lines.subList(Math.max(0, lines.size() - LINES_BEFORE - LINES_AFTER), lines.size()));
    }

    private static List<String> around(StoredMeeting meeting, long seq) {
        return meeting.events().stream()
                .filter(event -> event.seq() >= seq - LINES_BEFORE && event.seq() <= seq + LINES_AFTER)
                .map(event -> (event.seq() == seq ? "> " : "  ") + event.text())
                .toList();
    }
}
