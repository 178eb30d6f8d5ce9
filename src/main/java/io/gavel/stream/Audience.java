package io.gavel.stream;

import io.gavel.event.StreamRequests.Authorization;
import io.gavel.event.Topic;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A channel, who listens to it here, and whether the other nodes' announcements come through. */
final class Audience implements ChannelListener {
    /** A channel outlives its last listener by this: people reload their pages. */
    private static final Duration KEPT = Duration.ofSeconds(10);

    private final Channel channel;
    private final Timers timers;
    private final ChannelListener listener;
    private final Runnable deserted;
    private final Set<Registration> registrations = new HashSet<>();
    private Runnable cancelClosing = () -> {};
    private boolean closed;
    private long announced;
    private long missed;

    /**
     * An audience of nobody yet.
     *
     * @param head tells where the stream is
     * @param deserted runs when nobody has listened for some time
     */
    Audience(
            Topic topic, Authorization head, EventLog log, Timers timers, ChannelListener listener, Runnable deserted) {
        this.channel = new Channel(topic, head.epoch(), head.seq(), log, this);
        this.timers = timers;
        this.listener = listener;
        this.deserted = deserted;
        waitForOthers();
    }

    Channel channel() {
        return channel;
    }

    Registration enter() {
        cancelClosing.run();
        var registration = new Registration(this);
        registrations.add(registration);
        return registration;
    }

    void leave(Registration registration) {
        if (registrations.remove(registration) && registrations.isEmpty()) {
            waitForOthers();
        }
    }

    /** Somebody says that these are committed. */
    void announced(Announcement announcement) {
        var frames = announcement.events().stream()
                .map(event -> EventFrame.of(announcement.topic(), event))
                .toList();
        if (channel.epoch().startsWith(announcement.streamEpoch().toString())) {
            frames.forEach(frame -> announced = Math.max(announced, frame.seq()));
        }
        channel.announced(announcement.streamEpoch(), frames);
    }

    /** The database has events that were not announced yet; they may be under way. */
    void found(long seq) {
        missed = seq;
    }

    /** Whether what was found then has still not been announced; asking also forgets it. */
    boolean lacksAnnouncements() {
        var lacks = missed > announced;
        missed = 0;
        return lacks;
    }

    /** A read may still be under way, but there may also be another channel of the topic soon. */
    void close() {
        closed = true;
    }

    @Override
    public void delivered(Topic topic, List<EventFrame> frames) {
        if (!closed) {
            listener.delivered(topic, frames);
        }
    }

    @Override
    public void reset(Topic topic) {
        announced = 0;
        missed = 0;
        if (!closed) {
            registrations.clear();
            waitForOthers();
            listener.reset(topic);
        }
    }

    /** Some node signals something: it takes its place among the events, though it is none of them. */
    void signalled(Signal signal) {
        channel.catchUp(signal.seq()).onSuccess(reached -> {
            if (!closed && channel.vouches(signal.userId(), signal.epoch(), signal.seq())) {
                signalled(signal.topic(), signal.json());
            }
        });
    }

    @Override
    public void signalled(Topic topic, String json) {
        listener.signalled(topic, json);
    }

    private void waitForOthers() {
        cancelClosing.run();
        cancelClosing = timers.after(KEPT, deserted);
    }
}
