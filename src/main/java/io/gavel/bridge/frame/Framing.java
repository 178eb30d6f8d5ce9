package io.gavel.bridge.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gavel.json.WireJson;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** How frames become the bytes of WebSocket text messages from a server (RFC 6455, 5.2: not masked, so alike for everyone). */
public enum Framing {
    /** On the raw WebSocket each frame is a message. */
    RAW {
        @Override
        public byte[] encode(List<String> frames) {
            var bytes = new ByteArrayOutputStream();
            frames.forEach(frame -> writeMessage(bytes, frame.getBytes(UTF_8)));
            return bytes.toByteArray();
        }
    },
    /** SockJS takes any number of frames in one message: {@code a["…","…"]}. */
    SOCKJS {
        @Override
        public byte[] encode(List<String> frames) {
            var bytes = new ByteArrayOutputStream();
            writeMessage(bytes, ("a" + WireJson.encode(frames)).getBytes(UTF_8));
            return bytes.toByteArray();
        }
    };

    /** What clients take in one piece without being asked to. */
    private static final int MOST_IN_ONE_PIECE = 65536;

    private static final int TEXT = 1;
    private static final int CONTINUATION = 0;
    private static final int LAST_PIECE = 0x80;

    /** All of them, in their order, as they go to the network. */
    public abstract byte[] encode(List<String> frames);

    private static void writeMessage(ByteArrayOutputStream bytes, byte[] text) {
        var start = 0;
        do {
            var length = Math.min(MOST_IN_ONE_PIECE, text.length - start);
            var isLast = start + length == text.length;
            bytes.write((isLast ? LAST_PIECE : 0) | (start == 0 ? TEXT : CONTINUATION));
            writeLength(bytes, length);
            bytes.write(text, start, length);
            start += length;
        } while (start < text.length);
    }

    private static void writeLength(ByteArrayOutputStream bytes, int length) {
        if (length < 126) {
            bytes.write(length);
        } else if (length < 65536) {
            bytes.write(126);
            bytes.write(length >> 8);
            bytes.write(length);
        } else {
            bytes.write(127);
            for (var shift = 56; shift >= 0; shift -= 8) {
                bytes.write((int) ((long) length >> shift));
            }
        }
    }
}
