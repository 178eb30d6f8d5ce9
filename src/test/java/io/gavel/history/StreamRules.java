package io.gavel.history;

import io.gavel.history.StoredMeeting.StoredEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What each client got of each meeting: without a gap, in order, up to the end, and nothing but what is stored. */
final class StreamRules {
    private final Findings findings;
    private final Map<Long, StoredMeeting> database;
    private final Map<Long, Map<Long, String>> texts;
    private final Map<Seat, ClientStream> streams = new LinkedHashMap<>();
    private final Set<String> gone = new HashSet<>();

    private StreamRules(Collection<StoredMeeting> database, Findings findings) {
        this.findings = findings;
        this.database = database.stream().collect(Collectors.toMap(StoredMeeting::id, meeting -> meeting));
        this.texts = database.stream()
                .collect(Collectors.toMap(
                        StoredMeeting::id,
                        meeting -> meeting.events().stream()
                                .collect(Collectors.toMap(
                                        StoredEvent::seq, StoredEvent::text, (first, second) -> first))));
    }

    static void judge(List<Entry> entries, Collection<StoredMeeting> database, Findings findings) {
        var rules = new StreamRules(database, findings);
        entries.forEach(rules::follow);
        rules.streams.values().forEach(rules::requireEnd);
    }

    private record Seat(String client, long meetingId) {}

    /** One client's way through one meeting. */
    private static final class ClientStream {
        final Seat seat;
        /** Up to here it has everything since its sync point; below 0 before that. */
        long last = -1;
        /** What came beyond a gap. */
        final TreeMap<Long, Entry> ahead = new TreeMap<>();

        final Map<String, Long> lastOfConnection = new HashMap<>();

        final Map<String, Long> hadAtConnecting = new HashMap<>();

        String epoch = "";
        Entry lastEntry;

        ClientStream(Seat seat, Entry first) {
            this.seat = seat;
            this.lastEntry = first;
        }

        void has(long seq, Entry entry) {
            if (seq > last) {
                ahead.put(seq, entry);
                advance();
            }
        }

        /** A new sync point, or the old one if that is further. */
        void startAt(long seq) {
            last = Math.max(last, seq);
            ahead.headMap(last, true).clear();
            advance();
        }

        void advance() {
            while (last >= 0 && ahead.remove(last + 1) != null) {
                last++;
            }
        }

        long top() {
            return ahead.isEmpty() ? last : ahead.lastKey();
        }

        /** What it had when this connection first showed. */
        long hadAtConnecting(String connection) {
            return hadAtConnecting.computeIfAbsent(connection, none -> top());
        }

        /** Another stream, or an older state of this one: of what it had, only what came by this connection counts. */
        void reset(Entry.Synced synced) {
            last = synced.to();
            ahead.values()
                    .removeIf(entry -> !(entry instanceof Entry.Delivered delivered
                            && delivered.connection().equals(synced.connection())));
            ahead.headMap(last, true).clear();
            advance();
            hadAtConnecting.replaceAll((connection, had) -> -1L);
        }
    }

    private void follow(Entry entry) {
        if (entry instanceof Entry.Delivered delivered) {
            deliver(delivered, stream(delivered.client(), delivered.meetingId(), entry));
        } else if (entry instanceof Entry.Synced synced) {
            sync(synced, stream(synced.client(), synced.meetingId(), entry));
        } else if (entry instanceof Entry.Gone) {
            gone.add(entry.client());
        }
    }

    private ClientStream stream(String client, long meetingId, Entry entry) {
        var stream = streams.computeIfAbsent(new Seat(client, meetingId), seat -> new ClientStream(seat, entry));
        stream.lastEntry = entry;
        return stream;
    }

    private void deliver(Entry.Delivered delivered, ClientStream stream) {
        if (delivered.seq() <= stream.hadAtConnecting(delivered.connection())) {
            gap(delivered, "event " + delivered.seq() + " comes again, which the client had when it connected");
        }
        var before = stream.lastOfConnection.put(delivered.connection(), delivered.seq());
        if (before != null && delivered.seq() <= before) {
            gap(delivered, "event " + delivered.seq() + " comes after " + before + " on one connection");
        }
        requireStored(delivered, delivered.meetingId(), delivered.seq(), delivered.text());
        stream.has(delivered.seq(), delivered);
    }

    private void sync(Entry.Synced synced, ClientStream stream) {
        if (!synced.reset() && !stream.epoch.isEmpty() && !stream.epoch.equals(synced.epoch())) {
            gap(synced, "another epoch than " + stream.epoch + " without a reset");
        }
        stream.hadAtConnecting(synced.connection());
        var isSameStream = synced.epoch().equals(stream.epoch);
        stream.epoch = synced.epoch();
        synced.events().forEach(event -> requireStored(synced, synced.meetingId(), event.seq(), event.text()));
        var from = synced.from();
        if (synced.reset() && !isSameStream) {
            stream.reset(synced);
        } else if (from == null || synced.reset()) {
            stream.startAt(synced.to());
        } else {
            fill(synced, from, stream);
        }
    }

    private void fill(Entry.Synced synced, long from, ClientStream stream) {
        long reached = from;
        for (var event : synced.events()) {
            if (event.seq() != reached + 1) {
                gap(synced, "the answer has event " + event.seq() + " after " + reached);
            }
            reached = event.seq();
            stream.has(event.seq(), synced);
        }
        if (synced.more() ? reached > synced.to() : reached != synced.to()) {
            gap(synced, "the answer goes to " + reached + " and says that it goes to " + synced.to());
        }
    }

    private void requireStored(Entry entry, long meetingId, long seq, String text) {
        var stored = texts.getOrDefault(meetingId, Map.of()).get(seq);
        if (!Objects.equals(stored, text)) {
            phantom(entry, seq, stored);
        }
    }

    private void phantom(Entry entry, long seq, @Nullable String stored) {
        findings.add(
                Invariant.NO_PHANTOM,
                entry,
                stored == null
                        ? "event " + seq + " is not in the database: " + entry
                        : "event " + seq + " is in the database as " + stored + ": " + entry);
    }

    /** Who is gone may have gone before it could ask for what it lacked. */
    private void requireEnd(ClientStream stream) {
        var meeting = database.get(stream.seat.meetingId);
        var isGone = gone.contains(stream.seat.client);
        if (!stream.ahead.isEmpty() && !isGone) {
            gap(
                    stream.ahead.firstEntry().getValue(),
                    stream.seat + " never got event " + (stream.last + 1) + ", but " + stream.ahead.firstKey());
        }
        if (meeting != null && !isGone && stream.top() < meeting.seq()) {
            findings.add(
                    Invariant.CAUGHT_UP,
                    stream.lastEntry,
                    stream.seat + " ends at " + stream.top() + ", the database at " + meeting.seq());
        }
    }

    private void gap(Entry entry, String what) {
        findings.add(Invariant.STREAM_WITHOUT_GAPS, entry, what);
    }
}
