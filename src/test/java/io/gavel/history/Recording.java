package io.gavel.history;

import static java.util.Objects.requireNonNull;

import io.gavel.history.Entry.Numbered;
import io.gavel.history.StoredMeeting.StoredCommand;
import io.gavel.history.StoredMeeting.StoredEvent;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A made-up history of one meeting, written by a node that does everything right; a test then spoils a line of it. */
final class Recording {
    static final long MEETING = 7;
    private static final String EPOCH = "epoch";

    final List<Entry> entries = new ArrayList<>();
    final List<StoredEvent> events = new ArrayList<>();
    final List<StoredCommand> commands = new ArrayList<>();
    final TreeSet<String> inside = new TreeSet<>();
    private final Map<String, String> connections = new LinkedHashMap<>();
    private final Map<String, Long> positions = new LinkedHashMap<>();
    private long nanos;

    void passes(Duration time) {
        nanos += time.toNanos();
    }

    /** A first join: its event, then the snapshot. */
    void joins(String user) {
        inside.add(user);
        commit("user_joined_meeting", user);
        connections.put(user, user + "-1");
        sync(user, null, List.of(), List.copyOf(inside));
    }

    void isLost(String user) {
        entries.add(new Entry.Lost(tick(), user, user, requireNonNull(connections.remove(user)), nanos, 1006));
    }

    /** Back with what it has; the events since then come with the answer. */
    void comesBack(String user) {
        var from = requireNonNull(positions.get(user));
        connections.put(user, user + "-2");
        var missed = events.stream()
                .filter(event -> event.seq() > from)
                .map(event -> new Numbered(event.seq(), event.text()))
                .toList();
        sync(user, from, missed, List.copyOf(inside));
    }

    void isGone(String user) {
        connections.remove(user);
        entries.add(new Entry.Gone(tick(), user, user));
    }

    void isReportedLeft(String user) {
        inside.remove(user);
        commit("user_left_meeting", user);
    }

    void commands(String user, String eventId, String command, String type) {
        entries.add(new Entry.Invoked(tick(), user, user, MEETING, eventId, command));
        commit(type, user);
        commands.add(new StoredCommand(new Entry.Key(user, eventId), head()));
        entries.add(new Entry.Acknowledged(tick(), user, user, MEETING, eventId, head()));
    }

    /** Sent, applied, and the answer lost; then sent again and answered from what is stored. */
    void commandsTwice(String user, String eventId, String command, String type) {
        entries.add(new Entry.Invoked(tick(), user, user, MEETING, eventId, command));
        commit(type, user);
        commands.add(new StoredCommand(new Entry.Key(user, eventId), head()));
        entries.add(new Entry.Unknown(tick(), user, user, MEETING, eventId, "no answer"));
        entries.add(new Entry.Invoked(tick(), user, user, MEETING, eventId, command));
        entries.add(new Entry.Acknowledged(tick(), user, user, MEETING, eventId, head()));
    }

    void isRefused(String user, String eventId, String command) {
        entries.add(new Entry.Invoked(tick(), user, user, MEETING, eventId, command));
        entries.add(new Entry.Refused(tick(), user, user, MEETING, eventId, "FORBIDDEN"));
    }

    /** Adds an event and tells it to everybody who is connected. */
    void commit(String type, String user) {
        var seq = head() + 1;
        var text = new JsonObject()
                .put("event", type)
                .put("seq", seq)
                .put("meetingId", MEETING)
                .put("userId", user)
                .encode();
        events.add(new StoredEvent(seq, type, text, user));
        connections.forEach((client, connection) -> {
            positions.put(client, seq);
            entries.add(new Entry.Delivered(tick(), client, connection, MEETING, seq, text));
        });
    }

    private void sync(String user, @Nullable Long from, List<Numbered> missed, List<String> roster) {
        positions.put(user, head());
        entries.add(new Entry.Synced(
                tick(),
                user,
                user,
                requireNonNull(connections.get(user)),
                MEETING,
                from,
                head(),
                EPOCH,
                false,
                false,
                missed,
                roster));
    }

    private long head() {
        return events.size();
    }

    private long tick() {
        return ++nanos;
    }

    Entry.Delivered delivery(String client, long seq) {
        return entries.stream()
                .filter(Entry.Delivered.class::isInstance)
                .map(Entry.Delivered.class::cast)
                .filter(entry -> entry.client().equals(client) && entry.seq() == seq)
                .findFirst()
                .orElseThrow();
    }

    Entry.Acknowledged acknowledgement(String eventId) {
        return entries.stream()
                .filter(Entry.Acknowledged.class::isInstance)
                .map(Entry.Acknowledged.class::cast)
                .filter(entry -> entry.eventId().equals(eventId))
                .findFirst()
                .orElseThrow();
    }

    StoredCommand stored(String eventId) {
        return commands.stream()
                .filter(command -> command.key().eventId().equals(eventId))
                .findFirst()
                .orElseThrow();
    }

    <T> void replace(List<T> lines, T line, UnaryOperator<T> change) {
        lines.set(lines.indexOf(line), change.apply(line));
    }

    History history() {
        var history = new History();
        entries.forEach(history::add);
        return history;
    }

    Verdict judged() {
        return HistoryChecker.judge(history(), List.of(meeting()));
    }

    StoredMeeting meeting() {
        return new StoredMeeting(MEETING, head(), events, commands, inside, inside, nanos);
    }
}
