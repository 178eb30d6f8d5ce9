package io.gavel.stream.simulation;

import io.gavel.problem.Problem;
import io.gavel.store.command.MeetingTables;
import io.gavel.store.command.MeetingTables.Draft;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * PostgreSQL as the nodes see it: one transaction at a time holds a meeting's lock, what is committed stays, an answer may be
 * lost on its way, and it alone tells the time.
 */
final class ModelDatabase {
    private static final Duration ENDED_WHEN_IDLE = Duration.ofSeconds(3);
    private static final Duration WHILE_LOCKED = Duration.ofMillis(5);

    final Map<Long, MeetingTables> meetings = new LinkedHashMap<>();
    final ModelLeases leases;
    final ModelPresence presence;
    private final Map<Long, RowLock> locks = new LinkedHashMap<>();
    private final VirtualTime time;
    private int restarts;
    private int timeline = 1;
    private boolean away;
    private boolean calm;

    ModelDatabase(VirtualTime time, int meetings) {
        this.time = time;
        this.leases = new ModelLeases(this);
        this.presence = new ModelPresence(this);
        for (long id = 1; id <= meetings; id++) {
            this.meetings.put(id, new MeetingTables(id));
            locks.put(id, new RowLock());
        }
    }

    Instant now() {
        return time.instant();
    }

    MeetingTables meeting(long id) {
        return Objects.requireNonNull(meetings.get(id));
    }

    /** The wire's. */
    String epoch(MeetingTables meeting) {
        return meeting.epoch() + ".1." + timeline;
    }

    /** Down for so long; running transactions are rolled back, or nobody hears that they were committed. */
    void restart(Duration downtime) {
        away = true;
        restarts++;
        leases.unlock();
        meetings.values().forEach(meeting -> meeting.people().unlock());
        locks.values().forEach(RowLock::breakOff);
        time.after(downtime, () -> away = false);
    }

    boolean isAway() {
        return away;
    }

    /** A standby that has everything takes over: the wire's epoch is another one. */
    void failOver(Duration downtime) {
        timeline++;
        restart(downtime);
    }

    /** From now on it is quick and loses no answer. */
    void calmDown() {
        calm = true;
    }

    /** One statement, which sees and changes things at one moment between question and answer. */
    <T> Future<T> statement(ModelNode node, Supplier<T> work) {
        return statement(node, () -> true, work);
    }

    /** One that waits for locks on its rows. */
    <T> Future<T> statement(ModelNode node, BooleanSupplier isFree, Supplier<T> work) {
        var promise = Promise.<T>promise();
        attempt(node, restarts, isFree, work, promise);
        return promise.future();
    }

    private <T> void attempt(ModelNode node, int began, BooleanSupplier isFree, Supplier<T> work, Promise<T> promise) {
        time.after(latency(), () -> {
            if (isUnreachable(node, began)) {
                fail(node, promise);
            } else if (!isFree.getAsBoolean()) {
                time.after(WHILE_LOCKED, () -> attempt(node, began, isFree, work, promise));
            } else {
                answer(node, began, work.get(), promise);
            }
        });
    }

    private <T> void answer(ModelNode node, int began, T answer, Promise<T> promise) {
        time.after(latency(), () -> {
            if (isUnreachable(node, began) || isLost()) {
                fail(node, promise);
            } else {
                node.run(() -> promise.complete(answer));
            }
        });
    }

    /** What a transaction does once it has its meeting's lock. */
    interface Work extends Function<MeetingTables, Draft> {}

    /** One transaction on a meeting. What it has written is told to its node before anybody else hears of it. */
    Future<Draft> transact(ModelNode node, long meetingId, Work work, Runnable over) {
        var write = new Write(node, meeting(meetingId), work, over, Promise.promise(), restarts);
        time.after(latency(), () -> {
            if (isUnreachable(node, write.began)) {
                fail(node, write.promise);
            } else {
                lock(write).lock(() -> locked(write));
            }
        });
        return write.promise.future();
    }

    private RowLock lock(Write write) {
        return Objects.requireNonNull(locks.get(write.meeting.id()));
    }

    private void locked(Write write) {
        if (write.began != restarts) {
            fail(write.node, write.promise);
        } else if (write.node.isDead()) {
            lock(write).unlock();
        } else {
            var draft = write.work.apply(write.meeting);
            time.after(latency(), () -> commit(write, draft, time.nanos()));
        }
    }

    /** COMMIT is sent by the node: a dead one sends none, a silent one keeps the lock until the database ends its session. */
    private void commit(Write write, Draft draft, long since) {
        if (write.began != restarts) {
            fail(write.node, write.promise);
        } else if (write.node.isDead()) {
            end(write);
        } else if (isSilent(write.node) && time.nanos() - since < ENDED_WHEN_IDLE.toNanos()) {
            time.after(Duration.ofMillis(50), () -> commit(write, draft, since));
        } else if (isSilent(write.node) || isLost()) {
            end(write);
            fail(write.node, write.promise);
        } else {
            draft.writes().run();
            end(write);
            time.after(latency(), () -> committed(write, draft));
        }
    }

    private void end(Write write) {
        write.over.run();
        write.meeting.people().unlock();
        lock(write).unlock();
    }

    private void committed(Write write, Draft draft) {
        if (isUnreachable(write.node, write.began) || isLost()) {
            fail(write.node, write.promise);
            return;
        }
        write.node.run(() -> {
            if (!draft.events().isEmpty()) {
                write.node.committed(write.meeting, draft.events());
            }
            write.promise.complete(draft);
        });
    }

    private boolean isUnreachable(ModelNode node, int began) {
        return away || began != restarts || node.isCutOff();
    }

    /** It has begun something, and nothing more comes from it. */
    private static boolean isSilent(ModelNode node) {
        return node.isFrozen() || node.isCutOff();
    }

    private boolean isLost() {
        return !calm && time.chance(0.01);
    }

    private void fail(ModelNode node, Promise<?> promise) {
        time.after(latency(), () -> node.run(() -> promise.fail(Problem.unavailable("the database is away"))));
    }

    private Duration latency() {
        return !calm && time.chance(0.02) ? time.millis(20, 400) : time.millis(0.2, 4);
    }

    private record Write(
            ModelNode node, MeetingTables meeting, Work work, Runnable over, Promise<Draft> promise, int began) {}
}
