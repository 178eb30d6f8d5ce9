package io.gavel.stream.simulation;

import io.gavel.command.CommandOutcome;
import io.gavel.event.StreamEvent;
import io.gavel.event.Topic;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What the database knows of a meeting, and the lock on its row. */
final class ModelMeeting {
    final long id;
    final UUID streamEpoch;
    final List<StreamEvent> events = new ArrayList<>();
    final Set<String> members = new HashSet<>();
    final Map<String, CommandOutcome> results = new HashMap<>();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean locked;

    ModelMeeting(long id) {
        this.id = id;
        this.streamEpoch = new UUID(id, id);
    }

    long head() {
        return events.size();
    }

    /** An event for the place after the last one of the stream and of {@code before}. */
    StreamEvent next(List<StreamEvent> before, String type, String payload) {
        return new StreamEvent(head() + before.size() + 1, type, Instant.EPOCH, payload);
    }

    boolean has(long seq, String json) {
        return seq >= 1
                && seq <= head()
                && events.get((int) seq - 1).json(Topic.meeting(id)).equals(json);
    }

    /** Whether the user was a member when this event had happened. */
    boolean wasMember(String userId, long seq) {
        var member = true;
        for (var event : events.subList(0, (int) seq)) {
            if (event.payload().contains("\"" + userId + "\"")) {
                member = !event.type().equals("participant_removed");
            }
        }
        return member;
    }

    void lock(Runnable turn) {
        if (locked) {
            waiting.add(turn);
        } else {
            locked = true;
            turn.run();
        }
    }

    void unlock() {
        locked = false;
        if (!waiting.isEmpty()) {
            lock(waiting.remove());
        }
    }

    /** The database restarts: whoever holds or waits for the lock is gone. */
    void breakLock() {
        locked = false;
        var gone = List.copyOf(waiting);
        waiting.clear();
        gone.forEach(Runnable::run);
    }
}
