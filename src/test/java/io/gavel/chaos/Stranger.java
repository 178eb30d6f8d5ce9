package io.gavel.chaos;

import io.gavel.cluster.BusSocket;
import io.gavel.cluster.Loop;
import io.gavel.cluster.Person;
import io.gavel.cluster.Platform;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Somebody of no meeting who wants to listen to all of them, again and again, and keeps every frame that comes. */
final class Stranger implements BusSocket.Owner, AutoCloseable {
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Loop loop = new Loop();
    private final Person person = Platform.person("stranger", "A stranger");
    private final String url;
    private final List<Crowd> crowds;
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final AtomicLong refused = new AtomicLong();
    private @Nullable BusSocket socket;
    private volatile boolean returns = true;

    Stranger(String url, List<Crowd> crowds) {
        this.url = url;
        this.crowds = crowds;
        loop.run(this::connect);
    }

    private void connect() {
        if (returns) {
            socket = BusSocket.open(loop.http(), loop.executor(), url, person.token(), this);
        }
    }

    @Override
    public void opened(BusSocket opened) {
        ask(opened);
    }

    private void ask(BusSocket at) {
        if (at == socket && returns) {
            crowds.forEach(crowd -> {
                at.send(frame("register", "meeting." + crowd.load().meetingId(), crowd));
                at.send(frame("send", "resume_meeting", crowd).put("replyAddress", "r"));
            });
            at.send(new JsonObject().put("type", "ping"));
            loop.after(AGAIN, () -> ask(at));
        }
    }

    private static JsonObject frame(String type, String address, Crowd crowd) {
        var body = new JsonObject().put("meetingId", crowd.load().meetingId()).put("afterSeq", 0);
        return new JsonObject()
                .put("type", type)
                .put("address", address)
                .put("headers", new JsonObject())
                .put("body", body);
    }

    @Override
    public void received(BusSocket from, JsonObject frame) {
        if ("err".equals(frame.getString("type"))) {
            refused.incrementAndGet();
        }
        var text = frame.encode();
        if (crowds.stream().anyMatch(crowd -> text.contains(crowd.canary()))) {
            heard.add(text);
        }
    }

    @Override
    public void closed(BusSocket from, int code) {
        loop.after(AGAIN, this::connect);
    }

    /** Frames that tell of a meeting. */
    List<String> heard() {
        return List.copyOf(heard);
    }

    long refused() {
        return refused.get();
    }

    @Override
    public void close() {
        returns = false;
        loop.run(() -> {
            if (socket != null) {
                socket.abort();
            }
        });
        loop.close();
    }
}
