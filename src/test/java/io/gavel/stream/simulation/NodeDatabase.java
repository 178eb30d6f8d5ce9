package io.gavel.stream.simulation;

import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.gavel.command.CommandType;
import io.gavel.command.LostConnections;
import io.gavel.event.StreamRequests.Authorization;
import io.gavel.event.StreamRequests.EventSlice;
import io.gavel.event.StreamRequests.Listener;
import io.gavel.event.StreamRequests.Position;
import io.gavel.event.StreamRequests.ReadEvents;
import io.gavel.event.StreamRequests.Snapshot;
import io.gavel.event.Topic;
import io.gavel.store.command.CommandQueue;
import io.gavel.store.command.MeetingTables;
import io.gavel.store.command.MeetingTables.Draft;
import io.gavel.stream.Authorizer;
import io.gavel.stream.Coalescer;
import io.gavel.stream.CommandLog;
import io.gavel.stream.EventLog;
import io.gavel.stream.Ghosts;
import io.gavel.stream.Leases;
import io.gavel.stream.Timers;
import io.gavel.stream.Turns;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The database on behalf of one node, as its store would ask it: the queue and the turns are the store's own. */
final class NodeDatabase implements EventLog, CommandLog, Authorizer, Leases, Ghosts {
    private static final int MOST_LISTENERS = 1000;

    private final ModelDatabase database;
    private final ModelNode node;
    private final SimulatedHistory history;
    private final Turns<Long> turns;
    private final CommandQueue queue;
    private final Coalescer<Listener, Authorization> questions;

    NodeDatabase(ModelDatabase database, ModelNode node, Timers timers, SimulatedHistory history) {
        this.database = database;
        this.node = node;
        this.history = history;
        this.turns = new Turns<>(timers::nanos);
        this.queue = new CommandQueue(turns, this::apply, timers::nanos);
        this.questions = new Coalescer<>(MOST_LISTENERS, this::authorize);
    }

    @Override
    public Future<List<Position>> changed(List<Position> positions) {
        return database.statement(
                node,
                () -> positions.stream()
                        .filter(position -> !position.equals(present(position.topic())))
                        .map(position -> present(position.topic()))
                        .toList());
    }

    private Position present(Topic topic) {
        var meeting = database.meeting(topic.id());
        return new Position(topic, database.epoch(meeting), meeting.head());
    }

    @Override
    public Future<EventSlice> read(Topic topic, long after) {
        return database.statement(node, () -> {
            var meeting = database.meeting(topic.id());
            var events = meeting.eventsAfter(after, ReadEvents.MOST_EVENTS);
            return new EventSlice(database.epoch(meeting), meeting.head(), 0, events);
        });
    }

    Future<Snapshot> snapshot(long meetingId) {
        return database.statement(node, () -> {
            var meeting = database.meeting(meetingId);
            return new Snapshot(database.epoch(meeting), meeting.head(), meeting.snapshot());
        });
    }

    @Override
    public Future<Authorization> authorize(Topic topic, String userId) {
        return questions.ask(new Listener(topic, userId));
    }

    private Future<List<Authorization>> authorize(List<Listener> listeners) {
        return database.statement(
                node, () -> listeners.stream().map(this::authorization).toList());
    }

    private Authorization authorization(Listener listener) {
        var meeting = database.meeting(listener.topic().id());
        return new Authorization(meeting.isMember(listener.userId()), database.epoch(meeting), meeting.head());
    }

    @Override
    public Future<CommandOutcomes> apply(CommandBatch batch) {
        return queue.apply(batch);
    }

    private Future<List<CommandOutcomes>> apply(long meetingId, List<CommandBatch> batches) {
        var kept = new ArrayList<Runnable>();
        return database.transact(
                        node, meetingId, meeting -> hear(meeting, batches, kept), () -> kept.forEach(Runnable::run))
                .map(Draft::outcomes);
    }

    /** A join keeps its node's lease from ending meanwhile. */
    private Draft hear(MeetingTables meeting, List<CommandBatch> batches, List<Runnable> kept) {
        batches.stream()
                .flatMap(batch -> batch.commands().stream())
                .filter(command -> command.type() == CommandType.JOIN)
                .map(command -> command.seat())
                .forEach(seat -> kept.add(database.leases.keep(seat.nodeId(), seat.incarnation())));
        var draft = meeting.hear(batches, database.now(), database.leases::isHeld);
        for (int i = 0; i < batches.size(); i++) {
            history.applied(batches.get(i), draft.outcomes().get(i), meeting.head(), database.leases::isHeld);
        }
        return draft;
    }

    /** What a REST call does: somebody is removed, or invited again. */
    Future<Draft> change(long meetingId, ModelDatabase.Work work) {
        return turns.run(meetingId, () -> database.transact(node, meetingId, work, () -> {}));
    }

    @Override
    public Future<Boolean> renew(UUID incarnation) {
        return database.statement(node, () -> database.leases.renew(node.id, incarnation));
    }

    @Override
    public Future<List<UUID>> take(UUID incarnation) {
        return database.statement(
                node, database.leases::areSessionsFree, () -> database.leases.take(node.id, incarnation));
    }

    @Override
    public Future<Void> forget(List<UUID> reaped) {
        return database.statement(node, () -> {
                    database.leases.forget(reaped);
                    return reaped;
                })
                .mapEmpty();
    }

    @Override
    public Future<Void> giveBack() {
        throw new AssertionError("no node goes by itself");
    }

    Future<Void> lose(LostConnections lost) {
        return database.statement(node, database.leases::areSessionsFree, () -> {
                    database.leases.lose(lost);
                    return lost;
                })
                .mapEmpty();
    }

    @Override
    public Future<Void> loseSessionsOfDeadNodes() {
        return database.statement(node, database.leases::areSessionsFree, () -> {
                    database.leases.loseSessionsOfDeadNodes();
                    return true;
                })
                .mapEmpty();
    }

    @Override
    public Future<List<Long>> meetingsWithGhosts() {
        return database.statement(node, database.leases::meetingsWithGhosts);
    }

    @Override
    public Future<Void> end(long meetingId) {
        return change(meetingId, meeting -> meeting.expire(database.now(), ModelLeases.GRACE, database.leases::isHeld))
                .mapEmpty();
    }
}
