package io.gavel.bridge;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A browser's end of the bridge, on the raw WebSocket. It pings every five seconds, as vertx-eventbus.js does. */
public final class BridgeClient implements AutoCloseable {
    /** An address at which nobody may send: its refusal tells that all frames before it have taken effect. */
    private static final String NOWHERE = "nowhere";

    private static final long PATIENCE_SECONDS = 30;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private final Map<String, CompletableFuture<JsonObject>> awaited = new ConcurrentHashMap<>();
    private final Map<String, List<JsonObject>> received = new ConcurrentHashMap<>();
    private final List<JsonObject> frames = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();
    private final Incoming incoming = new Incoming();
    private final WebSocket socket;
    private CompletableFuture<?> writing = CompletableFuture.completedFuture(null);

    private BridgeClient(String address, String... headers) {
        var builder = HTTP.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(10));
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        socket = await(builder.buildAsync(URI.create(address), incoming));
        pingLater();
    }

    /**
     * Connects with a token.
     *
     * @param url the node's, as {@code http://127.0.0.1:5000}
     */
    public static BridgeClient connect(String url, String token) {
        return open(url, "access_token=" + token);
    }

    /** Connects with this query and these headers, which come as name, value; {@code http://} becomes {@code ws://}. */
    public static BridgeClient open(String url, String query, String... headers) {
        return new BridgeClient(url.replaceFirst("^http", "ws") + "/eventbus/websocket?" + query, headers);
    }

    /** The status with which the node refuses this handshake. */
    public static int refusedStatus(String url, String query, String... headers) {
        try {
            open(url, query, headers).close();
            throw new AssertionError("connected");
        } catch (CompletionException failure) {
            var cause = failure.getCause();
            if (cause instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw failure;
        }
    }

    /** Registers, and waits until it is in force. */
    public void register(String address) {
        var before = errorsAt(address).size();
        write(new JsonObject().put("type", "register").put("address", address));
        settle();
        if (errorsAt(address).size() > before) {
            throw new AssertionError("not registered: " + errorsAt(address));
        }
    }

    /** Registers where it is refused; returns the frame that says so. */
    public JsonObject refusedRegister(String address) {
        var before = errorsAt(address).size();
        write(new JsonObject().put("type", "register").put("address", address));
        settle();
        return errorsAt(address).get(before);
    }

    public void unregister(String address) {
        write(new JsonObject().put("type", "unregister").put("address", address));
    }

    /** Waits until every frame that was sent so far has taken effect, commands excepted: these tell by their answers. */
    public void settle() {
        try {
            await(send(NOWHERE, new JsonObject()));
            throw new AssertionError("somebody listens at " + NOWHERE);
        } catch (Refused expected) {
            if (expected.status() != 403) {
                throw expected;
            }
        }
    }

    /** Sends a command; the future gets the answer's body, or fails with {@link Refused}. */
    public CompletableFuture<JsonObject> send(String address, JsonObject body) {
        var replyAddress = UUID.randomUUID().toString();
        var answer = new CompletableFuture<JsonObject>();
        awaited.put(replyAddress, answer);
        write(new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("replyAddress", replyAddress)
                .put("body", body));
        return answer;
    }

    /** Sends a command that must succeed; returns the answer's body. */
    public JsonObject ask(String address, JsonObject body) {
        return await(send(address, body));
    }

    /** Sends a command that must fail; returns how. */
    public Refused refusal(String address, JsonObject body) {
        try {
            throw new AssertionError("expected a failure, got " + ask(address, body));
        } catch (Refused refused) {
            return refused;
        }
    }

    public void write(JsonObject frame) {
        write(frame.encode());
    }

    /** Writes a text frame to the letter. */
    public void write(String frame) {
        write(frame, true);
    }

    /** Writes a part of a message, the last one or not. */
    public void write(String part, boolean last) {
        send(() -> socket.sendText(part, last));
    }

    /** One frame at a time: the socket takes no second one before the first is gone, and none once it is closed. */
    private synchronized void send(Supplier<CompletableFuture<WebSocket>> frame) {
        writing = writing.handle((done, failure) -> socket.isOutputClosed())
                .thenCompose(closed -> closed ? CompletableFuture.completedFuture(null) : frame.get());
    }

    /** The bodies of what came live to this address, in their order. */
    public List<JsonObject> received(String address) {
        return List.copyOf(received.getOrDefault(address, List.of()));
    }

    /** Every frame that came, in their order. */
    public List<JsonObject> frames() {
        return List.copyOf(frames);
    }

    /** Whether any frame was binary: a Blob, in a browser. */
    public boolean gotBinary() {
        return incoming.binary;
    }

    /** The err frames that carry this address. */
    public List<JsonObject> errorsAt(String address) {
        return frames.stream()
                .filter(frame -> "err".equals(frame.getString("type")) && address.equals(frame.getString("address")))
                .toList();
    }

    /** Sends a ping of the WebSocket itself, which is no frame of the bridge. */
    public void pingSocket() {
        send(() -> socket.sendPing(ByteBuffer.allocate(0)));
    }

    /** Takes nothing more from the socket, like a browser whose machine hangs. */
    public void stopReading() {
        incoming.reading = false;
    }

    /** How the node closed the connection; waits for it. */
    public Closed closed() {
        return await(closed);
    }

    public boolean isClosed() {
        return closed.isDone();
    }

    /** Says good-bye. */
    @Override
    public void close() {
        send(() -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    }

    /** Is gone without a word, like a browser whose network is. */
    public void drop() {
        socket.abort();
        closed.complete(new Closed(1006, ""));
    }

    private void pingLater() {
        CompletableFuture.delayedExecutor(5, SECONDS).execute(() -> {
            if (!closed.isDone() && !socket.isOutputClosed()) {
                write("{\"type\":\"ping\"}");
                pingLater();
            }
        });
    }

    private void arrived(JsonObject frame) {
        frames.add(frame);
        var address = frame.getString("address");
        var answer = address == null ? null : awaited.remove(address);
        if (answer != null && "rec".equals(frame.getString("type"))) {
            answer.complete(frame.getJsonObject("body"));
        } else if (answer != null) {
            answer.completeExceptionally(new Refused(frame.getInteger("failureCode"), frame.getString("message")));
        } else if (address != null && "rec".equals(frame.getString("type"))) {
            received.computeIfAbsent(address, unknown -> new CopyOnWriteArrayList<>())
                    .add(frame.getJsonObject("body"));
        }
    }

    private void ended(Closed how) {
        closed.complete(how);
        awaited.values()
                .forEach(answer -> answer.completeExceptionally(
                        new IllegalStateException("the connection was closed before the answer: " + how)));
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, SECONDS);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RuntimeException cause
                    ? cause
                    : new CompletionException(failure.getCause());
        } catch (TimeoutException | InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    /** How a connection was closed. */
    public record Closed(int code, String word) {}

    private final class Incoming implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        volatile boolean reading = true;
        volatile boolean binary;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                arrived(new JsonObject(text.toString()));
                text.setLength(0);
            }
            if (reading) {
                from.request(1);
            }
            return null;
        }

        /** The stock bridge writes these. */
        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            binary = true;
            return onText(from, StandardCharsets.UTF_8.decode(data), last);
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            ended(new Closed(code, reason));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            ended(new Closed(1006, ""));
        }
    }
}
