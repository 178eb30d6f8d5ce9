package io.gavel.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gavel.fuzz.OddRequests.Request;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Queue;

/** One connection after the other on which requests are written without waiting for the answers before them. */
final class Pipeline implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    /** A server may wait for the rest of what is no request. */
    private static final int LAST_PATIENCE_MILLIS = 50;

    private final URI node;
    private final Tally tally;
    private final Queue<String> failures;
    private Socket socket;
    private InputStream input;

    /** @param failures gets the requests whose answers say that the node failed */
    Pipeline(URI node, Tally tally, Queue<String> failures) throws IOException {
        this.node = node;
        this.tally = tally;
        this.failures = failures;
        this.socket = new Socket(node.getHost(), node.getPort());
        this.input = open(socket);
    }

    private static InputStream open(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return new BufferedInputStream(socket.getInputStream(), 32 * 1024);
    }

    /** Writes all of them at once and takes their answers. */
    void ask(List<Request> requests) throws IOException {
        var bytes = new ByteArrayOutputStream();
        requests.forEach(request -> bytes.writeBytes(request.bytes()));
        try {
            socket.getOutputStream().write(bytes.toByteArray());
            for (var request : requests) {
                if (request.breaks()) {
                    socket.setSoTimeout(LAST_PATIENCE_MILLIS);
                }
                if (!takeAnswer(request)) {
                    tally.add("connections ended by the node");
                    reopen();
                    return;
                }
            }
        } catch (SocketTimeoutException late) {
            var last = requests.get(requests.size() - 1);
            tally.add(last.breaks() ? "connections given up after what is no request" : "answers that did not come");
            reopen();
        } catch (IOException broken) {
            tally.add("connections broken");
            reopen();
        }
        if (requests.get(requests.size() - 1).breaks()) {
            reopen();
        }
    }

    private void reopen() throws IOException {
        socket.close();
        socket = new Socket(node.getHost(), node.getPort());
        input = open(socket);
    }

    /** Whether the connection goes on. */
    private boolean takeAnswer(Request request) throws IOException {
        var status = 100;
        var length = 0L;
        var goesOn = true;
        var isChunked = false;
        while (status == 100) {
            var line = line();
            if (!line.startsWith("HTTP/1.")) {
                return false;
            }
            status = Integer.parseInt(line.substring(9, 12));
            for (var header = line(); !header.isEmpty(); header = line()) {
                var lower = header.toLowerCase(Locale.ROOT);
                length = lower.startsWith("content-length:")
                        ? Long.parseLong(lower.substring(15).trim())
                        : length;
                isChunked |= lower.startsWith("transfer-encoding: chunked");
                goesOn &= !lower.startsWith("connection: close");
            }
        }
        tally.add("answers " + status);
        var body = request.isHead() || status == 204 || status == 304 ? "" : body(length, isChunked);
        if (status == 503 && isReservation(request)) {
            // What Prosody is to be told when the answer is not there within its tenth of a second.
            tally.add("reservations not judged in time");
        } else if (status >= 500 && failures.size() < 100) {
            failures.add(status + " " + body + "\n" + request.text());
        }
        return goesOn && status != 101;
    }

    private static boolean isReservation(Request request) {
        return request.text().split(" ", 3)[1].startsWith("/jitsi/conference");
    }

    private String body(long length, boolean isChunked) throws IOException {
        if (!isChunked) {
            return new String(input.readNBytes((int) length), ISO_8859_1);
        }
        var body = new StringBuilder();
        for (var size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.append(new String(input.readNBytes(size), ISO_8859_1)).append(line());
        }
        line();
        return body.toString();
    }

    /** Without its end; empty also where nothing comes any more. */
    private String line() throws IOException {
        var line = new StringBuilder();
        for (var next = input.read(); next >= 0 && next != '\n'; next = input.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
