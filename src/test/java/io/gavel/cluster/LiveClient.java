package io.gavel.cluster;

import io.gavel.history.History;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A real client of one user in one meeting: joins, follows the stream, sends commands, and comes back at another node when its
 * connection breaks, with what it has and what is unanswered. Writes everything into the history. All of it happens on the
 * clients' thread.
 */
final class LiveClient implements BusSocket.Owner {
    private static final Duration PING = Duration.ofSeconds(5);

    /** A node that says nothing for so long after a ping is taken for dead. */
    private static final Duration PONG = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofMillis(500);
    private static final int TOKEN_EXPIRED = 4001;
    private static final int FORBIDDEN = 4003;

    private final Loop loop;
    private final List<String> nodes;
    private final Person person;
    private final long meetingId;
    private final ClientLog log;
    private final Replies replies;
    private final StreamPosition position = new StreamPosition();
    private final OpenCommands open;
    private final Random random;
    private int node;
    private int connections;
    private String connection = "";
    private int commands;
    private @Nullable BusSocket socket;
    private @Nullable String sessionId;
    private boolean connected;
    private boolean inside;
    private boolean syncing;
    private boolean returns = true;
    private long heardNanos;
    private int closingCode;

    /** Starts at the node of this number among all of them. */
    LiveClient(Loop loop, History history, List<String> nodes, int node, Person person, long meetingId) {
        this.loop = loop;
        this.nodes = List.copyOf(nodes);
        this.node = node;
        this.person = person;
        this.meetingId = meetingId;
        this.log = new ClientLog(history, person.id(), meetingId);
        this.replies = new Replies(loop, PATIENCE);
        this.open = new OpenCommands(loop, replies, log, this::goIn);
        this.random = new Random(person.id().hashCode());
    }

