package io.gavel.stream;

import io.gavel.event.Committed;
import io.gavel.event.StreamRequests.Authorization;
import io.gavel.event.Topic;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The channels of this node: one for each topic that somebody here listens to. It tells the other nodes which these are,
 * and brings what is committed here to the nodes that want it. Belongs to one event loop.
 */
public final class Channels {
    private static final int ATTEMPTS = 5;

    private final Timers timers;
    private final EventLog log;
    private final Authorizer authorizer;
    private final Peers peers;
    private final ChannelListener listener;

    /** In the order in which they were opened: what goes through them does so in the same order each time. */
    private final Map<Topic, Audience> audiences = new LinkedHashMap<>();

    private final Interests interests = new Interests();
    private final PositionCheck check;
    private Set<String> knownMembers = Set.of();

    public Channels(Timers timers, EventLog log, Authorizer authorizer, Peers peers, ChannelListener listener) {
        this.timers = timers;
        this.log = log;
        this.authorizer = authorizer;
        this.peers = peers;
        this.listener = listener;
        this.check = new PositionCheck(timers, log, audiences, this::askForAnnouncements);
    }

    /**
     * Lets a user hear a topic, if it may. Completes in the very turn in which the registration takes effect: whoever is
     * added by a handler of the future gets all that follows {@link Registration#position}, and nothing else. Problems:
     * NOT_FOUND for who is no member, UNAVAILABLE.
     */
    public Future<Registration> register(Topic topic, String userId) {
        return attempt(topic, userId, ATTEMPTS);
    }

    /** The topic's channel, where somebody listens to it or did a moment ago. */
    public Optional<Channel> channel(Topic topic) {
        return Optional.ofNullable(audiences.get(topic)).map(Audience::channel);
    }

    /** This node has committed events. */
    public void committed(Committed committed) {
        var topic = committed.topic();
        var audience = audiences.get(topic);
        var interested = interests.in(topic);
        if (audience == null && interested.isEmpty()) {
            return;
        }
        var events = committed.events().stream()
                .map(event -> new Announcement.Event(event.seq(), event.json(topic), event.removedUserId()))
                .toList();
        var announcement = new Announcement(topic, committed.streamEpoch(), events);
        interested.forEach(member -> peers.announce(member, announcement));
        if (audience != null) {
            audience.announced(announcement);
        }
    }

    /** Another node has committed events. */
    void announced(String from, Announcement announcement) {
        var audience = audiences.get(announcement.topic());
        if (audience == null) {
            peers.tell(from, new Interest(false, Set.of(), Set.of(announcement.topic())));
        } else {
            audience.announced(announcement);
        }
    }

    /** Tells all who listen to a topic, on every node, of something that is nowhere kept: whoever misses it has missed it. */
    void signal(Signal signal) {
        interests.in(signal.topic()).forEach(member -> peers.signal(member, signal));
        signalled(signal);
    }

    /** Some node signals something. */
    void signalled(Signal signal) {
        var audience = audiences.get(signal.topic());
        if (audience != null) {
            audience.signalled(signal);
        }
    }

    /** Whether a user who was a member then still is, as far as a channel here knows. */
    boolean vouches(Topic topic, String userId, Authorization then) {
        return channel(topic)
                .map(channel -> channel.vouches(userId, then.epoch(), then.seq()))
                .orElse(false);
    }

    /** Another node says what it wants. */
    void told(String from, Interest interest) {
        interests.told(from, interest);
    }

    /** Who is new knows of nothing, and of who is gone nothing need be known. */
    void membersChanged() {
        var others = others();
        interests.retain(others);
        others.stream()
                .filter(member -> !knownMembers.contains(member))
                .forEach(member -> peers.tell(member, new Interest(true, audiences.keySet(), Set.of())));
        knownMembers = others;
    }

    private Future<Registration> attempt(Topic topic, String userId, int attempts) {
        if (attempts == 0) {
            return Future.failedFuture(Problem.unavailable("the stream cannot be followed at the moment"));
        }
        return authorizer.authorize(topic, userId).compose(authorization -> {
            if (!authorization.isMember()) {
                return Future.failedFuture(Problem.notFound());
            }
            var audience = audiences.computeIfAbsent(topic, none -> open(topic, authorization));
            return reach(audience.channel(), authorization)
                    .compose(reached -> mayEnter(topic, audience, userId, authorization)
                            ? Future.succeededFuture(audience.enter())
                            : attempt(topic, userId, attempts - 1));
        });
    }

    private static Future<Void> reach(Channel channel, Authorization authorization) {
        return channel.epoch().equals(authorization.epoch()) ? channel.catchUp(authorization.seq()) : channel.check();
    }

    /** Who was removed since the answer was given, or may have been, is asked about again. */
    private boolean mayEnter(Topic topic, Audience audience, String userId, Authorization authorization) {
        return audiences.get(topic) == audience
                && audience.channel().vouches(userId, authorization.epoch(), authorization.seq());
    }

    private Audience open(Topic topic, Authorization head) {
        tellOthers(new Interest(false, Set.of(topic), Set.of()));
        check.start();
        return new Audience(topic, head, log, timers, listener, () -> close(topic));
    }

    private void close(Topic topic) {
        var audience = audiences.remove(topic);
        if (audience != null) {
            audience.close();
        }
        tellOthers(new Interest(false, Set.of(), Set.of(topic)));
    }

    private void askForAnnouncements(Set<Topic> topics) {
        tellOthers(new Interest(false, topics, Set.of()));
    }

    private void tellOthers(Interest interest) {
        others().forEach(member -> peers.tell(member, interest));
    }

    private Set<String> others() {
        var others = new HashSet<>(peers.members());
        others.remove(peers.self());
        return others;
    }
}
