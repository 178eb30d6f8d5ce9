package io.gavel.stream.simulation;

import io.gavel.command.Command;
import io.gavel.command.CommandOutcome;
import io.gavel.event.Committed;
import io.gavel.event.StreamRequests.Authorization;
import io.gavel.event.Topic;
import io.gavel.problem.Problem;
import io.gavel.stream.ChannelListener;
import io.gavel.stream.Channels;
import io.gavel.stream.CommandLanes;
import io.gavel.stream.ConversationNews;
import io.gavel.stream.EventFrame;
import io.gavel.stream.Incoming;
import io.gavel.stream.Peers;
import io.gavel.stream.PersonalStream;
import io.gavel.stream.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One process: the real stream, and what the bridge does around it. It may stand still, and it may die. */
final class ModelNode implements ChannelListener {
    final String id;
    final NodeDatabase database;
    private final VirtualTime time;
    private final StreamHistory history;
    private final Channels channels;
    private final CommandLanes lanes;
    private final Peers.Listener incoming;
    private final List<Connection> connections = new ArrayList<>();
    private final Deque<Runnable> backlog = new ArrayDeque<>();
    private long lastWrite;
    private boolean frozen;
    private boolean dead;

    ModelNode(
            String id,
            VirtualTime time,
            ModelDatabase database,
            ModelBus bus,
            StreamHistory history,
            Mutation mutation) {
        this.id = id;
        this.time = time;
        this.history = history;
        this.database = new NodeDatabase(database, this, mutation);
        var timers = new NodeTimers();
        var peers = bus.join(this);
        var mutant = new Mutant(mutation, this.database, this);
        this.channels = new Channels(timers, this.database, mutant, peers, this);
        this.lanes = new CommandLanes(timers, time.random, peers, this.database);
        var personal = new PersonalStream(timers, peers, read -> Future.failedFuture("unused"), heard -> {});
        this.incoming = mutant.around(new Incoming(channels, lanes, personal, news(timers, peers)), channels);
    }

    private static ConversationNews news(Timers timers, Peers peers) {
        return new ConversationNews(
                timers,
                peers,
                read -> Future.failedFuture("unused"),
                count -> Future.failedFuture("unused"),
                heard -> {});
    }

    /** What a resume is answered. */
    record Resumed(String epoch, long head, List<EventFrame> events, boolean reset) {}

    boolean isDead() {
        return dead;
    }

    boolean isFrozen() {
        return frozen;
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

    /** The node's store has the writes of a meeting in the order in which they come; here, those of all meetings. */
    Duration inTurn(Duration latency) {
        lastWrite = Math.max(lastWrite, time.nanos() + latency.toNanos());
        return Duration.ofNanos(lastWrite - time.nanos());
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

    void die() {
        dead = true;
        List.copyOf(connections).forEach(Connection::breakOff);
    }

    void committed(Committed committed) {
        channels.committed(committed);
    }

    void opened(Connection connection) {
        connections.add(connection);
    }

    void closed(Connection connection) {
        connections.remove(connection);
        connection.unregister();
    }

    Future<Void> register(Connection connection) {
        return channels.register(connection.topic(), connection.user).map(registration -> {
            if (!connections.contains(connection)) {
                registration.close();
                return null;
            }
            history.registered(this, connection, registration.position());
            connection.registered(registration);
            return null;
        });
    }

    /** @param after what the client has, or null */
    Future<Resumed> resume(Connection connection, @Nullable Long after, @Nullable String epoch) {
        var topic = connection.topic();
        return database.authorize(topic, connection.user).compose(head -> {
            if (!head.isMember()) {
                return Future.failedFuture(Problem.notFound());
            }
            if (after == null || !head.epoch().equals(epoch) || after > head.seq()) {
                return Future.succeededFuture(new Resumed(head.epoch(), head.seq(), List.of(), after != null));
            }
            return channels.channel(topic)
                    .map(channel -> channel.catchUp(head.seq())
                            .compose(done -> channel.after(after)
                                    .filter(events -> channel.epoch().equals(epoch) && channel.position() >= head.seq())
                                    .map(events -> Future.succeededFuture(
                                            new Resumed(head.epoch(), channel.position(), events, false)))
                                    .orElseGet(() -> read(topic, after, head))))
                    .orElseGet(() -> read(topic, after, head));
        });
    }

    Future<CommandOutcome> submit(long meetingId, Command command) {
        return lanes.submit(meetingId, command);
    }

    @Override
    public void delivered(Topic topic, List<EventFrame> frames) {
        history.sent(this, topic, frames);
        of(topic).forEach(connection -> connection.deliver(frames));
    }

    @Override
    public void reset(Topic topic) {
        of(topic).forEach(connection -> {
            closed(connection);
            connection.breakOff();
        });
    }

    @Override
    public void signalled(Topic topic, String json) {
        throw new AssertionError("nobody signals anything");
    }

    /** Whom the bus brings what arrives. */
    Peers.Listener incoming() {
        return incoming;
    }

    private Stream<Connection> of(Topic topic) {
        return List.copyOf(connections).stream()
                .filter(connection -> connection.topic().equals(topic));
    }

    private Future<Resumed> read(Topic topic, long after, Authorization head) {
        return database.read(topic, after).map(slice -> {
            var frames = slice.events().stream()
                    .map(event -> new EventFrame(event.seq(), event.json(topic), "", event.removedUserId()))
                    .toList();
            return new Resumed(
                    slice.epoch(), slice.head(), frames, !slice.epoch().equals(head.epoch()));
        });
    }

    private final class NodeTimers implements Timers {
        @Override
        public long nanos() {
            return time.nanos();
        }

        @Override
        public Runnable after(Duration delay, Runnable work) {
            var cancelled = new boolean[1];
            time.after(
                    delay,
                    () -> run(() -> {
                        if (!cancelled[0]) {
                            work.run();
                        }
                    }));
            return () -> cancelled[0] = true;
        }
    }
}
