package io.gavel.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.regex.Pattern;

/** A connection to the bridge, to the byte. */
final class RawSocket implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int CLOSE = 8;
    /** An address at which nobody may send: its refusal tells that all frames before it have been taken. */
    private static final String END = "\"the-end\"";

    private static final byte[] ENDING =
            OddFrames.frame(1, 0x80, ("{\"type\":\"send\",\"address\":" + END + "}").getBytes(UTF_8), true);
    private static final Pattern ERROR = Pattern.compile("\"failureCode\":(\\d+)|\"body\":\"(\\w+)\"");

    private final Socket socket;
    private final BufferedInputStream input;
    private final Tally tally;
    private boolean closed;
    private int asked;
    private int ends;

    private RawSocket(Socket socket, Tally tally) throws IOException {
        this.socket = socket;
        this.input = new BufferedInputStream(socket.getInputStream(), 32 * 1024);
        this.tally = tally;
    }

    static RawSocket open(URI node, String token, Tally tally) throws IOException {
        var socket = new Socket(node.getHost(), node.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        var opened = new RawSocket(socket, tally);
        opened.write(("GET /eventbus/websocket HTTP/1.1\r\nHost: " + node.getAuthority()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                .getBytes(ISO_8859_1));
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = opened.input.read();
            if (next < 0) {
                throw new IOException("no answer to the handshake: " + head);
            }
            head.append((char) next);
        }
        if (!head.toString().startsWith("HTTP/1.1 101 ")) {
            socket.close();
            throw new IOException(head.substring(0, head.indexOf("\r\n")));
        }
        return opened;
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Asks to be told when all that was written has been taken. */
    void askForTheEnd() throws IOException {
        asked++;
        write(ENDING);
    }

    /** Takes what comes until that has been told. */
    void takeToTheAskedEnd() throws IOException {
        while (!closed && ends < asked) {
            take();
        }
    }

    /** Takes everything until the node ends the connection. */
    void takeToTheEnd() throws IOException {
        while (!closed) {
            take();
        }
    }

    private void take() throws IOException {
        var first = input.read();
        var second = input.read();
        if (second < 0) {
            end("without a word");
            return;
        }
        var length = (long) second;
        if (second >= 126) {
            length = 0;
            for (int i = 0; i < (second == 126 ? 2 : 8); i++) {
                length = length << 8 | input.read();
            }
        }
        var payload = input.readNBytes((int) length);
        if ((first & 15) == CLOSE) {
            end(payload.length < 2 ? "no code" : Integer.toString(((payload[0] & 255) << 8) | (payload[1] & 255)));
        } else {
            count(new String(payload, ISO_8859_1));
        }
    }

    private void end(String how) {
        closed = true;
        tally.add("sockets closed " + how);
    }

    private void count(String frame) {
        if (frame.contains(END)) {
            ends++;
        }
        if (frame.startsWith("{\"type\":\"rec\"")) {
            tally.add("frames rec");
        } else if (frame.startsWith("{\"type\":\"pong\"")) {
            tally.add("frames pong");
        } else if (frame.startsWith("{\"type\":\"err\"")) {
            var error = ERROR.matcher(frame.substring(Math.max(0, frame.length() - 200)));
            var isKnown = error.find();
            tally.add("frames err " + (isKnown ? error.group(1) == null ? error.group(2) : error.group(1) : frame));
        } else {
            tally.add("frames other");
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
