package io.gavel.chaos;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One direction of a connection: what comes leaves in the order in which it came, when its wire lets it. */
final class Flow {
    private static final Logger LOG = LoggerFactory.getLogger(Flow.class);
    private static final int MOST_WAITING = 256;

    private final Vertx vertx;
    private final Rule rule;
    private final NetSocket in;
    private final NetSocket out;
    private final Deque<Piece> waiting = new ArrayDeque<>();
    private long lastDue = System.nanoTime();
    private boolean ended;

    /** What holds for this direction. */
    interface Rule {
        boolean isCut();

        /** When a piece that comes now may leave, the one before it at that time. */
        long due(long before, int bytes);

        /** Sees what came; false where the connection broke because of it. */
        boolean takes(Buffer bytes);

        /** Nothing more comes. */
        void ended();
    }

    private record Piece(Buffer bytes, long due) {}

    Flow(Vertx vertx, Rule rule, NetSocket in, NetSocket out) {
        this.vertx = vertx;
        this.rule = rule;
        this.in = in;
        this.out = out;
    }

    void begin() {
        in.handler(this::came);
        in.exceptionHandler(broken -> LOG.debug("a connection broke", broken));
        in.closeHandler(closed -> {
            ended = true;
            rule.ended();
            drain();
        });
        in.resume();
    }

    private void came(Buffer bytes) {
        if (rule.takes(bytes)) {
            lastDue = rule.due(lastDue, bytes.length());
            waiting.add(new Piece(bytes, lastDue));
            if (waiting.size() > MOST_WAITING) {
                in.pause();
            }
            drain();
        }
    }

    /** Passes on what may pass. */
    void drain() {
        while (!waiting.isEmpty() && !rule.isCut()) {
            var wait = waiting.element().due() - System.nanoTime();
            if (wait > 0) {
                vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(wait) + 1, now -> drain());
                return;
            }
            if (out.writeQueueFull()) {
                in.pause();
                out.drainHandler(now -> drain());
                return;
            }
            var unused = out.write(waiting.remove().bytes());
        }
        if (waiting.isEmpty()) {
            atRest();
        }
    }

    private void atRest() {
        if (!ended) {
            in.resume();
        } else if (!rule.isCut()) {
            var unused = out.close();
        }
    }
}
