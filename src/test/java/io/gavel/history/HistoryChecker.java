package io.gavel.history;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Judges a history against what the database holds at the end. Expects that every client carries a {@code clientEventId} in
 * all its commands, that nobody else changed these meetings over the bridge, and that a user is one client, whose sessions
 * are one after the other.
 */
public final class HistoryChecker {
    /** How long somebody may be away before it counts as leaving. */
    public static final Duration GRACE = Duration.ofSeconds(15);

    /** A node's last proof of life may be so much older than its last frame: leases are renewed every 2 s. */
    public static final Duration RENEWAL = Duration.ofSeconds(3);

    /** Until then at the latest somebody who does not come back is reported left, after a node's death too. */
    public static final Duration GHOST = Duration.ofSeconds(25);

    private HistoryChecker() {}

    /** Takes n log n steps for n entries and rows. */
    public static Verdict judge(History history, Collection<StoredMeeting> database) {
        var entries = history.entries();
        var findings = new Findings(entries);
        count(entries, findings);
        for (var meeting : database) {
            requireNumbers(meeting, findings);
            CommandRules.judge(entries, meeting, findings);
            RosterRules.judge(entries, meeting, findings);
            SnapshotRules.judge(entries, meeting, findings);
            findings.count("meetings", 1);
            findings.count("events", meeting.events().size());
        }
        StreamRules.judge(entries, database, findings);
        AccessRules.judge(entries, database, findings);
        return findings.verdict();
    }

    private static void count(List<Entry> entries, Findings findings) {
        entries.forEach(entry -> findings.count(entry.getClass().getSimpleName(), 1));
    }

    private static void requireNumbers(StoredMeeting meeting, Findings findings) {
        long expected = 1;
        for (var event : meeting.events()) {
            if (event.seq() != expected) {
                findings.add(
                        Invariant.NUMBERED_WITHOUT_HOLES,
                        meeting,
                        event.seq(),
                        "event " + event.seq() + " stands where " + expected + " is due");
            }
            expected = event.seq() + 1;
        }
        if (meeting.seq() != expected - 1) {
            findings.add(
                    Invariant.NUMBERED_WITHOUT_HOLES,
                    meeting,
                    expected - 1,
                    "the stream's head is " + meeting.seq() + ", its last event " + (expected - 1));
        }
    }
}
