package io.gavel.stream.simulation;

import io.gavel.event.Topic;
import io.gavel.stream.EventFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What was sent, heard and acknowledged, judged by what the database holds. */
final class StreamHistory {
    private static final Pattern OP = Pattern.compile("\\{\"op\":\"(.*)\"}");

    private final ModelDatabase database;
    private final List<String> violations = new ArrayList<>();
    private final Map<String, Long> acknowledged = new TreeMap<>();
    private final Map<Integer, TreeMap<Integer, Long>> byConnection = new TreeMap<>();
    private int heard;
    private int connections;

    StreamHistory(ModelDatabase database) {
        this.database = database;
    }

    List<String> violations() {
        return violations;
    }

    int acknowledged() {
        return acknowledged.size();
    }

    int heard() {
        return heard;
    }

    int nextConnection() {
        return ++connections;
    }

    void violation(String text) {
        violations.add(text);
    }

    void registered(ModelNode node, Connection connection, long position) {
        if (!database.meeting(connection.topic().id()).wasMember(connection.user, position)) {
            violation(node.id + " lets " + connection.user + " hear from " + position + " on, who was removed by then");
        }
    }

    /** An event is durable before anyone sees it. */
    void sent(ModelNode node, Topic topic, List<EventFrame> frames) {
        for (var frame : frames) {
            if (!database.meeting(topic.id()).has(frame.seq(), frame.json())) {
                violation(node.id + " sends " + frame.json() + ", which is not in the database");
            }
        }
    }

    /** A client takes an event as the next one of its meeting. */
    void heard(String user, long meetingId, long seq, String json) {
        heard++;
        if (!database.meeting(meetingId).has(seq, json)) {
            violation(user + " has " + json + " at " + seq + ", which is not in the database");
        }
    }

    void acknowledged(String op, long seq) {
        var before = acknowledged.put(op, seq);
        if (before != null && before != seq) {
            violation(op + " was acknowledged at " + before + " and at " + seq);
        }
    }

    /** Answered at the first attempt, on the connection on which it was sent as the so-manieth. */
    void inOrder(int connection, int number, long seq) {
        byConnection.computeIfAbsent(connection, none -> new TreeMap<>()).put(number, seq);
    }

    /** When everything has come to rest. */
    void judge(List<ModelClient> clients) {
        judgeCommands();
        byConnection.forEach((connection, seqs) -> {
            var inOrder = List.copyOf(seqs.values());
            if (!inOrder.equals(inOrder.stream().sorted().toList())) {
                violation("commands of connection " + connection + " took effect out of order: " + seqs);
            }
        });
        for (var client : clients) {
            var head = database.meeting(client.meetingId).head();
            if (client.last() != head) {
                violation(client.user + " is at " + client.last() + " of " + head);
            }
        }
    }

    private void judgeCommands() {
        var stored = new HashMap<String, Long>();
        database.meetings
                .values()
                .forEach(meeting -> meeting.events.forEach(event -> {
                    var op = OP.matcher(event.payload());
                    if (op.matches() && stored.put(op.group(1), event.seq()) != null) {
                        violation(op.group(1) + " took effect twice");
                    }
                }));
        acknowledged.forEach((op, seq) -> {
            if (!seq.equals(stored.get(op))) {
                violation(op + " was acknowledged at " + seq + ", but is at " + stored.get(op));
            }
        });
    }
}
