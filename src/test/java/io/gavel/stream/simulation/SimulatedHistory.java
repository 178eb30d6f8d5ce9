package io.gavel.stream.simulation;

import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.gavel.command.CommandType;
import io.gavel.event.Topic;
import io.gavel.history.Entry;
import io.gavel.history.Entry.ShownPerson;
import io.gavel.history.History;
import io.gavel.history.HistoryChecker;
import io.gavel.history.Invariant;
import io.gavel.problem.Code;
import io.gavel.stream.EventFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was sent, heard and answered: judged as the history of a real cluster is, and by what only a model can see. */
final class SimulatedHistory {
    private final VirtualTime time;
    private final ModelDatabase database;
    private final History history = new History();
    private final List<String> violations = new ArrayList<>();
    private final Map<String, Long> faults = new TreeMap<>();
    private final Map<String, TreeMap<Integer, Long>> byConnection = new TreeMap<>();

    SimulatedHistory(VirtualTime time, ModelDatabase database) {
        this.time = time;
        this.database = database;
    }

    List<String> violations() {
        return violations;
    }

    long count(Class<? extends Entry> kind) {
        return history.count(kind);
    }

    /** How often each kind of trouble came. */
    Map<String, Long> faults() {
        return faults;
    }

    /** Two that are equal had the same run. */
    String digest() {
        return Integer.toHexString(history.entries().stream()
                .map(SimulatedHistory::told)
                .collect(Collectors.joining("\n"))
                .hashCode());
    }

    /** Enums and sessions have other numbers in each process. */
    private static String told(Entry entry) {
        return entry instanceof Entry.Synced synced
                ? synced.nanos() + synced.client() + synced.to() + synced.events()
                : entry.toString();
    }

    void violation(Invariant promise, String text) {
        violations.add(promise + ": " + text);
    }

    void fault(String kind, String what) {
        faults.merge(kind, 1L, Long::sum);
        history.add(new Entry.Injected(time.nanos(), kind + ": " + what));
    }

    /** An event is durable before anyone sees it. */
    void sent(ModelNode node, Topic topic, List<EventFrame> frames) {
        for (var frame : frames) {
            if (!database.meeting(topic.id()).has(frame.seq(), frame.json())) {
                violation(Invariant.NO_PHANTOM, node.id + " sends " + frame.json() + ", which is not in the database");
            }
        }
    }

    /** A node whose lease is gone changes nothing. */
    void applied(CommandBatch batch, CommandOutcomes outcomes, long headBefore, BiPredicate<String, UUID> isHeld) {
        if (outcomes.outcomes().size() != batch.commands().size()) {
            // It comes late, and was applied before without those that nobody wanted any more.
            return;
        }
        for (int i = 0; i < batch.commands().size(); i++) {
            var seat = batch.commands().get(i).seat();
            var seq = outcomes.outcomes().get(i).seq();
            if (seq != null && seq > headBefore && !isHeld.test(seat.nodeId(), seat.incarnation())) {
                violation(Invariant.FENCED, seat.nodeId() + " has no lease, and adds event " + seq);
            }
        }
    }

    void heard(ModelClient client, Connection connection, EventFrame frame) {
        history.add(new Entry.Delivered(
                time.nanos(), client.user, connection.label, client.meetingId, frame.seq(), frame.json()));
    }

    void synced(ModelClient client, Connection connection, @Nullable Long from, Answer answer) {
        var people = answer.participants();
        history.add(new Entry.Synced(
                time.nanos(),
                client.user,
                client.user,
                connection.label,
                client.meetingId,
                from,
                answer.seq(),
                answer.epoch(),
                answer.reset(),
                answer.more(),
                answer.events(),
                people == null
                        ? null
                        : people.stream()
                                .map(person -> person.getString("userId"))
                                .toList()));
        if (people != null) {
            history.add(new Entry.Shown(
                    time.nanos(),
                    client.user,
                    client.meetingId,
                    answer.seq(),
                    people.stream().map(ShownPerson::of).toList()));
        }
    }

    void lost(ModelClient client, Connection connection) {
        history.add(new Entry.Lost(time.nanos(), client.user, client.user, connection.label, connection.heard(), 1006));
    }

    void gone(ModelClient client) {
        history.add(new Entry.Gone(time.nanos(), client.user, client.user));
    }

    void invoked(ModelClient client, String label, CommandType type) {
        history.add(new Entry.Invoked(time.nanos(), client.user, client.user, client.meetingId, label, type.address()));
    }

    void acknowledged(ModelClient client, String label, @Nullable Long seq) {
        history.add(new Entry.Acknowledged(time.nanos(), client.user, client.user, client.meetingId, label, seq));
    }

    void refused(ModelClient client, String label, Code code) {
        history.add(new Entry.Refused(time.nanos(), client.user, client.user, client.meetingId, label, code.name()));
    }

    void unknown(ModelClient client, String label, String why) {
        history.add(new Entry.Unknown(time.nanos(), client.user, client.user, client.meetingId, label, why));
    }

    /** Answered at the first attempt, on the connection on which it was sent as the so-manieth. */
    void inOrder(Connection connection, int number, long seq) {
        byConnection.computeIfAbsent(connection.label, none -> new TreeMap<>()).put(number, seq);
    }

    /** When everything has come to rest. */
    void judge() {
        byConnection.forEach((connection, seqs) -> {
            var inOrder = List.copyOf(seqs.values());
            if (!inOrder.equals(inOrder.stream().sorted().toList())) {
                violation(
                        Invariant.REAL_TIME_ORDER, "commands of " + connection + " took effect out of order: " + seqs);
            }
        });
        var stored = database.meetings.values().stream()
                .map(meeting -> meeting.stored(time.nanos()))
                .toList();
        HistoryChecker.judge(history, stored).violations().forEach(found -> violations.add(found.toString()));
    }
}
