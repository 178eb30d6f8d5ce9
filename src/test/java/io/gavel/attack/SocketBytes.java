package io.gavel.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** A connection to a node, byte by byte: one a char. */
final class SocketBytes implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 15_000;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3}) ");

    private final Socket socket;

    private SocketBytes(Socket socket) {
        this.socket = socket;
    }

    static SocketBytes open(String url) {
        try {
            var address = URI.create(url);
            var socket = new Socket(address.getHost(), address.getPort());
            socket.setSoTimeout(PATIENCE_MILLIS);
            return new SocketBytes(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The statuses of all answers to these bytes, until the node closes the connection. */
    static List<Integer> statuses(String url, String bytes) {
        try (var connection = open(url)) {
            connection.send(bytes);
            return STATUS.matcher(connection.untilClosed())
                    .results()
                    .map(answer -> Integer.valueOf(answer.group(1)))
                    .toList();
        }
    }

    void send(String bytes) {
        send(bytes.getBytes(ISO_8859_1));
    }

    /** What the node has closed meanwhile takes nothing more; what it said before that is still there to be read. */
    void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            if (!(e instanceof SocketException)) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The next byte, or -1 once the node has closed the connection. */
    int next() {
        try {
            return socket.getInputStream().read();
        } catch (SocketException reset) {
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the node has closed the connection; what it said is lost. */
    boolean isClosed() {
        try {
            socket.setSoTimeout(1);
            untilClosed();
            return true;
        } catch (UncheckedIOException silent) {
            return false;
        } catch (SocketException closed) {
            return true;
        }
    }

    String untilClosed() {
        var all = new ByteArrayOutputStream();
        for (int next = next(); next >= 0; next = next()) {
            all.write(next);
        }
        return all.toString(ISO_8859_1);
    }

    /** The head of an answer, with its empty line. */
    String head() {
        var head = new StringBuilder();
        for (int next = next(); next >= 0; next = next()) {
            head.append((char) next);
            if (head.toString().endsWith("\r\n\r\n")) {
                break;
            }
        }
        return head.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
