package io.gavel.bench.net;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A WebSocket client without extensions. */
public final class WebSocketLink extends Link {
    private static final byte[] HEAD_END = Bytes.of("\r\n\r\n");
    private static final byte[] SWITCHING = Bytes.of("HTTP/1.1 101");
    private static final int TEXT = 0x81;
    private static final int PONG = 0x8A;
    private static final int MASKED = 0x80;
    private static final int FINAL = 0x80;
    private static final int SHORT = 126;
    private static final int LONG = 127;

    /** Who hears what comes. */
    public interface Listener {
        void opened(WebSocketLink link);

        void text(byte[] data, int from, int to);

        /** The server refused, or the connection ended. */
        void closed(String reason);
    }

    private final Listener listener;
    private final byte[] handshake;
    private ByteArrayOutputStream parts = new ByteArrayOutputStream(0);
    private boolean open;
    private String reason = "the connection ended";

    private WebSocketLink(Listener listener, byte[] handshake) {
        this.listener = listener;
        this.handshake = handshake;
    }

    /** Begins to connect. */
    public static void open(Loop loop, InetSocketAddress address, String path, String token, Listener listener) {
        var host = address.getHostString() + ":" + address.getPort();
        var handshake =
                "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nAuthorization: Bearer "
                        + token + "\r\n\r\n";
        loop.connect(new WebSocketLink(listener, Bytes.of(handshake)), address);
    }

    public void text(byte[] payload) {
        send(frame(TEXT, payload, 0, payload.length));
    }

    /** Masked with zeroes: a legal frame that takes no work. */
    private static ByteBuffer frame(int first, byte[] data, int from, int to) {
        int length = to - from;
        var frame = ByteBuffer.allocate(length + 14).put((byte) first);
        if (length < SHORT) {
            frame.put((byte) (MASKED | length));
        } else if (length < 1 << 16) {
            frame.put((byte) (MASKED | SHORT)).putShort((short) length);
        } else {
            frame.put((byte) (MASKED | LONG)).putLong(length);
        }
        return frame.putInt(0).put(data, from, length).flip();
    }

    @Override
    void connected() {
        send(ByteBuffer.wrap(handshake));
    }

    @Override
    void ended() {
        listener.closed(reason);
    }

    @Override
    int take(byte[] data, int from, int to) {
        return open ? frame(data, from, to) : upgrade(data, from, to);
    }

    private int upgrade(byte[] data, int from, int to) {
        int end = Bytes.find(data, from, to, HEAD_END);
        if (end < 0) {
            return from;
        }
        if (!Bytes.startsWith(data, from, to, SWITCHING)) {
            reason = Bytes.text(data, from, end);
            close();
            return to;
        }
        open = true;
        listener.opened(this);
        return end + HEAD_END.length;
    }

    private int frame(byte[] data, int from, int to) {
        if (to - from < 2) {
            return from;
        }
        int length = data[from + 1] & 127;
        int head = length == LONG ? 10 : length == SHORT ? 4 : 2;
        if (to - from < head) {
            return from;
        }
        if (length == SHORT) {
            length = number(data, from + 2);
        } else if (length == LONG) {
            length = Math.toIntExact(ByteBuffer.wrap(data, from + 2, 8).getLong());
        }
        int begin = from + head;
        if (to - begin < length) {
            return from;
        }
        handle(data[from] & 255, data, begin, begin + length);
        return begin + length;
    }

    private void handle(int first, byte[] data, int from, int to) {
        switch (first & 15) {
            case 0, 1 -> part((first & FINAL) != 0, data, from, to);
            case 8 -> {
                reason = to - from < 2 ? "closed" : "closed " + number(data, from);
                close();
            }
            case 9 -> send(frame(PONG, data, from, to));
            default -> {
                // A pong; nothing else comes.
            }
        }
    }

    private void part(boolean last, byte[] data, int from, int to) {
        if (last && parts.size() == 0) {
            listener.text(data, from, to);
            return;
        }
        parts.write(data, from, to - from);
        if (last) {
            var whole = parts.toByteArray();
            // A thousand connections would keep a snapshot's room each.
            parts = new ByteArrayOutputStream();
            listener.text(whole, 0, whole.length);
        }
    }

    private static int number(byte[] data, int at) {
        return ((data[at] & 255) << 8) | (data[at + 1] & 255);
    }
}
