package io.gavel.stream;

import io.gavel.conversation.ConversationRequests.CountUnread;
import io.gavel.conversation.ConversationRequests.News;
import io.gavel.conversation.ConversationRequests.ReadNews;
import io.gavel.conversation.ConversationRequests.Reader;
import io.gavel.conversation.ConversationRequests.Unread;
import io.gavel.conversation.ConversationRequests.UnreadCounts;
import io.gavel.event.Committed;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the devices of this node how their users' conversations stand, whether or not they listen to them: soon after somebody
 * says that one has come further, and within two seconds where that was lost, for the database is asked, too. However busy a
 * conversation, a member is told a few times a second how it stands, not of each event. Belongs to one event loop.
 */
public final class ConversationNews {
    private static final Logger LOG = LoggerFactory.getLogger(ConversationNews.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);

    /** Between two rounds: what comes meanwhile is told together. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Timers timers;
    private final Peers peers;
    private final Function<ReadNews, Future<News>> heads;
    private final Function<CountUnread, Future<UnreadCounts>> counts;
    private final Consumer<Unread> listener;
    private final Map<String, Integer> devices = new HashMap<>();

    /** What to tell in the next round. */
    private final Map<Long, Pending> pending = new LinkedHashMap<>();

    /** How far all members here were told that each conversation has come. */
    private final Map<Long, Long> told = new HashMap<>();

    /** Told since the database was last asked, which may not have known yet. */
    private final Set<Long> toldMeanwhile = new HashSet<>();

    private final LateIds positions = new LateIds();
    private boolean scheduled;
    private boolean asking;
    private boolean telling;

    /**
     * News that nobody listens to yet.
     *
     * @param heads which conversations have lately come how far
     * @param listener gets the news, each for all devices of its user
     */
    public ConversationNews(
            Timers timers,
            Peers peers,
            Function<ReadNews, Future<News>> heads,
            Function<CountUnread, Future<UnreadCounts>> counts,
            Consumer<Unread> listener) {
        this.timers = timers;
        this.peers = peers;
        this.heads = heads;
        this.counts = counts;
        this.listener = listener;
    }

    /** A device wants to hear of its user's conversations. What this returns ends that, and is harmless afterwards. */
    public Runnable register(String userId) {
        devices.merge(userId, 1, Integer::sum);
        if (!scheduled) {
            schedule();
            ask();
        }
        var left = new AtomicBoolean();
        return () -> {
            if (!left.getAndSet(true)) {
                devices.computeIfPresent(userId, (id, count) -> count == 1 ? null : count - 1);
            }
        };
    }

    /** This node has committed events of a conversation. */
    public void committed(Committed committed) {
        var events = committed.events();
        var last = events.get(events.size() - 1);
        var reader = events.size() == 1 ? last.readerId() : null;
        var advance = new Advance(committed.topic().id(), last.seq(), reader);
        peers.tellAdvance(advance);
        advanced(advance);
    }

    /** Some node has committed events of a conversation. */
    void advanced(Advance advance) {
        var id = advance.conversationId();
        if (devices.isEmpty() || told.getOrDefault(id, 0L) >= advance.seq()) {
            return;
        }
        var reader = advance.readerId();
        if (reader == null || devices.containsKey(reader)) {
            pending.computeIfAbsent(id, none -> new Pending()).add(advance);
            tell();
        }
    }

    private void schedule() {
        scheduled = true;
        timers.after(PERIOD, this::tick);
    }

    private void tick() {
        scheduled = false;
        if (devices.isEmpty()) {
            positions.forget();
            told.clear();
            pending.clear();
        } else {
            schedule();
            ask();
        }
    }

    /** Asks the database how far conversations have come, one question at a time. */
    private void ask() {
        if (asking) {
            return;
        }
        asking = true;
        toldMeanwhile.clear();
        var began = timers.nanos();
        var isFirst = !positions.areKnown();
        (isFirst ? firstHeads() : heads.apply(new ReadNews(positions.after()))).onComplete((news, failure) -> {
            asking = false;
            if (failure != null) {
                LOG.debug("it could not be read how far conversations have come: {}", failure.getMessage());
                return;
            }
            positions.looked(began, timers.nanos(), news.newest());
            found(news.heads(), isFirst);
        });
    }

    private Future<News> firstHeads() {
        return heads.apply(new ReadNews(Long.MAX_VALUE)).compose(none -> {
            positions.startAt(none.newest());
            return heads.apply(new ReadNews(positions.after()));
        });
    }

    /** What was there before the first device is no news. What is not among the latest any more needs no remembering. */
    private void found(List<News.Head> latest, boolean isFirst) {
        var ids = new HashSet<Long>();
        for (var head : latest) {
            ids.add(head.conversationId());
            if (isFirst) {
                told.merge(head.conversationId(), head.seq(), Math::max);
            } else {
                advanced(new Advance(head.conversationId(), head.seq(), null));
            }
        }
        ids.addAll(toldMeanwhile);
        told.keySet().retainAll(ids);
    }

    private void tell() {
        if (telling || pending.isEmpty()) {
            return;
        }
        telling = true;
        var round = Map.copyOf(pending);
        pending.clear();
        counts.apply(question(round)).onComplete((found, failure) -> {
            if (failure == null) {
                round.forEach(this::isTold);
                found.counts().forEach(listener);
            } else {
                LOG.debug("unread messages could not be counted: {}", failure.getMessage());
            }
            timers.after(PAUSE, () -> {
                telling = false;
                tell();
            });
        });
    }

    private CountUnread question(Map<Long, Pending> round) {
        var forAll = new ArrayList<Long>();
        var readers = new ArrayList<Reader>();
        round.forEach((id, news) -> {
            if (news.isForAll) {
                forAll.add(id);
            } else {
                news.readers.forEach(reader -> readers.add(new Reader(id, reader)));
            }
        });
        return new CountUnread(forAll, List.copyOf(devices.keySet()), readers);
    }

    private void isTold(long conversationId, Pending news) {
        if (news.isForAll) {
            told.merge(conversationId, news.seq, Math::max);
            toldMeanwhile.add(conversationId);
        }
    }

    /** Whom to tell of one conversation: all its members here, or some readers alone. */
    private static final class Pending {
        private final Set<String> readers = new HashSet<>();
        private boolean isForAll;
        private long seq;

        void add(Advance advance) {
            if (advance.readerId() == null) {
                isForAll = true;
                seq = Math.max(seq, advance.seq());
            } else {
                readers.add(advance.readerId());
            }
        }
    }
}