    /** Asks for admission, then connects. */
    void start() {
        var request = HttpRequest.newBuilder(URI.create(nodes.get(node) + "/api/meeting/" + meetingId + "/join"))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + person.token())
                .POST(BodyPublishers.noBody())
                .build();
        var unused = loop.http()
                .sendAsync(request, BodyHandlers.discarding())
                .whenCompleteAsync(
                        (answer, failure) -> {
                            if (failure == null && answer.statusCode() == 200) {
                                connect();
                            } else {
                                moveOn(this::start);
                            }
                        },
                        loop.executor());
    }

    /** Sends a command under a name of its own, now or once it is inside; goes on when it is answered, whatever the answer. */
    void command(String address, JsonObject body, Runnable then) {
        open.add(person.id() + "-" + ++commands, address, body, then);
    }

    /** Lets the connection break and stays away: a closed lid. */
    void vanish() {
        doNotReturn();
        if (socket != null) {
            socket.abort();
        }
    }

    /** Stays until the connection breaks by itself, and does not come back then. */
    void doNotReturn() {
        returns = false;
    }

    String user() {
        return person.id();
    }

    int node() {
        return node;
    }

    boolean isInside() {
        return inside;
    }

    boolean returns() {
        return returns;
    }

    boolean isIdle() {
        return open.isEmpty();
    }

    /** How far its stream goes without a gap; below 0 before its first join. */
    long position() {
        return position.last();
    }

    private void connect() {
        connection = person.id() + "#" + ++connections;
        closingCode = 0;
        socket = BusSocket.open(loop.http(), loop.executor(), nodes.get(node), person.token(), this);
    }

    @Override
    public void opened(BusSocket opened) {
        connected = true;
        heardNanos = System.nanoTime();
        register(opened);
        join(opened);
        beat(opened);
    }

    private void register(BusSocket at) {
        at.send(new JsonObject()
                .put("type", "register")
                .put("address", "meeting." + meetingId)
                .put("headers", new JsonObject()));
    }

    private void beat(BusSocket at) {
        var pinged = System.nanoTime();
        at.send(new JsonObject().put("type", "ping"));
        loop.afterListening(PONG, () -> {
            if (at == socket && heardNanos < pinged) {
                at.abort();
            }
        });
        loop.after(PING, () -> ifStill(at, () -> beat(at)));
    }

    private void join(BusSocket at) {
        syncing = true;
        var from = position.isKnown() ? (Long) position.last() : null;
        var body = position.asking(new JsonObject().put("meetingId", meetingId));
        if (sessionId != null) {
            body.put("sessionId", sessionId);
        }
        replies.ask(
                at,
                "join_meeting_room",
                body,
                answer -> joined(at, from, answer),
                (status, code) -> refused(at, status, code));
    }

    // As Gavel's own client: a join that was late, by a connection that is gone, may have taken the session with it.
    private void goIn(BusSocket at) {
        Runnable next = syncing ? () -> goIn(at) : () -> join(at);
        loop.after(syncing ? SOON : Duration.ZERO, () -> ifStill(at, next));
    }

    private void joined(BusSocket at, @Nullable Long from, JsonObject answer) {
        log.synced(connection, from, answer);
        sessionId = answer.getString("sessionId");
        syncing = false;
        inside = true;
        // What the snapshot shows needs no events: those of the answer are for who keeps the whole stream.
        position.startAt(answer.getLong("seq"), answer.getString("epoch"));
        open.inside(at);
        fillGap(at);
    }

    private void refused(BusSocket at, int status, String code) {
        if (code.equals("NOT_JOINED")) {
            sessionId = null;
            at.abort();
        } else if (status == 404 || status == 410) {
            returns = false;
            at.abort();
        } else {
            loop.after(SOON, () -> ifStill(at, () -> join(at)));
        }
    }

    private void fillGap(BusSocket at) {
        if (!position.hasGap() || syncing) {
            return;
        }
        syncing = true;
        var from = position.last();
        var body = position.asking(new JsonObject().put("meetingId", meetingId));
        replies.ask(at, "resume_meeting", body, answer -> resumed(at, from, answer), (status, code) -> {
            syncing = false;
            loop.after(SOON, () -> ifStill(at, () -> fillGap(at)));
        });
    }

    private void resumed(BusSocket at, long from, JsonObject answer) {
        log.synced(connection, from, answer);
        syncing = false;
        if (answer.getBoolean("reset", false)) {
            position.startAt(answer.getLong("seq"), answer.getString("epoch"));
            join(at);
        } else {
            ClientLog.objects(answer.getJsonArray("events")).forEach(event -> position.has(event.getLong("seq")));
            fillGap(at);
        }
    }

    @Override
    public void received(BusSocket from, JsonObject frame) {
        if (from != socket) {
            return;
        }
        heardNanos = System.nanoTime();
        if (("meeting." + meetingId).equals(frame.getString("address"))) {
            heard(from, frame);
        } else if ("closing".equals(frame.getValue("body"))) {
            closingCode = frame.getInteger("failureCode");
        } else {
            replies.take(frame);
        }
    }

    private void heard(BusSocket from, JsonObject frame) {
        if (!"rec".equals(frame.getString("type"))) {
            // Whether it may listen could not be judged.
            loop.after(SOON, () -> ifStill(from, () -> register(from)));
            return;
        }
        var event = frame.getJsonObject("body");
        log.delivered(connection, event);
        position.has(event.getLong("seq"));
        fillGap(from);
        if ("user_left_meeting".equals(event.getString("event")) && person.id().equals(event.getString("userId"))) {
            goIn(from);
        }
    }

    @Override
    public void closed(BusSocket from, int code) {
        if (from != socket) {
            return;
        }
        var told = code == BusSocket.ABNORMAL && closingCode > 0 ? closingCode : code;
        if (connected) {
            log.lost(connection, heardNanos, told);
        }
        open.lost();
        socket = null;
        connected = false;
        inside = false;
        syncing = false;
        replies.forget();
        returns &= told != FORBIDDEN && told != TOKEN_EXPIRED;
        if (returns) {
            moveOn(sessionId == null ? this::start : this::connect);
        } else {
            log.gone();
        }
    }

    /** Goes on at the next node, not all clients at once. */
    private void moveOn(Runnable next) {
        node = (node + 1) % nodes.size();
        loop.after(Duration.ofMillis(100 + random.nextInt(900)), () -> {
            if (returns) {
                next.run();
            } else {
                log.gone();
            }
        });
    }

    private void ifStill(BusSocket at, Runnable work) {
        if (at == socket) {
            work.run();
        }
    }
}
