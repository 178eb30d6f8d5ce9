package io.gavel.bridge.hub;

import io.gavel.conversation.ConversationRequests.Unread;
import io.gavel.event.StreamRequests.EventSlice;
import io.gavel.event.StreamRequests.ReadEvents;
import io.gavel.event.StreamRequests.Snapshot;
import io.gavel.event.Topic;
import io.gavel.identity.Caller;
import io.gavel.json.WireJson;
import io.gavel.stream.EventLog;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The answers that carry events of a stream, as finished JSON: an event in them is the same text as live. */
final class StreamAnswers {
    /** As many events as one answer carries. */
    static final int MOST_EVENTS = 1000;

    /** What one answer to a resume carries, a single event excepted: nobody is to be too slow because it was away. */
    private static final int MOST_CHARS = 1 << 18;

    private final EventLog log;

    StreamAnswers(EventLog log) {
        this.log = log;
    }

    /** What a client that comes back missed: {@code reset} where it cannot be told. */
    record Missed(List<String> events, boolean more, boolean reset) {
        static final Missed RESET = new Missed(List.of(), false, true);
        static final Missed NOTHING = new Missed(List.of(), false, false);

        /** As many of them as one answer may carry. */
        Missed part() {
            int count = 0;
            long chars = 0;
            while (count < events.size()
                    && (count == 0 || chars + events.get(count).length() <= MOST_CHARS)) {
                chars += events.get(count++).length();
            }
            return count == events.size() ? this : new Missed(events.subList(0, count), true, false);
        }
    }

    /** The events in (after, head], from memory where the ring reaches that far, else from the database. */
    Future<Missed> missed(
            Topic topic,
            long after,
            @Nullable String clientEpoch,
            String epoch,
            long head,
            LongFunction<Optional<List<String>>> ring) {
        if (after > head || (clientEpoch != null && !clientEpoch.equals(epoch))) {
            return Future.succeededFuture(Missed.RESET);
        }
        if (after == head) {
            return Future.succeededFuture(Missed.NOTHING);
        }
        return ring.apply(after)
                .map(events -> Future.succeededFuture(cut(events, head - after)))
                .orElseGet(() -> read(topic, after, epoch, head, new ArrayList<>()));
    }

    private static Missed cut(List<String> events, long wanted) {
        var most = Math.min(wanted, MOST_EVENTS);
        return new Missed(events.subList(0, (int) Math.min(most, events.size())), wanted > MOST_EVENTS, false);
    }

    private Future<Missed> read(Topic topic, long after, String epoch, long head, List<String> before) {
        return log.read(topic, after).compose(slice -> {
            if (!slice.epoch().equals(epoch) || after < slice.floor()) {
                return Future.succeededFuture(Missed.RESET);
            }
            add(topic, slice, head, before);
            var last = after + slice.events().size();
            var isFull = slice.events().size() == ReadEvents.MOST_EVENTS;
            return isFull && last < head && before.size() < MOST_EVENTS
                    ? read(topic, last, epoch, head, before)
                    : Future.succeededFuture(new Missed(before, last < head, false));
        });
    }

    private static void add(Topic topic, EventSlice slice, long head, List<String> events) {
        slice.events().stream()
                .filter(event -> event.seq() <= head && events.size() < MOST_EVENTS)
                .forEach(event -> events.add(event.json(topic)));
    }

    static String joined(String sessionId, String role, Snapshot snapshot, Missed missed) {
        return "{\"ok\":true,\"sessionId\":" + WireJson.encode(sessionId) + ",\"epoch\":"
                + WireJson.encode(snapshot.epoch()) + ",\"seq\":" + snapshot.seq() + ",\"role\":"
                + WireJson.encode(role) + ",\"snapshot\":" + snapshot.json() + ",\"events\":" + array(missed.events())
                + ",\"reset\":" + missed.reset() + "}";
    }

    static String resumed(String epoch, long head, Missed missed) {
        return "{\"ok\":true,\"epoch\":" + WireJson.encode(epoch) + ",\"events\":" + array(missed.events())
                + ",\"seq\":" + head + ",\"more\":" + missed.more() + ",\"reset\":" + missed.reset() + "}";
    }

    static String done(@Nullable Long seq) {
        return seq == null ? "{\"ok\":true}" : "{\"ok\":true,\"seq\":" + seq + "}";
    }

    static String said(long seq, long messageId) {
        return "{\"ok\":true,\"seq\":" + seq + ",\"messageId\":" + messageId + "}";
    }

    static String connection(String nodeId, Caller caller) {
        return "{\"ok\":true,\"userId\":" + WireJson.encode(caller.userId()) + ",\"node\":" + WireJson.encode(nodeId)
                + ",\"expiresAt\":\"" + WireJson.time(caller.expiresAt()) + "\"}";
    }

    /** An event of a user's own address. */
    static String updated(Unread unread) {
        return "{\"event\":\"conversation_updated\",\"at\":\"" + WireJson.time(unread.at()) + "\",\"conversationId\":"
                + unread.conversationId() + ",\"seq\":" + unread.seq() + ",\"unread\":" + unread.unread() + "}";
    }

    /** An event that is not kept, and so has no place in the stream. */
    static String typing(Topic topic, String userId, boolean isTyping, Instant at) {
        return "{\"event\":\"typing\",\"at\":\"" + WireJson.time(at) + "\",\"" + topic.idField() + "\":" + topic.id()
                + ",\"userId\":" + WireJson.encode(userId) + ",\"isTyping\":" + isTyping + "}";
    }

    private static String array(List<String> events) {
        return "[" + String.join(",", events) + "]";
    }
}
