package io.gavel.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** When one user was there, as its own client knows it, and when that client learned how far the stream goes. */
final class Presence {
    /** A shorter absence must have no leave; one may be reported from here on. */
    private static final long SHORTEST_LEAVE =
            HistoryChecker.GRACE.minus(HistoryChecker.RENEWAL).toNanos();

    private final List<Absence> absences = new ArrayList<>();
    private final TreeMap<Long, Entry> learned = new TreeMap<>();
    private boolean joined;
    private @Nullable Long away;
    private @Nullable Long goneSince;

    /** Without an entry where the client never heard of it. */
    record Learned(long nanos, @Nullable Entry entry) {}

    private record Absence(long from, Duration length) {
        boolean isLong() {
            return length.toNanos() >= SHORTEST_LEAVE;
        }

        @Override
        public String toString() {
            return length.toMillis() + " ms";
        }
    }

    void synced(Entry.Synced synced) {
        if (away != null) {
            absences.add(new Absence(away, Duration.ofNanos(synced.nanos() - away)));
            away = null;
        }
        joined |= synced.inside() != null;
        learned(synced.to(), synced);
    }

    void learned(long seq, Entry entry) {
        Map.Entry<Long, Entry> furthest = learned.lastEntry();
        if (furthest == null || furthest.getKey() < seq) {
            learned.put(seq, entry);
        }
    }

    /** The first loss counts: attempts to come back that fail prove nothing. */
    void lost(Entry.Lost lost) {
        if (away == null) {
            away = lost.heardNanos();
        }
    }

    void gone(Entry entry) {
        goneSince = entry.nanos();
        absences.add(new Absence(away == null ? entry.nanos() : away, HistoryChecker.GHOST));
    }

    boolean isInside() {
        return joined && goneSince == null && away == null;
    }

    boolean isLongGone(long now) {
        return goneSince != null && now - goneSince > HistoryChecker.GHOST.toNanos();
    }

    Learned whenLearned(long seq) {
        var first = learned.ceilingEntry(seq);
        return first == null
                ? new Learned(Long.MAX_VALUE, null)
                : new Learned(first.getValue().nanos(), first.getValue());
    }

    int longAbsencesBegunBy(long nanos) {
        var unended = away != null && goneSince == null && away <= nanos ? 1 : 0;
        return unended
                + (int) absences.stream()
                        .filter(absence -> absence.isLong() && absence.from() <= nanos)
                        .count();
    }

    @Override
    public String toString() {
        return "absences " + absences;
    }
}
