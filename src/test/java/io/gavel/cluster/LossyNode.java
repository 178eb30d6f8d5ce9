package io.gavel.cluster;

import io.gavel.history.Entry;
import io.gavel.history.StoredMeeting;
import io.gavel.history.StoredMeeting.StoredCommand;
import io.gavel.history.StoredMeeting.StoredEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.BridgeEventType;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One meeting in memory behind Vert.x's own bridge, which loses every so manieth push and answer on purpose. */
final class LossyNode extends VerticleBase implements AutoCloseable {
    static final long MEETING = 1;
    private static final int LOST_PUSH = 7;
    private static final int LOST_ANSWER = 40;

    private final Vertx owner = Vertx.vertx();
    private final List<JsonObject> events = new ArrayList<>();
    private final Map<Entry.Key, Long> results = new HashMap<>();
    private final TreeSet<String> inside = new TreeSet<>();
    private final List<SockJSSocket> sockets = new ArrayList<>();
    private @Nullable HttpServer server;
    private boolean loses = true;
    private int answers;

    static LossyNode launch() throws TimeoutException {
        var node = new LossyNode();
        node.owner.deployVerticle(node).await(10, TimeUnit.SECONDS);
        return node;
    }

    @Override
    public Future<?> start() {
        var router = Router.router(vertx);
        router.post("/api/meeting/:id/join").handler(route -> route.response().end("{}"));
        var anything = new PermittedOptions().setAddressRegex(".*");
        var options = new SockJSBridgeOptions().addInboundPermitted(anything).addOutboundPermitted(anything);
        router.route("/eventbus*").subRouter(SockJSHandler.create(vertx).bridge(options, this::seen));
        vertx.eventBus().consumer("join_meeting_room", this::join);
        vertx.eventBus().consumer("resume_meeting", this::resume);
        Stream.of("meeting_audio_status", "meeting_video_status", "meeting_hand_raised")
                .forEach(address -> vertx.eventBus().consumer(address, this::command));
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .onSuccess(up -> server = up);
    }

    String url() {
        return "http://127.0.0.1:" + Objects.requireNonNull(server).actualPort();
    }

    /** Cuts all connections. */
    void cut() {
        context.runOnContext(now -> {
            sockets.forEach(SockJSSocket::close);
            sockets.clear();
        });
    }

    /** Loses nothing more, and says once more that something happened, so that everybody can notice what is missing. */
    void mend() {
        context.runOnContext(now -> {
            loses = false;
            append("meeting_updated", "");
        });
    }

    StoredMeeting stored() throws TimeoutException {
        var stored = Promise.<StoredMeeting>promise();
        context.runOnContext(now -> stored.complete(read()));
        return stored.future().await(10, TimeUnit.SECONDS);
    }

    private StoredMeeting read() {
        return new StoredMeeting(
                MEETING,
                events.size(),
                events.stream()
                        .map(event -> new StoredEvent(
                                event.getLong("seq"),
                                event.getString("event"),
                                event.encode(),
                                event.getString("userId")))
                        .toList(),
                results.entrySet().stream()
                        .map(result -> new StoredCommand(result.getKey(), result.getValue()))
                        .toList(),
                inside,
                inside,
                System.nanoTime());
    }

    /** The sender is who the connection's token names. */
    private void seen(BridgeEvent event) {
        if (event.type() == BridgeEventType.SOCKET_CREATED) {
            sockets.add(event.socket());
        } else if (event.type() == BridgeEventType.SOCKET_PING) {
            event.socket().write("{\"type\":\"pong\"}");
        } else if (event.type() == BridgeEventType.SEND) {
            var claims = event.socket().uri().split("\\.", -1)[1];
            var user = new JsonObject(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8));
            event.getRawMessage().put("headers", new JsonObject().put("user", user.getString("sub")));
        }
        event.complete(true);
    }

    private void join(Message<JsonObject> message) {
        var user = message.headers().get("user");
        if (inside.add(user)) {
            append("user_joined_meeting", user);
        }
        var people = new JsonArray();
        inside.forEach(person -> people.add(new JsonObject().put("userId", person)));
        var after = message.body().getInteger("afterSeq");
        message.reply(page(after == null ? events.size() : after)
                .put("sessionId", "session of " + user)
                .put("snapshot", new JsonObject().put("participants", people)));
    }

    private void resume(Message<JsonObject> message) {
        message.reply(page(message.body().getInteger("afterSeq")).put("more", false));
    }

    private JsonObject page(int after) {
        return new JsonObject()
                .put("ok", true)
                .put("epoch", "memory")
                .put("seq", events.size())
                .put("reset", false)
                .put("events", new JsonArray(new ArrayList<>(events.subList(after, events.size()))));
    }

    private void command(Message<JsonObject> message) {
        var user = message.headers().get("user");
        var key = new Entry.Key(user, message.body().getString("clientEventId"));
        var type = message.address().replaceFirst("meeting_", "user_");
        var seq = results.computeIfAbsent(key, unknown -> append(type, user));
        if (!loses || ++answers % LOST_ANSWER != 0) {
            message.reply(new JsonObject().put("ok", true).put("seq", seq));
        }
    }

    private long append(String type, String user) {
        var event = new JsonObject()
                .put("event", type)
                .put("seq", events.size() + 1)
                .put("meetingId", MEETING)
                .put("userId", user);
        events.add(event);
        if (!loses || events.size() % LOST_PUSH != 0) {
            vertx.eventBus().publish("meeting." + MEETING, event);
        }
        return events.size();
    }

    @Override
    public void close() throws TimeoutException {
        owner.close().await(10, TimeUnit.SECONDS);
    }
}
