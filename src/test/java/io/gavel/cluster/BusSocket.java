package io.gavel.cluster;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to the bridge by raw WebSocket, on the JDK's own client; everything happens on the owner's executor. */
public final class BusSocket implements WebSocket.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(BusSocket.class);

    /** The code of a connection that ended without one. */
    static final int ABNORMAL = 1006;

    private static final Duration HANDSHAKE = Duration.ofSeconds(4);

    private final Owner owner;
    private final Executor executor;
    private final StringBuilder text = new StringBuilder();
    private CompletableFuture<WebSocket> sent = new CompletableFuture<>();
    private @Nullable WebSocket socket;
    private boolean over;

    /** Whoever holds the connection; told nothing more once it is closed. */
    public interface Owner {
        void opened(BusSocket socket);

        void received(BusSocket socket, JsonObject frame);

        /** Also when it never opened. */
        void closed(BusSocket socket, int code);
    }

    private BusSocket(Owner owner, Executor executor) {
        this.owner = owner;
        this.executor = executor;
    }

    /** Connects to the node at this URL, such as http://127.0.0.1:5000. */
    public static BusSocket open(HttpClient client, Executor executor, String url, String token, Owner owner) {
        var socket = new BusSocket(owner, executor);
        var address = URI.create(url.replaceFirst("^http", "ws") + "/eventbus/websocket?access_token=" + token);
        var unused = client.newWebSocketBuilder()
                .connectTimeout(HANDSHAKE)
                .buildAsync(address, socket)
                .whenCompleteAsync((opened, failure) -> socket.connected(opened, failure), executor);
        return socket;
    }

    private void connected(@Nullable WebSocket opened, @Nullable Throwable failure) {
        if (opened == null || failure != null) {
            end(ABNORMAL);
        } else if (over) {
            opened.abort();
        } else {
            socket = opened;
            sent.complete(opened);
            owner.opened(this);
        }
    }

    /** Sends after all that was sent before. */
    public void send(JsonObject frame) {
        sent = sent.thenCompose(open -> open.sendText(frame.encode(), true));
    }

    /** Ends it without a word, as a cable that is pulled out; the owner is told. */
    public void abort() {
        if (socket != null) {
            socket.abort();
        }
        end(ABNORMAL);
    }

    private void end(int code) {
        if (!over) {
            over = true;
            owner.closed(this, code);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            var frame = text.toString();
            text.setLength(0);
            receive(frame);
        }
        from.request(1);
        return null;
    }

    /** Vert.x's own bridge speaks so on a raw WebSocket. */
    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
        return onText(from, StandardCharsets.UTF_8.decode(part), last);
    }

    private void receive(String frame) {
        if (over) {
            return;
        }
        try {
            owner.received(this, new JsonObject(frame));
        } catch (RuntimeException failure) {
            LOG.error("no client understands {}", frame, failure);
            throw failure;
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        executor.execute(() -> end(code));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        executor.execute(() -> end(ABNORMAL));
    }
}
