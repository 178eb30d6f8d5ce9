package io.gavel.stream;

import io.gavel.conversation.ConversationRequests.CountUnread;
import io.gavel.conversation.ConversationRequests.News;
import io.gavel.conversation.ConversationRequests.ReadNews;
import io.gavel.conversation.ConversationRequests.Reader;
import io.gavel.conversation.ConversationRequests.Unread;
import io.gavel.conversation.ConversationRequests.UnreadCounts;
import io.gavel.event.Committed;
import io.gavel.event.StreamEvent;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the devices of this node how their users' conversations stand, whether or not they listen to them: soon after somebody
 * says that one has come further, and within two seconds where that was lost, for the database is asked, too. However busy a
 * conversation, a member is told a few times a second how it stands, not of each event. Belongs to one event loop.
 */
public final class ConversationNews {
    private static final Logger LOG = LoggerFactory.getLogger(ConversationNews.class);
    private static final Duration PERIOD = Duration.ofMillis(1500);

    /** Between two rounds: what comes meanwhile is told together. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    /** What one question is about. */
    private static final int MOST_SUBJECTS = 256;

    /** Counting takes no more of the database's time than one part in so many. */
    private static final int SHARE = 5;

    private final Timers timers;
    private final Peers peers;
    private final Function<ReadNews, Future<News>> heads;
    private final Function<CountUnread, Future<UnreadCounts>> counts;
    private final Consumer<Unread> listener;
    private final Devices devices = new Devices();
    private final ToldNews told = new ToldNews();
    private final LateIds positions = new LateIds();

    /** What to tell in the next round, and what is told in this one. */
    private final Map<Subject, Long> pending = new LinkedHashMap<>();

    private Map<Subject, Long> round = Map.of();
    private @Nullable Future<Void> look;
    private boolean scheduled;
    private boolean ready;
    private boolean telling;
    private int most = MOST_SUBJECTS;

    /** What news are about: a conversation as all its members see it, or as one does who has read something. */
    record Subject(long conversationId, @Nullable String readerId) {}

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

    /**
     * A device wants to hear of its user's conversations: of what changes from when this completes on. What it completes with
     * ends that, and is harmless afterwards. Problems: UNAVAILABLE.
     */
    public Future<Runnable> register(String userId) {
        schedule();
        return (ready ? Future.<Void>succeededFuture() : look()).map(known -> devices.add(userId));
    }

    /** This node has committed events of a conversation. */
    public void committed(Committed committed) {
        var events = committed.events();
        var readers = events.stream().map(StreamEvent::readerId).distinct().toList();
        var reader = readers.size() == 1 ? readers.get(0) : null;
        var advance = new Advance(
                committed.topic().id(), events.get(events.size() - 1).seq(), reader);
        peers.tellAdvance(advance);
        advanced(advance);
    }

    /** Some node has committed events of a conversation. */
    void advanced(Advance advance) {
        var subject = new Subject(advance.conversationId(), advance.readerId());
        var seq = advance.seq();
        if (!scheduled || told.isTold(subject, seq) || round.getOrDefault(subject, 0L) >= seq) {
            return;
        }
        if (concernsSomebodyHere(subject)) {
            pending.merge(subject, seq, Math::max);
            tell();
        } else {
            told.add(subject, seq);
        }
    }

    private boolean concernsSomebodyHere(Subject subject) {
        return subject.readerId() == null
                ? !devices.users().isEmpty()
                : devices.users().contains(subject.readerId());
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            timers.after(PERIOD, this::tick);
        }
    }

    private void tick() {
        scheduled = false;
        if (devices.users().isEmpty() && look == null) {
            ready = false;
            positions.forget();
            pending.clear();
            told.clear();
        } else {
            schedule();
            look();
        }
    }

    /** Asks the database how far conversations have come, one question at a time. */
    private Future<Void> look() {
        if (look != null) {
            return look;
        }
        told.lookBegins();
        var running = ready ? lookForNews() : lookAround();
        look = running;
        running.onComplete((done, failure) -> {
            look = null;
            if (failure != null) {
                LOG.debug("it could not be read how far conversations have come: {}", failure.getMessage());
            }
        });
        return running;
    }

    /** What is there before the first device is no news. */
    private Future<Void> lookAround() {
        var began = timers.nanos();
        return heads.apply(new ReadNews(Long.MAX_VALUE))
                .compose(nothing -> {
                    positions.startAt(nothing.newest());
                    return heads.apply(new ReadNews(positions.after()));
                })
                .map(news -> {
                    positions.looked(began, timers.nanos(), news.newest());
                    news.heads().forEach(head -> told.add(subject(head), head.seq()));
                    ready = true;
                    return null;
                });
    }

    private Future<Void> lookForNews() {
        var began = timers.nanos();
        return heads.apply(new ReadNews(positions.after())).map(news -> {
            positions.looked(began, timers.nanos(), news.newest());
            told.retain(news.heads().stream().map(ConversationNews::subject).toList());
            news.heads().forEach(head -> advanced(new Advance(head.conversationId(), head.seq(), head.readerId())));
            return null;
        });
    }

    private static Subject subject(News.Head head) {
        return new Subject(head.conversationId(), head.readerId());
    }

    /** What fails comes last in the next rounds, which are smaller then: one that cannot be counted holds nobody else up for long. */
    private void tell() {
        if (telling || pending.isEmpty()) {
            return;
        }
        telling = true;
        round = takeSome();
        var began = timers.nanos();
        counts.apply(question()).onComplete((found, failure) -> {
            if (failure == null) {
                most = Math.min(2 * most, MOST_SUBJECTS);
                round.forEach(told::add);
                found.counts().forEach(this::hand);
            } else {
                LOG.debug("unread messages could not be counted: {}", failure.getMessage());
                most = Math.max(round.size() / 2, 1);
                round.forEach((subject, seq) -> pending.merge(subject, seq, Math::max));
            }
            round = Map.of();
            timers.after(failure == null ? pause(timers.nanos() - began) : PERIOD, () -> {
                telling = false;
                tell();
            });
        });
    }

    private Map<Subject, Long> takeSome() {
        var some = new HashMap<Subject, Long>();
        var first = pending.entrySet().iterator();
        while (first.hasNext() && some.size() < most) {
            var next = first.next();
            some.put(next.getKey(), next.getValue());
            first.remove();
        }
        return some;
    }

    /** A defect in telling one must not stop the news of all. */
    private void hand(Unread unread) {
        try {
            listener.accept(unread);
        } catch (RuntimeException defect) {
            LOG.error("news of a conversation were not handed on", defect);
        }
    }

    private static Duration pause(long tookNanos) {
        return Duration.ofNanos(Math.min(PERIOD.toNanos(), Math.max(PAUSE.toNanos(), (SHARE - 1) * tookNanos)));
    }

    private CountUnread question() {
        var forAll = new ArrayList<Long>();
        var readers = new ArrayList<Reader>();
        round.keySet().forEach(subject -> {
            if (subject.readerId() == null) {
                forAll.add(subject.conversationId());
            } else {
                readers.add(new Reader(subject.conversationId(), subject.readerId()));
            }
        });
        return new CountUnread(forAll, forAll.isEmpty() ? List.of() : List.copyOf(devices.users()), readers);
    }
}
