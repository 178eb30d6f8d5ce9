package io.gavel.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When one user was there, as its own client knows it, and when that client learned how far the stream goes. */
final class Presence {
    /** A shorter absence must have no leave; one may be reported from here on. */
    private static final long SHORTEST_LEAVE =
            HistoryChecker.GRACE.minus(HistoryChecker.RENEWAL).toNanos();

    private final List<Absence> absences = new ArrayList<>();

    /** Each reached further than the one before. Millions in a long run: nothing is kept beside the entries themselves. */
    private final List<Entry> learned = new ArrayList<>();

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
        learned(synced);
    }

    void learned(Entry entry) {
        if (learned.isEmpty() || reach(learned.get(learned.size() - 1)) < reach(entry)) {
            learned.add(entry);
        }
    }

    private static long reach(Entry entry) {
        return entry instanceof Entry.Synced synced ? synced.to() : ((Entry.Delivered) entry).seq();
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
        int first = 0;
        for (int end = learned.size(); first < end; ) {
            int middle = (first + end) >>> 1;
            if (reach(learned.get(middle)) < seq) {
                first = middle + 1;
            } else {
                end = middle;
            }
        }
        return first == learned.size()
                ? new Learned(Long.MAX_VALUE, null)
                : new Learned(learned.get(first).nanos(), learned.get(first));
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
