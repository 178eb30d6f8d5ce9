package io.gavel.stream.simulation;

import io.gavel.command.CommandOutcomes;
import io.gavel.event.Committed;
import io.gavel.event.StreamEvent;
import io.gavel.event.Topic;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL as the nodes see it: one transaction at a time holds a meeting's lock, what is committed stays, and an answer
 * may be lost on its way.
 */
final class ModelDatabase {
    private static final Duration ENDED_WHEN_IDLE = Duration.ofSeconds(3);

    final Map<Long, ModelMeeting> meetings = new HashMap<>();
    final Map<UUID, CommandOutcomes> forwarded = new HashMap<>();
    private final VirtualTime time;
    private final Mutation mutation;
    private int restarts;
    private int timeline = 1;
    private boolean away;

    ModelDatabase(VirtualTime time, Mutation mutation, int meetings) {
        this.time = time;
        this.mutation = mutation;
        for (long id = 1; id <= meetings; id++) {
            this.meetings.put(id, new ModelMeeting(id));
        }
    }

    /** What a transaction is about to do; nothing of it is there before COMMIT. */
    record Draft(List<StreamEvent> events, CommandOutcomes outcomes, Runnable effects) {}

    ModelMeeting meeting(long id) {
        return Objects.requireNonNull(meetings.get(id));
    }

    String epoch(ModelMeeting meeting) {
        return meeting.streamEpoch + ".1." + timeline;
    }

    /** Down for so long; running transactions are rolled back, or nobody hears that they were committed. */
    void restart(Duration downtime) {
        away = true;
        restarts++;
        meetings.values().forEach(ModelMeeting::breakLock);
        time.after(downtime, () -> away = false);
    }

    /** A standby that has everything takes over: the wire's epoch is another one. */
    void failOver() {
        timeline++;
    }

    /** Asks something that is true at one moment between question and answer. */
    <T> Future<T> read(ModelNode node, Supplier<T> truth) {
        var promise = Promise.<T>promise();
        var began = restarts;
        time.after(latency(), () -> {
            if (away || began != restarts) {
                fail(node, promise);
                return;
            }
            var answer = truth.get();
            time.after(latency(), () -> {
                if (began == restarts) {
                    node.run(() -> promise.complete(answer));
                } else {
                    fail(node, promise);
                }
            });
        });
        return promise.future();
    }

    /** One transaction on a meeting, under the id of a forwarded batch if there is one. */
    Future<CommandOutcomes> write(
            ModelNode node, long meetingId, @Nullable UUID forwardId, Function<ModelMeeting, Draft> work) {
        var write = new Write(node, meeting(meetingId), forwardId, work, Promise.promise(), restarts);
        time.after(node.inTurn(latency()), () -> {
            if (away || write.began != restarts) {
                fail(node, write.promise);
            } else {
                write.meeting.lock(() -> locked(write));
            }
        });
        return write.promise.future();
    }

    private void locked(Write write) {
        if (write.began != restarts) {
            fail(write.node, write.promise);
            return;
        }
        if (write.node.isDead()) {
            write.meeting.unlock();
            return;
        }
        var known = mutation == Mutation.FORWARDED_BATCHES_ARE_NOT_RECOGNISED || write.forwardId == null
                ? null
                : forwarded.get(write.forwardId);
        if (known != null) {
            write.meeting.unlock();
            answer(write, List.of(), known);
            return;
        }
        var draft = write.work.apply(write.meeting);
        if (mutation == Mutation.PUBLISHED_BEFORE_COMMIT) {
            publish(write, draft.events());
        }
        time.after(latency(), () -> commit(write, draft, time.nanos()));
    }

    /** COMMIT is sent by the node: a dead one sends none, a frozen one keeps the lock until the database ends its session. */
    private void commit(Write write, Draft draft, long since) {
        if (write.began != restarts) {
            fail(write.node, write.promise);
        } else if (write.node.isDead()) {
            write.meeting.unlock();
        } else if (write.node.isFrozen() && time.nanos() - since < ENDED_WHEN_IDLE.toNanos()) {
            time.after(Duration.ofMillis(50), () -> commit(write, draft, since));
        } else if (write.node.isFrozen() || time.chance(0.01)) {
            write.meeting.unlock();
            fail(write.node, write.promise);
        } else {
            write.meeting.events.addAll(draft.events());
            draft.effects().run();
            if (write.forwardId != null) {
                forwarded.put(write.forwardId, draft.outcomes());
            }
            write.meeting.unlock();
            answer(write, draft.events(), draft.outcomes());
        }
    }

    private void answer(Write write, List<StreamEvent> events, CommandOutcomes outcomes) {
        time.after(latency(), () -> {
            if (write.began != restarts || time.chance(0.01)) {
                fail(write.node, write.promise);
                return;
            }
            write.node.run(() -> {
                if (mutation != Mutation.PUBLISHED_BEFORE_COMMIT) {
                    publish(write, events);
                }
                write.promise.complete(outcomes);
            });
        });
    }

    private static void publish(Write write, List<StreamEvent> events) {
        if (!events.isEmpty()) {
            var committed = new Committed(Topic.meeting(write.meeting.id), write.meeting.streamEpoch, events);
            write.node.run(() -> write.node.committed(committed));
        }
    }

    private void fail(ModelNode node, Promise<?> promise) {
        time.after(latency(), () -> node.run(() -> promise.fail(Problem.unavailable("the database is away"))));
    }

    private Duration latency() {
        return time.chance(0.02) ? time.millis(20, 400) : time.millis(0.2, 4);
    }

    private record Write(
            ModelNode node,
            ModelMeeting meeting,
            @Nullable UUID forwardId,
            Function<ModelMeeting, Draft> work,
            Promise<CommandOutcomes> promise,
            int began) {}
}
