package io.gavel.cluster;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One client's commands that are not answered yet: each is repeated under its name until somebody knows what became of it. */
final class OpenCommands {
    private static final Duration SOON = Duration.ofMillis(500);

    private final Loop loop;
    private final Replies replies;
    private final ClientLog log;
    private final Consumer<BusSocket> outside;
    private final Map<String, Command> open = new LinkedHashMap<>();
    private @Nullable BusSocket socket;

    private record Command(String address, JsonObject body, Runnable then) {}

    /** @param outside hears that this connection has no session any more, and brings one about */
    OpenCommands(Loop loop, Replies replies, ClientLog log, Consumer<BusSocket> outside) {
        this.loop = loop;
        this.replies = replies;
        this.log = log;
        this.outside = outside;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Goes on when the command is answered, whatever the answer. */
    void add(String eventId, String address, JsonObject body, Runnable then) {
        open.put(eventId, new Command(address, body.put("clientEventId", eventId), then));
        if (socket != null) {
            send(socket, eventId);
        }
    }

    /** The client is inside by this connection: what is open is sent there, in its order. */
    void inside(BusSocket at) {
        socket = at;
        List.copyOf(open.keySet()).forEach(eventId -> send(at, eventId));
    }

    void lost() {
        if (socket != null) {
            open.keySet().forEach(eventId -> log.unknown(eventId, "connection lost"));
        }
        socket = null;
    }

    private void send(BusSocket at, String eventId) {
        var command = open.get(eventId);
        if (command == null || at != socket) {
            return;
        }
        log.invoked(eventId, command.address);
        replies.ask(at, command.address, command.body, answer -> acknowledged(eventId, answer), (status, code) -> {
            if (code.equals("NOT_IN_MEETING")) {
                log.unknown(eventId, code);
                outside.accept(at);
            } else if (status >= 400 && status < 500) {
                log.refused(eventId, code);
                finish(eventId);
            } else {
                log.unknown(eventId, code);
                loop.after(SOON, () -> send(at, eventId));
            }
        });
    }

    private void acknowledged(String eventId, JsonObject answer) {
        log.acknowledged(eventId, answer.getLong("seq"));
        finish(eventId);
    }

    private void finish(String eventId) {
        var command = open.remove(eventId);
        if (command != null) {
            command.then.run();
        }
    }
}
