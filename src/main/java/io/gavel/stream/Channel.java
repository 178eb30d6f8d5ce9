package io.gavel.stream;

import io.gavel.event.StreamEvent;
import io.gavel.event.StreamRequests.EventSlice;
import io.gavel.event.Topic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One topic's stream on this node: how far it has come, and its latest events. Each event is delivered once, in order and
 * without a gap, whatever the announcements do; what they leave out is read from the database. Belongs to one event loop.
 */
public final class Channel {
    private static final Logger LOG = LoggerFactory.getLogger(Channel.class);
    private static final int MOST_RECENT = 256;

    /** Of all recent events together, the last one excepted. */
    private static final int MOST_RECENT_CHARS = 1 << 18;

    private static final int MOST_EARLY = 1024;

    private final Topic topic;
    private final EventLog log;
    private final ChannelListener listener;
    private final Deque<EventFrame> recent = new ArrayDeque<>();
    private final TreeMap<Long, EventFrame> early = new TreeMap<>();
    private final Map<String, Long> removals = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private String epoch;
    private long position;
    private long knownSince;
    private int recentChars;
    private boolean reading;

    /** A channel that starts behind the event at {@code position}, and knows nothing of those before. */
    Channel(Topic topic, String epoch, long position, EventLog log, ChannelListener listener) {
        this.topic = topic;
        this.epoch = epoch;
        this.position = position;
        this.knownSince = position;
        this.log = log;
        this.listener = listener;
    }

    /** The wire's. */
    public String epoch() {
        return epoch;
    }

    /** The last event that was delivered. */
    public long position() {
        return position;
    }

    /** The events after this one up to the position; empty where they are no longer at hand, or not yet. */
    public Optional<List<EventFrame>> after(long seq) {
        if (seq > position || seq < position - recent.size()) {
            return Optional.empty();
        }
        return Optional.of(recent.stream().filter(frame -> frame.seq() > seq).toList());
    }

    /**
     * Comes at least this far. Completes also when the database itself does not go so far; fails with what the database
     * fails with, and then nothing has changed.
     */
    public Future<Void> catchUp(long atLeast) {
        return position >= atLeast ? Future.succeededFuture() : await(atLeast);
    }

    /** Reads from the database whatever is new, even if nothing is known to be missing. */
    Future<Void> check() {
        return await(Long.MAX_VALUE);
    }

    /** Events that somebody says are committed; any of them may be known, or far ahead. */
    void announced(UUID streamEpoch, List<EventFrame> frames) {
        if (!epoch.startsWith(streamEpoch.toString())) {
            check();
            return;
        }
        for (var frame : frames) {
            if (frame.seq() > position && early.size() < MOST_EARLY) {
                early.putIfAbsent(frame.seq(), frame);
            }
        }
        advance();
        if (!early.isEmpty()) {
            read();
        }
    }

    /**
     * Whether a user who was a member at {@code seq} still is, as far as the channel has come.
     *
     * @param epoch the wire's, to which the seq belongs
     */
    boolean vouches(String userId, String epoch, long seq) {
        return this.epoch.equals(epoch)
                && seq >= knownSince
                && seq <= position
                && removals.getOrDefault(userId, 0L) <= seq;
    }

    private void advance() {
        var next = new ArrayList<EventFrame>();
        for (var frame = early.remove(position + 1); frame != null; frame = early.remove(position + 1)) {
            take(frame);
            next.add(frame);
        }
        if (!next.isEmpty()) {
            deliver(next);
        }
        complete(waiting.stream().filter(one -> one.atLeast <= position).toList());
    }

    /** A defect in one delivery must not stop the topic for good. */
    private void deliver(List<EventFrame> frames) {
        try {
            listener.delivered(topic, frames);
        } catch (RuntimeException defect) {
            LOG.error("events of {} up to {} were not handed on", topic, position, defect);
        }
    }

    private void take(EventFrame frame) {
        position = frame.seq();
        if (frame.takesBack()) {
            recent.clear();
            recentChars = 0;
        }
        recent.addLast(frame);
        recentChars += frame.json().length();
        while (recent.size() > MOST_RECENT || (recentChars > MOST_RECENT_CHARS && recent.size() > 1)) {
            recentChars -= recent.removeFirst().json().length();
        }
        if (frame.removedUserId() != null) {
            removals.put(frame.removedUserId(), frame.seq());
        }
    }

    private Future<Void> await(long atLeast) {
        var one = new Waiting(atLeast, Promise.promise());
        waiting.add(one);
        read();
        return one.promise.future();
    }

    /** One round at a time; whoever comes while one runs is served by it, or by the next. */
    private void read() {
        if (!reading) {
            reading = true;
            readPage(new Round(List.copyOf(waiting), early.isEmpty() ? 0 : early.lastKey()));
        }
    }

    private void readPage(Round round) {
        var after = position;
        log.read(topic, after).onComplete((slice, failure) -> {
            if (failure != null) {
                failed(failure);
            } else if (isOtherStream(slice, after)) {
                reset(slice);
            } else {
                arrived(slice, round);
            }
        });
    }

    /** Another epoch, or fewer events than were once durable, or the next ones are no longer kept. */
    private boolean isOtherStream(EventSlice slice, long after) {
        return !slice.epoch().equals(epoch)
                || slice.head() < after
                || (slice.head() > after
                        && (slice.events().isEmpty() || slice.events().get(0).seq() != after + 1));
    }

    private void arrived(EventSlice slice, Round round) {
        for (var event : slice.events()) {
            if (event.seq() > position) {
                early.put(event.seq(), frame(event));
            }
        }
        advance();
        if (position < slice.head()) {
            readPage(round);
        } else {
            finished(round);
        }
    }

    /** What was announced before the round began and still has a gap before it was never committed. */
    private void finished(Round round) {
        reading = false;
        early.headMap(round.announcedBefore, true).clear();
        complete(round.asked);
        if (!waiting.isEmpty() || !early.isEmpty()) {
            read();
        }
    }

    private void failed(Throwable failure) {
        LOG.debug("{} stays at {}: {}", topic, position, failure.getMessage());
        reading = false;
        var disappointed = List.copyOf(waiting);
        waiting.clear();
        disappointed.forEach(one -> one.promise.fail(failure));
    }

    private void reset(EventSlice slice) {
        LOG.debug("{} was at {} of {}: it is at {} of {}", topic, position, epoch, slice.head(), slice.epoch());
        reading = false;
        epoch = slice.epoch();
        position = slice.head();
        knownSince = position;
        recent.clear();
        recentChars = 0;
        early.clear();
        removals.clear();
        listener.reset(topic);
        complete(List.copyOf(waiting));
    }

    /** Whoever waits may ask again at once, or may have been served meanwhile. */
    private void complete(List<Waiting> served) {
        for (var one : served) {
            if (waiting.remove(one)) {
                one.promise.complete();
            }
        }
    }

    private EventFrame frame(StreamEvent event) {
        return EventFrame.of(topic, event.seq(), event.json(topic), event.removedUserId());
    }

    /** Not a record: two that wait for the same are still two. */
    private static final class Waiting {
        final long atLeast;
        final Promise<Void> promise;

        Waiting(long atLeast, Promise<Void> promise) {
            this.atLeast = atLeast;
            this.promise = promise;
        }
    }

    /**
     * Reads until the head is reached.
     *
     * @param asked who waited when it began: they need no other one
     * @param announcedBefore the last event that was kept aside when it began
     */
    private record Round(List<Waiting> asked, long announcedBefore) {}
}
