package io.gavel.bus;

import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.gavel.notification.PersonalRequests.UsersNotified;
import io.gavel.problem.Problem;
import io.gavel.stream.Advance;
import io.gavel.stream.Announcement;
import io.gavel.stream.Interest;
import io.gavel.stream.Peers;
import io.gavel.stream.Signal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other nodes over the clustered event bus. Each node has one consumer there and no more, whatever its meetings, users and
 * sockets are; an echo therefore proves the very way that everything else takes. A node outside of a cluster is the same with
 * itself as the only member.
 */
public final class ClusterPeers implements Peers {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterPeers.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long MEMBERS_PERIOD_MILLIS = 250;
    private static final long REGISTER_AGAIN_MILLIS = 1000;
    private static final int DECLINED = 1;

    private final Vertx vertx;
    private final String self;
    private final Supplier<? extends Collection<String>> cluster;
    private volatile Set<String> members;
    private volatile @Nullable Runnable membersChanged;

    private ClusterPeers(Vertx vertx, String self, Supplier<? extends Collection<String>> cluster) {
        this.vertx = vertx;
        this.self = self;
        this.cluster = cluster;
        this.members = Set.of(self);
    }

    /**
     * Looks after the members from now on. What the cluster knows is asked for again and again: nothing is missed when it
     * splits and merges, as it could be among events.
     *
     * @param self this node's id in the cluster
     * @param cluster the ids of the members that the cluster knows now; may throw while the node joins or leaves
     */
    public static ClusterPeers of(Vertx vertx, String self, Supplier<? extends Collection<String>> cluster) {
        var peers = new ClusterPeers(vertx, self, cluster);
        peers.lookAround();
        vertx.setPeriodic(MEMBERS_PERIOD_MILLIS, timer -> peers.lookAround());
        return peers;
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public Set<String> members() {
        return members;
    }

    @Override
    public void announce(String nodeId, Announcement announcement) {
        send(nodeId, PeerFrame.announcement(self, announcement));
    }

    @Override
    public void tell(String nodeId, Interest interest) {
        send(nodeId, PeerFrame.interest(self, interest));
    }

    @Override
    public void signal(String nodeId, Signal signal) {
        send(nodeId, PeerFrame.signal(self, signal));
    }

    @Override
    public void notifyUsers(UsersNotified notified) {
        sendToOthers(PeerFrame.users(self, notified));
    }

    @Override
    public void tellAdvance(Advance advance) {
        sendToOthers(PeerFrame.advance(self, advance));
    }

    private void sendToOthers(Buffer frame) {
        for (var member : members) {
            if (!member.equals(self)) {
                send(member, frame);
            }
        }
    }

    @Override
    public Future<CommandOutcomes> apply(String nodeId, CommandBatch batch) {
        return request(nodeId, PeerFrame.commands(self, batch))
                .map(reply -> PeerFrame.outcomes(reply.body(), batch.commands().size()))
                .recover(failure -> {
                    LOG.debug("node {} did not apply a batch: {}", nodeId, failure.getMessage());
                    return Future.failedFuture(Problem.unavailable("another node did not answer"));
                });
    }

    /** Succeeds when messages pass to the other node and back within two seconds; it answers once it listens. */
    Future<?> echo(String nodeId) {
        return request(nodeId, PeerFrame.echo(self));
    }

    @Override
    public void listen(Listener listener) {
        var context = vertx.getOrCreateContext();
        membersChanged = () -> context.runOnContext(go -> guarded(listener::membersChanged));
        context.runOnContext(go -> register(context, listener));
    }

    private void register(Context context, Listener listener) {
        var consumer = vertx.eventBus().consumer(address(self));
        consumer.handler(message -> receive(message, listener));
        consumer.completion().onFailure(failure -> {
            LOG.warn("the cluster does not know this node's address yet: {}", failure.getMessage());
            consumer.unregister();
            context.owner().setTimer(REGISTER_AGAIN_MILLIS, timer -> register(context, listener));
        });
    }

    private void receive(Message<Object> message, Listener listener) {
        Runnable work;
        try {
            work = work(message, PeerFrame.read(message.body()), listener);
        } catch (RuntimeException malformed) {
            LOG.warn("a message that is none came over the bus: {}", malformed.getMessage());
            decline(message);
            return;
        }
        guarded(work);
    }

    private static Runnable work(Message<Object> message, PeerFrame frame, Listener listener) {
        var from = frame.from();
        return switch (frame.kind()) {
            case ANNOUNCEMENT -> with(frame.announcement(), announcement -> listener.announced(from, announcement));
            case INTEREST -> with(frame.interest(), interest -> listener.told(from, interest));
            case SIGNAL -> with(frame.signal(), listener::signalled);
            case USERS -> with(frame.users(), listener::usersNotified);
            case ADVANCE -> with(frame.advance(), listener::advanced);
            case COMMANDS -> with(frame.commands(), batch -> apply(message, batch, listener));
            case ECHO -> () -> message.reply("");
        };
    }

    private static <T> Runnable with(T read, Consumer<T> work) {
        return () -> work.accept(read);
    }

    private static void apply(Message<Object> message, CommandBatch batch, Listener listener) {
        try {
            listener.apply(batch)
                    .onSuccess(outcomes -> message.reply(PeerFrame.outcomes(outcomes)))
                    .onFailure(failure -> decline(message));
        } catch (RuntimeException failure) {
            decline(message);
            throw failure;
        }
    }

    /** Without it the other node would wait for as long as for a dead one. */
    private static void decline(Message<Object> message) {
        if (message.replyAddress() != null) {
            message.fail(DECLINED, "declined");
        }
    }

    private void lookAround() {
        var found = new LinkedHashSet<String>();
        try {
            found.addAll(cluster.get());
        } catch (RuntimeException notNow) {
            LOG.debug("the cluster does not tell its members: {}", notNow.getMessage());
            return;
        }
        found.add(self);
        if (!found.equals(members)) {
            members = Set.copyOf(found);
            LOG.info("the cluster has {} members", found.size());
            var changed = membersChanged;
            if (changed != null) {
                changed.run();
            }
        }
    }

    private void send(String nodeId, Buffer frame) {
        guarded(() -> vertx.eventBus().send(address(nodeId), frame));
    }

    private Future<Message<Object>> request(String nodeId, Buffer frame) {
        try {
            return vertx.eventBus()
                    .request(address(nodeId), frame, new DeliveryOptions().setSendTimeout(PATIENCE.toMillis()));
        } catch (RuntimeException closing) {
            return Future.failedFuture(closing);
        }
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            LOG.error("what the bus brought, or should take, came to nothing", failure);
        }
    }

    private static String address(String nodeId) {
        return "gavel.node." + nodeId;
    }
}
