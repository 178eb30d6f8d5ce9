package io.gavel.stream;

import io.gavel.event.StreamEvent;
import io.gavel.event.StreamRequests.Authorization;
import io.gavel.event.StreamRequests.EventSlice;
import io.gavel.event.StreamRequests.Position;
import io.gavel.event.Topic;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** One topic's stream in memory, behind a database that may be slow or away. */
final class MemoryLog implements EventLog, Authorizer {
    static final Topic MEETING = Topic.meeting(7);

    final Set<String> members = new HashSet<>(Set.of("ann", "bob"));
    final List<Long> readsAfter = new ArrayList<>();
    int checks;
    int questions;
    UUID streamEpoch = new UUID(1, 1);
    boolean away;
    private final Topic topic;
    private final List<StreamEvent> events = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private boolean holding;

    MemoryLog() {
        this(MEETING);
    }

    MemoryLog(Topic topic) {
        this.topic = topic;
    }

    String epoch() {
        return streamEpoch + ".1.00000001";
    }

    /** Commits that many. */
    Announcement commit(int count) {
        var added = new ArrayList<Announcement.Event>();
        for (int i = 0; i < count; i++) {
            added.addAll(commit("mute_requested", "{\"by\":\"ann\"}").events());
        }
        return new Announcement(topic, streamEpoch, added);
    }

    Announcement remove(String userId) {
        members.remove(userId);
        return commit(
                topic.kind() == Topic.Kind.MEETING ? "participant_removed" : "member_removed",
                "{\"userId\":\"" + userId + "\",\"userName\":\"x\"}");
    }

    /** The database was restored: what came after this one never was. */
    void restoreTo(int seq) {
        events.subList(seq, events.size()).clear();
    }

    /** Answers wait from now on. */
    void hold() {
        holding = true;
    }

    /** What was asked so far is answered now, as it was when it was asked. */
    void release() {
        holding = false;
        var due = List.copyOf(held);
        held.clear();
        due.forEach(Runnable::run);
    }

    @Override
    public Future<List<Position>> changed(List<Position> positions) {
        checks++;
        return answer(() -> List.of(new Position(topic, epoch(), events.size())).stream()
                .filter(now -> positions.stream().noneMatch(now::equals))
                .toList());
    }

    @Override
    public Future<EventSlice> read(Topic read, long after) {
        readsAfter.add(after);
        return answer(() -> new EventSlice(
                epoch(),
                events.size(),
                0,
                events.stream().skip(after).limit(500).toList()));
    }

    @Override
    public Future<Authorization> authorize(Topic asked, String userId) {
        questions++;
        return answer(() -> new Authorization(members.contains(userId), epoch(), events.size()));
    }

    Announcement commit(String type, String payload) {
        var event = new StreamEvent(events.size() + 1, type, Instant.EPOCH, payload);
        events.add(event);
        return new Announcement(
                topic,
                streamEpoch,
                List.of(new Announcement.Event(event.seq(), event.json(topic), event.removedUserId())));
    }

    private <T> Future<T> answer(Supplier<T> truth) {
        if (away) {
            return Future.failedFuture(Problem.unavailable("away"));
        }
        var answer = truth.get();
        if (!holding) {
            return Future.succeededFuture(answer);
        }
        var promise = Promise.<T>promise();
        held.add(() -> promise.complete(answer));
        return promise.future();
    }
}
