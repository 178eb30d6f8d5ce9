package io.gavel.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Somebody who listens to a meeting and takes nothing from the socket, whose buffer is as small as it can be. */
public final class SlowReader implements AutoCloseable {
    private static final int BUFFER = 4096;
    private static final int PATIENCE_MILLIS = 15_000;
    private static final byte LAST_TEXT = (byte) 0x81;
    private static final int MASKED = 0x80;
    private static final int LONG = 126;

    private final Socket socket = new Socket();
    private final ScheduledExecutorService pings = Executors.newSingleThreadScheduledExecutor();

    private SlowReader() {}

    /** Connects and registers; reads nothing but the handshake. */
    public static SlowReader open(String url, String token, long meetingId) throws IOException {
        var reader = new SlowReader();
        reader.connect(URI.create(url), token);
        reader.send(new JsonObject()
                .put("type", "register")
                .put("address", "meeting." + meetingId)
                .put("headers", new JsonObject()));
        reader.keepAlive();
        return reader;
    }

    private void connect(URI node, String token) throws IOException {
        socket.setReceiveBufferSize(BUFFER);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(node.getHost(), node.getPort()));
        socket.getOutputStream()
                .write(("GET /eventbus/websocket?access_token=" + token + " HTTP/1.1\r\nHost: " + node.getAuthority()
                                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                                + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                        .getBytes(ISO_8859_1));
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("no handshake: " + head);
            }
            head.append((char) next);
        }
        if (!head.toString().startsWith("HTTP/1.1 101 ")) {
            throw new IOException("no WebSocket: " + head);
        }
    }

    /** It is slow, not idle. */
    private void keepAlive() {
        var unused = pings.scheduleAtFixedRate(
                () -> {
                    try {
                        send(new JsonObject().put("type", "ping"));
                    } catch (IOException closed) {
                        pings.shutdown();
                    }
                },
                5,
                5,
                TimeUnit.SECONDS);
    }

    /** A short text frame, its mask all zero. */
    private void send(JsonObject frame) throws IOException {
        var text = frame.encode().getBytes(UTF_8);
        if (text.length >= LONG) {
            throw new IllegalArgumentException("too long for a short frame: " + frame);
        }
        var bytes = new byte[text.length + 6];
        bytes[0] = LAST_TEXT;
        bytes[1] = (byte) (MASKED | text.length);
        System.arraycopy(text, 0, bytes, 6, text.length);
        synchronized (this) {
            socket.getOutputStream().write(bytes);
        }
    }

    /** Reads all that is still to come, to the connection's end; returns its tail as text. */
    String readOn(int tail) {
        var read = new ByteArrayOutputStream();
        var buffer = new byte[64 * 1024];
        try {
            for (int length = socket.getInputStream().read(buffer);
                    length >= 0;
                    length = socket.getInputStream().read(buffer)) {
                read.write(buffer, 0, length);
            }
        } catch (IOException broken) {
            read.writeBytes(("[" + broken.getMessage() + "]").getBytes(UTF_8));
        }
        var all = read.toString(ISO_8859_1);
        return all.substring(Math.max(0, all.length() - tail));
    }

    @Override
    public void close() throws IOException {
        pings.shutdownNow();
        socket.close();
    }
}
