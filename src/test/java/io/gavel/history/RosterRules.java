package io.gavel.history;

import static java.util.Comparator.comparingLong;

import io.gavel.history.StoredMeeting.StoredEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Who is inside: as the stream tells it, as snapshots show it, as the database has it, and as the clients know it. */
final class RosterRules {
    private final StoredMeeting meeting;
    private final Findings findings;
    private final List<Entry.Synced> snapshots = new ArrayList<>();
    private final Map<String, Presence> byUser = new HashMap<>();
    private final Map<String, Presence> byClient = new HashMap<>();

    /** The roster as folded so far, and who left it by leaving. */
    private final Set<String> inside = new TreeSet<>();

    private final Set<String> left = new HashSet<>();
    private final Set<String> joined = new HashSet<>();

    private RosterRules(List<Entry> entries, StoredMeeting meeting, Findings findings) {
        this.meeting = meeting;
        this.findings = findings;
        entries.forEach(this::note);
        snapshots.sort(comparingLong(Entry.Synced::to));
    }

    static void judge(List<Entry> entries, StoredMeeting meeting, Findings findings) {
        var rules = new RosterRules(entries, meeting, findings);
        rules.fold();
        rules.requireEnd();
        rules.requireNoFalseLeave();
    }

    private void note(Entry entry) {
        if (entry instanceof Entry.Synced synced && synced.meetingId() == meeting.id()) {
            presence(synced.client(), synced.user()).synced(synced);
            if (synced.inside() != null) {
                snapshots.add(synced);
            }
        } else if (entry instanceof Entry.Delivered delivered && delivered.meetingId() == meeting.id()) {
            var presence = byClient.get(delivered.client());
            if (presence != null) {
                presence.learned(delivered);
            }
        } else if (entry instanceof Entry.Lost lost) {
            presence(lost.client(), lost.user()).lost(lost);
        } else if (entry instanceof Entry.Gone gone) {
            presence(gone.client(), gone.user()).gone(entry);
        }
    }

    /** It may have joined without having heard so. */
    private Presence presence(String client, String user) {
        return byClient.computeIfAbsent(client, none -> byUser.computeIfAbsent(user, nobody -> new Presence()));
    }

    /** Goes through the stream once and holds each snapshot against the roster at its place. */
    private void fold() {
        var next = 0;
        for (var event : meeting.events()) {
            for (; next < snapshots.size() && snapshots.get(next).to() < event.seq(); next++) {
                requireSnapshot(snapshots.get(next));
            }
            apply(event);
        }
        snapshots.subList(next, snapshots.size()).forEach(this::requireSnapshot);
    }

    private void apply(StoredEvent event) {
        var user = String.valueOf(event.user());
        switch (event.type()) {
            case "user_joined_meeting" -> {
                joined.add(user);
                if (!inside.add(user)) {
                    wrong(event.seq(), user + " joins while inside");
                }
            }
            case "user_left_meeting" -> {
                left.add(user);
                if (!inside.remove(user)) {
                    wrong(event.seq(), user + " leaves while outside");
                }
            }
            case "participant_removed" -> inside.remove(user);
            case "meeting_ended", "meeting_cancelled" -> inside.clear();
            default -> {}
        }
    }

    private void requireSnapshot(Entry.Synced synced) {
        var shown = new TreeSet<>(synced.inside() == null ? List.of() : synced.inside());
        if (!shown.equals(inside)) {
            findings.add(
                    Invariant.ROSTER,
                    synced,
                    "the snapshot at " + synced.to() + " shows " + shown + ", the stream up to there " + inside);
        }
        if (!joined.contains(synced.user())) {
            findings.add(
                    Invariant.ROSTER,
                    synced,
                    "the snapshot at " + synced.to() + " is older than its own reader's join");
        }
    }

    private void requireEnd() {
        if (!inside.equals(meeting.inside())) {
            wrong(
                    meeting.seq(),
                    "the stream tells that " + inside + " are inside, the database has " + meeting.inside());
        }
        if (!inside.equals(meeting.sessions())) {
            wrong(meeting.seq(), "inside are " + inside + ", sessions have " + meeting.sessions());
        }
        byUser.forEach((user, presence) -> {
            if (presence.isInside() && !inside.contains(user) && left.contains(user)) {
                wrong(meeting.seq(), user + " is there, and the stream tells that it left");
            }
            if (inside.contains(user) && presence.isLongGone(meeting.nanos())) {
                wrong(meeting.seq(), user + " is gone for long, and the stream tells that it is inside");
            }
        });
    }

    /** Each leave needs an absence of its own that was long enough and had begun when the client learned of the leave. */
    private void requireNoFalseLeave() {
        var leaves = new HashMap<String, Integer>();
        for (var event : meeting.events()) {
            var presence = byUser.get(String.valueOf(event.user()));
            if (!event.type().equals("user_left_meeting") || presence == null) {
                continue;
            }
            int number = leaves.merge(String.valueOf(event.user()), 1, Integer::sum);
            var learned = presence.whenLearned(event.seq());
            if (presence.longAbsencesBegunBy(learned.nanos()) < number) {
                var what = "%s is said to have left (event %d) and was never away for long enough: %s"
                        .formatted(event.user(), event.seq(), presence);
                if (learned.entry() == null) {
                    findings.add(Invariant.NO_FALSE_LEAVE, meeting, event.seq(), what);
                } else {
                    findings.add(Invariant.NO_FALSE_LEAVE, learned.entry(), what);
                }
            }
        }
    }

    private void wrong(long seq, String what) {
        findings.add(Invariant.ROSTER, meeting, seq, what);
    }
}
