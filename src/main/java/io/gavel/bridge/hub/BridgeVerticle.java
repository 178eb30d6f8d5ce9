package io.gavel.bridge.hub;

import io.gavel.bridge.Bridge;
import io.gavel.bridge.CloseCode;
import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.bus.ConversationAddresses;
import io.gavel.bus.HealthCheck;
import io.gavel.bus.PresenceAddresses;
import io.gavel.bus.VertxTimers;
import io.gavel.command.LeaseTaken;
import io.gavel.event.Committed;
import io.gavel.event.StreamRequests.Authorization;
import io.gavel.event.StreamRequests.Authorizations;
import io.gavel.event.StreamRequests.Authorize;
import io.gavel.event.StreamRequests.Listener;
import io.gavel.event.StreamRequests.ReadSnapshot;
import io.gavel.event.Topic;
import io.gavel.limit.Doorkeeper;
import io.gavel.stream.Authorizer;
import io.gavel.stream.Channels;
import io.gavel.stream.Coalescer;
import io.gavel.stream.CommandLanes;
import io.gavel.stream.ConversationNews;
import io.gavel.stream.Incoming;
import io.gavel.stream.Peers;
import io.gavel.stream.PersonalStream;
import io.gavel.stream.Snapshots;
import io.gavel.stream.Timers;
import io.gavel.stream.Typists;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bridge between browsers and meetings: one instance a node, which has the node's channels, command lanes and personal
 * streams on its event loop. The sockets are on the loops of the HTTP server that accepted them.
 */
public final class BridgeVerticle extends VerticleBase {
    /** As many listeners as one query judges. */
    private static final int MOST_LISTENERS = 1000;

    private final Bus bus;
    private final Peers peers;
    private final Clock clock;
    private final MeterRegistry meters;
    private volatile @Nullable Running running;

    public BridgeVerticle(Bus bus, Peers peers, Clock clock, MeterRegistry meters) {
        this.bus = bus;
        this.peers = peers;
        this.clock = clock;
        this.meters = meters;
    }

    /** The routes below {@code /eventbus} for the event loop that calls this, once the verticle is deployed. */
    public Router routes(Vertx on, Doorkeeper doorkeeper) {
        return running().bridge().routes(on, doorkeeper);
    }

    /**
     * Sends all browsers away within this time, and completes when what they had asked for is done and the database knows
     * that they are gone. From any thread.
     */
    public Future<Void> drain(Duration within) {
        if (running == null) {
            return Future.succeededFuture();
        }
        var done = Promise.<Void>promise();
        var parts = running();
        parts.loop()
                .runOnContext(now -> parts.bridge()
                        .drain(within)
                        .compose(gone -> onLoop(parts.loop(), parts.lanes()::drained))
                        .compose(drained -> onLoop(parts.loop(), parts.lost()::settled))
                        .compose(known -> onLoop(parts.loop(), parts.presences().ledger()::settled))
                        .onComplete(done));
        return done.future();
    }

    @Override
    public Future<?> start() {
        var timers = new VertxTimers(vertx);
        var hub = new NodeHub(context);
        var log = new StoreLog(bus);
        var authorizer = authorizer();
        var channels = new Channels(timers, log, authorizer, peers, hub);
        var lanes = new CommandLanes(timers, new SecureRandom(), peers, log);
        var personal = new PersonalStream(
                timers, peers, recent -> bus.request(Addresses.READ_RECENT_NOTIFICATIONS, recent), hub::notified);
        var news = news(timers, hub);
        var lost = new LostSessions(gone -> bus.request(Addresses.LOSE_CONNECTIONS, gone), timers);
        var order = new Order(timers);
        var resumption = new Resumption(authorizer, channels, new StreamAnswers(log), order);
        var changes = new Changes(peers.self(), timers, authorizer, lanes, snapshots(timers), resumption, order, lost);
        var talk = new Talk(bus, order, typists(timers, authorizer, channels));
        var presences = Presences.of(bus, timers, hub::presenceChanged);
        var requests = new Requests(peers.self(), changes, resumption, talk, presences);
        hub.serve(new Streams(channels, personal, news, requests));
        var bridge = new Bridge(bus, hub, clock, meters);
        running = new Running(context, bridge, lanes, lost, presences);
        peers.listen(new Incoming(channels, lanes, personal, news));
        return listen(channels, personal, news)
                .compose(listening -> bus.respond(PresenceAddresses.FIND_PRESENCE, presences::find))
                .compose(answering -> followLease(bridge, requests));
    }

    private ConversationNews news(Timers timers, NodeHub hub) {
        return new ConversationNews(
                timers,
                peers,
                since -> bus.request(ConversationAddresses.READ_NEWS, since),
                count -> bus.request(ConversationAddresses.COUNT_UNREAD, count),
                hub::advanced);
    }

    private Typists typists(Timers timers, Authorizer authorizer, Channels channels) {
        return new Typists(
                timers,
                authorizer,
                channels,
                (topic, userId, on) -> StreamAnswers.typing(topic, userId, on, clock.instant()));
    }

    private Snapshots snapshots(Timers timers) {
        return new Snapshots(timers, meetingId -> bus.request(Addresses.READ_SNAPSHOT, new ReadSnapshot(meetingId)));
    }

    /** What the store of this node tells of what it has committed. */
    private Future<?> listen(Channels channels, PersonalStream personal, ConversationNews news) {
        return Future.all(
                bus.listen(Addresses.COMMITTED, committed -> committed(channels, news, committed)),
                bus.listen(Addresses.USERS_NOTIFIED, personal::notified));
    }

    private Future<?> followLease(Bridge bridge, Requests requests) {
        return bus.listen(Addresses.LEASE_TAKEN, taken -> takeLease(bridge, requests, taken))
                .compose(listening -> bus.request(Addresses.FIND_LEASE, new HealthCheck()))
                .onSuccess(lease -> takeLease(bridge, requests, lease));
    }

    private static void committed(Channels channels, ConversationNews news, Committed committed) {
        channels.committed(committed);
        if (committed.topic().kind() == Topic.Kind.CONVERSATION) {
            news.committed(committed);
        }
    }

    /** What was ended while this node was taken for dead is not gone on with: its browsers come back and join anew. */
    private static void takeLease(Bridge bridge, Requests requests, LeaseTaken taken) {
        requests.takeLease(taken.incarnation());
        taken.reaped().forEach(connectionId -> bridge.close(connectionId, CloseCode.DRAINING));
    }

    private Authorizer authorizer() {
        var questions = new Coalescer<Listener, Authorization>(
                MOST_LISTENERS,
                listeners -> bus.request(Addresses.AUTHORIZE, new Authorize(listeners))
                        .map(Authorizations::authorizations));
        return (topic, userId) -> questions.ask(new Listener(topic, userId));
    }

    private Running running() {
        return Objects.requireNonNull(running, "the bridge is not deployed yet");
    }

    private static Future<Void> onLoop(Context loop, Supplier<Future<Void>> work) {
        var done = Promise.<Void>promise();
        loop.runOnContext(
                now -> Future.succeededFuture().compose(go -> work.get()).onComplete(done));
        return done.future();
    }

    private record Running(Context loop, Bridge bridge, CommandLanes lanes, LostSessions lost, Presences presences) {}
}
