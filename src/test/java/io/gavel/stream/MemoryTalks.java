package io.gavel.stream;

import io.gavel.conversation.ConversationRequests.CountUnread;
import io.gavel.conversation.ConversationRequests.News;
import io.gavel.conversation.ConversationRequests.ReadNews;
import io.gavel.conversation.ConversationRequests.Unread;
import io.gavel.conversation.ConversationRequests.UnreadCounts;
import io.gavel.event.Committed;
import io.gavel.event.ConversationEvent;
import io.gavel.event.StreamEvent;
import io.gavel.event.Topic;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Conversations and their members in memory, behind a database that may be slow or away, and what members were told. */
final class MemoryTalks {
    final List<String> heard = new ArrayList<>();
    final List<CountUnread> questions = new ArrayList<>();
    int reads;
    boolean away;
    boolean uncountable;
    private final Map<Long, Set<String>> members = new HashMap<>();
    private final Map<Long, Long> seqs = new HashMap<>();
    private final TreeMap<Long, News.Head> events = new TreeMap<>();
    private final List<Runnable> held = new ArrayList<>();
    private long positions;
    private boolean holding;

    MemoryTalks with(long id, String... userIds) {
        members.put(id, Set.of(userIds));
        return this;
    }

    Committed say(long id) {
        return add(id, "message_created", "{}", null);
    }

    Committed read(long id, String userId) {
        return add(id, ConversationEvent.MESSAGE_READ, "{\"userId\":\"" + userId + "\"}", userId);
    }

    /** A message has its position now, and is committed when this is run. */
    Runnable prepare(long id) {
        var position = ++positions;
        return () -> events.put(position, new News.Head(id, next(id), null));
    }

    private Committed add(long id, String type, String payload, @Nullable String readerId) {
        var seq = next(id);
        events.put(++positions, new News.Head(id, seq, readerId));
        var event = new StreamEvent(seq, type, Instant.EPOCH, payload);
        return new Committed(Topic.conversation(id), new UUID(1, 1), List.of(event));
    }

    private long next(long id) {
        return seqs.merge(id, 1L, Long::sum);
    }

    /** Answers wait from now on. */
    void hold() {
        holding = true;
    }

    /** What is asked from now on does not wait; what was asked before still does. */
    void letThrough() {
        holding = false;
    }

    /** What was asked is answered, as it was when it was asked. */
    void release() {
        holding = false;
        var due = List.copyOf(held);
        held.clear();
        due.forEach(Runnable::run);
    }

    Future<News> news(ReadNews read) {
        reads++;
        return answer(away, () -> {
            var latest = new LinkedHashMap<String, News.Head>();
            events.tailMap(read.after(), false)
                    .values()
                    .forEach(head -> latest.put(head.conversationId() + " " + head.readerId(), head));
            return new News(List.copyOf(latest.values()), positions);
        });
    }

    Future<UnreadCounts> count(CountUnread question) {
        questions.add(question);
        return answer(away || uncountable, () -> {
            var counts = new ArrayList<Unread>();
            for (var id : question.conversationIds()) {
                question.userIds().stream()
                        .filter(userId -> members.getOrDefault(id, Set.of()).contains(userId))
                        .forEach(userId -> counts.add(unread(userId, id)));
            }
            question.readers().forEach(reader -> counts.add(unread(reader.userId(), reader.conversationId())));
            return new UnreadCounts(counts);
        });
    }

    private Unread unread(String userId, long id) {
        return new Unread(userId, id, seqs.getOrDefault(id, 0L), 0, Instant.EPOCH);
    }

    void heard(Unread unread) {
        heard.add(unread.userId() + " " + unread.conversationId() + ":" + unread.seq());
    }

    private <T> Future<T> answer(boolean isAway, Supplier<T> truth) {
        if (isAway) {
            return Future.failedFuture(Problem.unavailable("away"));
        }
        var answer = truth.get();
        if (!holding) {
            return Future.succeededFuture(answer);
        }
        var promise = Promise.<T>promise();
        held.add(() -> promise.complete(answer));
        return promise.future();
    }
}
