package io.gavel.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gavel.bridge.BridgeClient.Closed;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A WebSocket whose frames are made byte by byte, also such as no client would send. */
final class FramesSocket implements AutoCloseable {
    static final int TEXT = 0x81;
    static final int BINARY = 0x82;
    static final int CLOSE = 0x88;
    static final int PING = 0x89;

    /** What leaves out the first bit is not the last fragment of its message. */
    static final int TEXT_BEGUN = 0x01;

    static final int CONTINUED = 0x00;
    static final int CONTINUED_TO_ITS_END = 0x80;

    private static final int MASKED = 0x80;

    private final SocketBytes bytes;
    private final String head;
    private final List<String> messages = new ArrayList<>();

    private FramesSocket(SocketBytes bytes, String head) {
        this.bytes = bytes;
        this.head = head;
    }

    /** Asks for a WebSocket; headers end with CR LF, and may be none. */
    static FramesSocket open(String url, String path, String headers) {
        var bytes = SocketBytes.open(url);
        bytes.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers + "\r\n");
        return new FramesSocket(bytes, bytes.head());
    }

    /** The head of the node's answer to the handshake. */
    String head() {
        return head;
    }

    /** Whether it is a WebSocket. */
    boolean isOpen() {
        return head.startsWith("HTTP/1.1 101 ");
    }

    FramesSocket send(int first, String payload) {
        return send(first, payload.getBytes(UTF_8));
    }

    /** A masked frame with this first byte. */
    FramesSocket send(int first, byte[] payload) {
        return raw(frame(first, MASKED, payload));
    }

    /** The same frame so many times, in one piece. */
    FramesSocket repeat(int times, int first, String payload) {
        var frame = frame(first, MASKED, payload.getBytes(UTF_8));
        var all = ByteBuffer.allocate(times * frame.length);
        for (int i = 0; i < times; i++) {
            all.put(frame);
        }
        return raw(all.array());
    }

    FramesSocket sendUnmasked(int first, String payload) {
        return raw(frame(first, 0, payload.getBytes(UTF_8)));
    }

    FramesSocket raw(byte[] sent) {
        bytes.send(sent);
        return this;
    }

    /** The texts that have come; they are taken from the socket while its end is waited for. */
    List<String> messages() {
        return List.copyOf(messages);
    }

    /** Reads until the node closes the connection, and tells how: 1006 where it said nothing. */
    Closed closed() {
        var how = new Closed(1006, "");
        for (int first = bytes.next(); first >= 0; first = bytes.next()) {
            var payload = payload();
            if ((first & 0x0f) == 8) {
                how = new Closed(
                        ((payload[0] & 0xff) << 8) | (payload[1] & 0xff),
                        new String(payload, 2, payload.length - 2, UTF_8));
                send(CLOSE, payload);
            } else if (first == TEXT) {
                messages.add(new String(payload, UTF_8));
            }
        }
        return how;
    }

    /** Reads the next text, and passes over pongs. */
    String next() {
        for (int first = bytes.next(); first >= 0; first = bytes.next()) {
            var payload = payload();
            if (first == TEXT) {
                return new String(payload, UTF_8);
            }
        }
        throw new AssertionError("the connection was closed");
    }

    private byte[] payload() {
        int length = bytes.next();
        if (length == 126) {
            length = (bytes.next() << 8) | bytes.next();
        }
        var payload = new byte[length];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) bytes.next();
        }
        return payload;
    }

    /** The mask is all zeros, and changes nothing. */
    private static byte[] frame(int first, int mask, byte[] payload) {
        var frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(mask | payload.length);
        } else {
            frame.write(mask | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        if (mask != 0) {
            frame.writeBytes(new byte[4]);
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    @Override
    public void close() {
        bytes.close();
    }
}
