package io.gavel.history;

import io.gavel.history.StoredMeeting.StoredEvent;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who may hear of a meeting, and until when somebody is let into its room. */
final class AccessRules {
    private final Findings findings;
    private final List<Entry> entries;
    private final Map<Long, StoredMeeting> database;
    private final Map<String, String> users = new HashMap<>();
    private final Map<Long, Set<String>> members = new HashMap<>();

    /** Of each meeting and user, from which event on it was a member, and from which on it was not. */
    private final Map<Place, TreeMap<Long, Boolean>> changes = new HashMap<>();

    private record Place(long meetingId, String user) {}

    private AccessRules(List<Entry> entries, Collection<StoredMeeting> database, Findings findings) {
        this.entries = entries;
        this.findings = findings;
        this.database = database.stream().collect(Collectors.toMap(StoredMeeting::id, meeting -> meeting));
        database.forEach(meeting -> meeting.events().forEach(event -> note(meeting.id(), event)));
        for (var entry : entries) {
            if (entry instanceof Entry.Synced synced) {
                users.put(synced.client(), synced.user());
                membersOf(synced.meetingId()).add(synced.user());
            }
        }
    }

    static void judge(List<Entry> entries, Collection<StoredMeeting> database, Findings findings) {
        var rules = new AccessRules(entries, database, findings);
        for (var entry : entries) {
            if (entry instanceof Entry.Delivered delivered) {
                rules.requireMember(delivered);
            } else if (entry instanceof Entry.Synced synced) {
                rules.requireMember(synced);
            } else if (entry instanceof Entry.Issued issued) {
                rules.requireBeforeEnd(issued);
            } else if (entry instanceof Entry.Planted planted) {
                rules.requireSilence(planted);
            }
        }
    }

    private void note(long meetingId, StoredEvent event) {
        var isRemoval = event.type().equals("participant_removed");
        if (event.user() != null && (isRemoval || event.type().equals("participant_invited"))) {
            changes.computeIfAbsent(new Place(meetingId, event.user()), none -> new TreeMap<>())
                    .put(event.seq(), !isRemoval);
        }
    }

    private Set<String> membersOf(long meetingId) {
        return members.computeIfAbsent(meetingId, none -> new HashSet<>());
    }

    private @Nullable NavigableMap<Long, Boolean> changes(long meetingId, String client) {
        return changes.get(new Place(meetingId, users.getOrDefault(client, client)));
    }

    /** The event that removes somebody is the last one that it gets. */
    private void requireMember(Entry.Delivered delivered) {
        var known = changes(delivered.meetingId(), delivered.client());
        var before = known == null ? null : known.lowerEntry(delivered.seq());
        if (before != null && !before.getValue()) {
            toStranger(delivered, "event " + delivered.seq() + " comes to who was removed by event " + before.getKey());
        }
    }

    /** Whoever is a member again is told what happened meanwhile. */
    private void requireMember(Entry.Synced synced) {
        var known = changes(synced.meetingId(), synced.client());
        var last = known == null ? null : known.lastEntry();
        if (last != null && !last.getValue() && last.getKey() <= synced.to()) {
            toStranger(synced, "an answer up to " + synced.to() + " to who was removed by event " + last.getKey());
        }
    }

    private void requireSilence(Entry.Planted planted) {
        for (var entry : entries) {
            if (heard(entry).contains(planted.word())
                    && !membersOf(planted.meetingId()).contains(user(entry))) {
                toStranger(entry, user(entry) + " hears of meeting " + planted.meetingId() + ": " + planted.word());
            }
        }
    }

    private String user(Entry entry) {
        return entry instanceof Entry.Overheard overheard
                ? overheard.user()
                : users.getOrDefault(entry.client(), entry.client());
    }

    private static String heard(Entry entry) {
        if (entry instanceof Entry.Delivered delivered) {
            return delivered.text();
        }
        if (entry instanceof Entry.Synced synced) {
            return synced.events().toString();
        }
        return entry instanceof Entry.Overheard overheard ? overheard.text() : "";
    }

    private void requireBeforeEnd(Entry.Issued issued) {
        var meeting = database.get(issued.meetingId());
        var end = meeting == null ? null : end(meeting);
        if (end != null && Instant.ofEpochSecond(issued.iat()).isAfter(end)) {
            findings.add(
                    Invariant.NO_TOKEN_AFTER_THE_END,
                    issued,
                    "a token of " + Instant.ofEpochSecond(issued.iat()) + " for a meeting that ended at " + end);
        }
    }

    private static @Nullable Instant end(StoredMeeting meeting) {
        return meeting.events().stream()
                .filter(event ->
                        event.type().equals("meeting_ended") || event.type().equals("meeting_cancelled"))
                .map(event -> Instant.parse(new JsonObject(event.text()).getString("at")))
                .findFirst()
                .orElse(null);
    }

    private void toStranger(Entry entry, String what) {
        findings.add(Invariant.NOTHING_TO_STRANGERS, entry, what);
    }
}
