package io.gavel.cluster;

import io.vertx.core.json.JsonObject;
import java.util.TreeSet;

/** How far one client's stream goes: it drops what it has, and keeps what comes too early until the gap is filled. */
final class StreamPosition {
    private static final long NONE = -1;

    private final TreeSet<Long> ahead = new TreeSet<>();
    private long last = NONE;
    private String epoch = "";

    boolean isKnown() {
        return last != NONE;
    }

    long last() {
        return last;
    }

    boolean hasGap() {
        return isKnown() && !ahead.isEmpty();
    }

    void has(long seq) {
        if (seq > last) {
            ahead.add(seq);
            advance();
        }
    }

    /** The state at this place is known, by a snapshot. */
    void startAt(long seq, String newEpoch) {
        last = newEpoch.equals(epoch) ? Math.max(last, seq) : seq;
        epoch = newEpoch;
        ahead.headSet(last, true).clear();
        advance();
    }

    /** Tells the node what this client has, if it has anything. */
    JsonObject asking(JsonObject body) {
        return isKnown() ? body.put("afterSeq", last).put("epoch", epoch) : body;
    }

    private void advance() {
        while (isKnown() && ahead.remove(last + 1)) {
            last++;
        }
    }
}
