package io.gavel.stream.simulation;

import io.gavel.bridge.frame.Request.Change;
import io.gavel.bridge.frame.Request.Resume;
import io.gavel.bridge.hub.MeetingDesk;
import io.gavel.command.LeaseTaken;
import io.gavel.event.Committed;
import io.gavel.event.StreamEvent;
import io.gavel.event.Topic;
import io.gavel.presence.PresenceRequests.Seen;
import io.gavel.store.command.MeetingTables;
import io.gavel.stream.ChannelListener;
import io.gavel.stream.Channels;
import io.gavel.stream.CommandLanes;
import io.gavel.stream.ConversationNews;
import io.gavel.stream.EventFrame;
import io.gavel.stream.Incoming;
import io.gavel.stream.Lease;
import io.gavel.stream.Peers;
import io.gavel.stream.PersonalStream;
import io.gavel.stream.Reaper;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * One process: the real stream, hub, lease and reaper, and around them what a model must be: sockets, the bus, the database.
 * It may stand still, and it may die.
 */
final class ModelNode implements ChannelListener {
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    final String id;
    final NodeDatabase database;
    private final VirtualTime time;
    private final SimulatedHistory history;
    private final NodeClock clock;
    private final Channels channels;
    private final MeetingDesk desk;
    private final NodePresence presence;
    private final Incoming incoming;
    private final Map<UUID, Connection> connections = new LinkedHashMap<>();
    private final Deque<Runnable> backlog = new ArrayDeque<>();
    private long cutOffUntil;
    private boolean frozen;
    private boolean dead;

    ModelNode(String id, VirtualTime time, ModelDatabase database, ModelBus bus, SimulatedHistory history) {
        this.id = id;
        this.time = time;
        this.history = history;
        this.clock = new NodeClock(this, time);
        this.database = new NodeDatabase(database, this, clock, history);
        var peers = bus.join(this);
        this.channels = new Channels(clock, this.database, this.database, peers, this);
        var lanes = new CommandLanes(clock, time.random, peers, this.database);
        this.desk = new MeetingDesk(
                id, clock, this.database, channels, lanes, this.database, this.database::snapshot, this.database::lose);
        this.presence = new NodePresence(this, database, clock);
        this.incoming = incoming(lanes, peers);
        keepLease();
    }

    private Incoming incoming(CommandLanes lanes, Peers peers) {
        var personal = new PersonalStream(clock, peers, read -> Future.failedFuture("unused"), heard -> {});
        var news = new ConversationNews(
                clock,
                peers,
                read -> Future.failedFuture("unused"),
                count -> Future.failedFuture("unused"),
                heard -> {});
        return new Incoming(channels, lanes, personal, news);
    }

    private void keepLease() {
        var lease = new Lease(database, clock, ModelLeases.TIMES, time::uuid, this::leaseTaken);
        var reaper = new Reaper(database, clock, ModelLeases.TIMES, time.random::nextDouble);
        lease.start().onSuccess(taken -> reaper.start());
    }

    /** What was ended while this node was taken for dead is not gone on with. */
    private void leaseTaken(LeaseTaken taken) {
        desk.takeLease(taken.incarnation());
        presence.leaseTaken(taken.incarnation());
        for (var connectionId : taken.reaped()) {
            var connection = connections.get(connectionId);
            if (connection != null) {
                close(connection);
            }
        }
    }

    boolean isDead() {
        return dead;
    }

    boolean isFrozen() {
        return frozen;
    }

    /** Its own clock's. */
    long nanos() {
        return clock.nanos();
    }

    /** Everything that the node does runs here: one thing after the other, later when it stands still, never when it is dead. */
    void run(Runnable work) {
        if (dead) {
            return;
        }
        if (frozen) {
            backlog.add(work);
        } else {
            work.run();
        }
    }

    void freeze(Duration length) {
        frozen = true;
        time.after(length, () -> {
            frozen = false;
            while (!frozen && !backlog.isEmpty()) {
                run(backlog.remove());
            }
        });
    }

    /** Nothing passes between it and the database for so long. */
    void cutOff(Duration length) {
        cutOffUntil = time.nanos() + length.toNanos();
    }

    boolean isCutOff() {
        return time.nanos() < cutOffUntil;
    }

    /** @param isNoticed whether its browsers are told, by the machine that it ran on */
    void die(boolean isNoticed) {
        dead = true;
        if (isNoticed) {
            List.copyOf(connections.values()).forEach(Connection::breakOff);
        }
    }

    /** This node's store has written these. */
    void committed(MeetingTables meeting, List<StreamEvent> events) {
        channels.committed(new Committed(Topic.meeting(meeting.id()), meeting.epoch(), events));
    }

    boolean has(Connection connection) {
        return connections.containsKey(connection.id);
    }

    Collection<Connection> connections() {
        return connections.values();
    }

    void opened(Connection connection) {
        connections.put(connection.id, connection);
        presence.opened(connection);
        watchSilence(connection, LONGEST_SILENCE);
    }

    private void watchSilence(Connection connection, Duration left) {
        clock.after(left, () -> {
            var rest = LONGEST_SILENCE.minus(Duration.ofNanos(clock.nanos() - connection.lastFrame()));
            if (has(connection) && rest.isNegative()) {
                close(connection);
            } else if (has(connection)) {
                watchSilence(connection, rest.plusMillis(1));
            }
        });
    }

    void closed(Connection connection) {
        if (connections.remove(connection.id) != null) {
            connection.unregister();
            presence.closed(connection);
            desk.closed(connection.id, TimeUnit.NANOSECONDS.toMillis(clock.nanos() - connection.lastFrame()));
        }
    }

    /** Sends the browser away. */
    void close(Connection connection) {
        closed(connection);
        connection.breakOff();
    }

    Future<Void> register(Connection connection) {
        return channels.register(connection.topic, connection.user).map(registration -> {
            if (has(connection)) {
                connection.registered(registration);
            } else {
                registration.close();
            }
            return null;
        });
    }

    /** The answer's body. */
    Future<String> carryOut(Connection connection, Change change) {
        return desk.carryOut(connection.id, connection.caller, change);
    }

    /** The answer's body. */
    Future<String> resume(Connection connection, Resume resume) {
        return desk.resume(connection.id, connection.caller, resume);
    }

    Future<Seen> watch(Connection connection, List<String> userIds) {
        return presence.watch(connection, userIds);
    }

    @Override
    public void delivered(Topic topic, List<EventFrame> frames) {
        history.sent(this, topic, frames);
        of(topic).forEach(connection -> connection.deliver(frames));
    }

    @Override
    public void reset(Topic topic) {
        of(topic).forEach(this::close);
    }

    @Override
    public void signalled(Topic topic, String json) {
        throw new AssertionError("nobody signals anything");
    }

    /** Whom the bus brings what arrives. */
    Peers.Listener incoming() {
        return incoming;
    }

    private List<Connection> of(Topic topic) {
        return connections.values().stream()
                .filter(connection -> connection.topic.equals(topic))
                .toList();
    }
}
