package io.gavel.stream.simulation;

import java.util.TreeSet;

/** How far a browser has come: it drops what it has, and keeps what comes too early until the gap is filled. */
final class Position {
    private final TreeSet<Long> ahead = new TreeSet<>();
    private long last = -1;

    long last() {
        return last;
    }

    /** The last that it was ever given, beyond a gap or not. */
    long top() {
        return ahead.isEmpty() ? last : ahead.last();
    }

    boolean hasGap() {
        return last >= 0 && !ahead.isEmpty();
    }

    void has(long seq) {
        if (seq > last) {
            ahead.add(seq);
            advance();
        }
    }

    /** The state at this place is known, of the same stream as before or of another one. */
    void startAt(long seq, boolean isSameStream) {
        last = isSameStream ? Math.max(last, seq) : seq;
        ahead.headSet(last, true).clear();
        advance();
    }

    private void advance() {
        while (last >= 0 && ahead.remove(last + 1)) {
            last++;
        }
    }
}
