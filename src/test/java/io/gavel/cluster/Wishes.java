package io.gavel.cluster;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one client wants done, one after the other: each is asked again, word for word, until somebody answers it. */
final class Wishes {
    private static final Duration SOON = Duration.ofMillis(500);

    private final Loop loop;
    private final Replies replies;
    private final Deque<Wish> open = new ArrayDeque<>();
    private final List<String> refused = new ArrayList<>();
    private @Nullable BusSocket socket;
    private int repeats;

    private record Wish(String address, JsonObject body, Consumer<JsonObject> done) {}

    Wishes(Loop loop, Replies replies) {
        this.loop = loop;
        this.replies = replies;
    }

    void add(String address, JsonObject body, Consumer<JsonObject> done) {
        open.add(new Wish(address, body, done));
        if (open.size() == 1) {
            ask();
        }
    }

    boolean areDone() {
        return open.isEmpty();
    }

    /** How often something was asked that may have been done already. */
    int repeats() {
        return repeats;
    }

    List<String> refused() {
        return List.copyOf(refused);
    }

    void connected(BusSocket at) {
        socket = at;
        repeat();
    }

    void lost() {
        socket = null;
    }

    private void repeat() {
        repeats += open.isEmpty() ? 0 : 1;
        ask();
    }

    private void ask() {
        var at = socket;
        var wish = open.peek();
        if (at != null && wish != null) {
            replies.ask(
                    at,
                    wish.address,
                    wish.body,
                    answer -> done(wish, answer),
                    (status, code) -> failed(at, wish, status, code));
        }
    }

    private void failed(BusSocket at, Wish wish, int status, String code) {
        if (status >= 400 && status < 500) {
            refused.add(wish.address + " " + wish.body + ": " + code);
            done(wish, new JsonObject());
        } else {
            loop.after(SOON, () -> {
                if (at == socket) {
                    repeat();
                }
            });
        }
    }

    private void done(Wish wish, JsonObject answer) {
        open.remove(wish);
        var more = !open.isEmpty();
        wish.done.accept(answer);
        if (more) {
            ask();
        }
    }
}
