package io.gavel.cluster;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A real client of one user in several conversations: follows them all, says things in turn, and comes back at another node
 * when its connection breaks, with what it has and what is unanswered. All of it happens on the clients' thread.
 */
final class TalkClient implements BusSocket.Owner {
    private static final Duration PING = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofMillis(500);

    /** Every so many messages it says that it types. */
    private static final int TYPES = 10;

    /** Every so many messages it says that it has read what it knows. */
    private static final int READS = 40;

    private final Loop loop;
    private final List<String> nodes;
    private final Person person;
    private final Map<String, HeardTalk> talks = new LinkedHashMap<>();
    private final Replies replies;
    private final Wishes wishes;
    private final Random random;
    private final Map<String, JsonObject> acknowledged = new HashMap<>();
    private final Set<String> typists = new HashSet<>();
    private final Set<HeardTalk> behind = new HashSet<>();
    private int node;
    private @Nullable BusSocket socket;
    private boolean returns = true;
    private long lostNanos = Long.MIN_VALUE;
    private long backNanos = Long.MIN_VALUE;

    /** Starts at the node of this number among all of them. */
    TalkClient(Loop loop, List<String> nodes, int node, Person person, List<Long> conversationIds) {
        this.loop = loop;
        this.nodes = nodes;
        this.node = node;
        this.person = person;
        this.replies = new Replies(loop, PATIENCE);
        this.wishes = new Wishes(loop, replies);
        this.random = new Random(person.id().hashCode());
        for (var id : conversationIds) {
            var talk = new HeardTalk(id, person.id());
            talks.put(talk.address(), talk);
        }
    }

    void connect() {
        socket = BusSocket.open(loop.http(), loop.executor(), nodes.get(node), person.token(), this);
    }

    /** Says so many things, in one conversation after the other; reads and types now and then. */
    void say(int messages) {
        say(1, messages, talks());
    }

    private void say(int number, int messages, List<HeardTalk> all) {
        var talk = all.get(number % all.size());
        var id = person.id() + "-" + number;
        if (number % TYPES == 1 && socket != null) {
            replies.ask(socket, "typing_started", talk.body(), typing -> {}, (status, code) -> {});
        }
        if (number % READS == 0) {
            all.forEach(this::read);
        }
        var message = talk.body().put("text", "message " + number).put("clientMessageId", id);
        wishes.add("send_message", message, answer -> {
            acknowledged.put(id, answer);
            if (number < messages) {
                say(number + 1, messages, all);
            }
        });
    }

    private void read(HeardTalk talk) {
        var newest = talk.newestMessage();
        if (newest > 0) {
            wishes.add("mark_read", talk.body().put("messageId", newest), answer -> talk.read(newest));
        }
    }

    @Override
    public void opened(BusSocket opened) {
        behind.addAll(talks.values());
        register(opened, "user." + person.id());
        for (var talk : talks.values()) {
            talk.connected();
            register(opened, talk.address());
            resume(opened, talk);
        }
        beat(opened);
    }

    private void register(BusSocket at, String address) {
        at.send(new JsonObject().put("type", "register").put("address", address).put("headers", new JsonObject()));
    }

    private void beat(BusSocket at) {
        at.send(new JsonObject().put("type", "ping"));
        loop.after(PING, () -> ifStill(at, () -> beat(at)));
    }

    private void resume(BusSocket at, HeardTalk talk) {
        replies.ask(
                at,
                "resume_conversation",
                talk.resuming(),
                answer -> resumed(at, talk, answer),
                (status, code) -> loop.after(SOON, () -> ifStill(at, () -> resume(at, talk))));
    }

    private void resumed(BusSocket at, HeardTalk talk, JsonObject answer) {
        talk.resumed(answer);
        if (answer.getBoolean("more") || talk.hasGap()) {
            resume(at, talk);
        } else if (behind.remove(talk) && behind.isEmpty() && backNanos <= lostNanos) {
            backNanos = System.nanoTime();
            wishes.connected(at);
        }
    }

    @Override
    public void received(BusSocket from, JsonObject frame) {
        if (from != socket || replies.take(frame)) {
            return;
        }
        var address = Objects.requireNonNullElse(frame.getString("address"), "");
        if ("rec".equals(frame.getString("type"))) {
            heard(from, address, frame.getJsonObject("body"));
        } else if ("err".equals(frame.getString("type")) && !address.isEmpty()) {
            // Whether it may listen could not be judged.
            loop.after(SOON, () -> ifStill(from, () -> register(from, address)));
        }
    }

    private void heard(BusSocket from, String address, JsonObject event) {
        var talk = talks.get(address);
        if (talk == null) {
            news(event);
        } else if ("typing".equals(event.getString("event"))) {
            typists.add(event.getString("userId"));
        } else {
            talk.heard(event);
            if (talk.hasGap() && behind.add(talk)) {
                resume(from, talk);
            }
        }
    }

    private void news(JsonObject event) {
        var talk = talks.get("conversation." + event.getLong("conversationId"));
        if (talk != null && "conversation_updated".equals(event.getString("event"))) {
            talk.told(event.getLong("unread"));
        }
    }

    @Override
    public void closed(BusSocket from, int code) {
        if (from != socket) {
            return;
        }
        if (lostNanos <= backNanos) {
            lostNanos = System.nanoTime();
        }
        socket = null;
        behind.clear();
        replies.forget();
        wishes.lost();
        node = (node + 1) % nodes.size();
        loop.after(Duration.ofMillis(100 + random.nextInt(900)), () -> {
            if (returns) {
                connect();
            }
        });
    }

    /** Is gone for good. */
    void vanish() {
        returns = false;
        if (socket != null) {
            socket.abort();
        }
    }

    private void ifStill(BusSocket at, Runnable work) {
        if (at == socket) {
            work.run();
        }
    }

    Person person() {
        return person;
    }

    List<HeardTalk> talks() {
        return List.copyOf(talks.values());
    }

    /** Whether it is connected, and lacks nothing that it knows of. */
    boolean isThere() {
        return socket != null && backNanos > lostNanos && behind.isEmpty();
    }

    boolean isDone() {
        return isThere() && wishes.areDone();
    }

    /** How long after this moment it was there again; 0 where it has not lost its connection since. */
    long backAfter(long nanos) {
        return lostNanos < nanos ? 0 : backNanos - nanos;
    }

    /** The answers to all it said, by the client's own names. */
    Map<String, JsonObject> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    /** Whose typing it saw. */
    Set<String> typists() {
        return Set.copyOf(typists);
    }

    Wishes wishes() {
        return wishes;
    }
}
