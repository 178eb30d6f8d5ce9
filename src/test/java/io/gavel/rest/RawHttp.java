package io.gavel.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gavel.RunningNode;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Requests byte by byte, also such as no client would send. */
final class RawHttp {
    private static final int PATIENCE_MILLIS = 15_000;

    private RawHttp() {}

    /** Each line of the head ends with CR LF, and so does the head; what comes after it is the body, one byte a char. */
    static Answer ask(RunningNode node, String head, String body) {
        return send(node, head.replace("\n", "\r\n") + "\r\n\r\n" + body);
    }

    static Answer send(RunningNode node, String bytes) {
        try (var socket = open(node)) {
            socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
            return answer(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer to a request whose answers have no body, whatever length they tell. */
    static Answer head(RunningNode node, String head) {
        try (var socket = open(node)) {
            socket.getOutputStream().write((head.replace("\n", "\r\n") + "\r\n\r\n").getBytes(ISO_8859_1));
            var all = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            if (!all.endsWith("\r\n\r\n")) {
                throw new AssertionError("a body came: " + all);
            }
            return Answer.of(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer to its end: as long as its head says, or else until the connection is closed. */
    static Answer answer(Socket socket) throws IOException {
        var answer = headOf(socket);
        var input = socket.getInputStream();
        var length = answer.headers().get("content-length");
        var body = length == null ? input.readAllBytes() : input.readNBytes(Integer.parseInt(length));
        return new Answer(answer.status(), answer.headers(), new String(body, ISO_8859_1));
    }

    /** The answer without what comes after its head. */
    static Answer headOf(Socket socket) throws IOException {
        var input = socket.getInputStream();
        var head = new StringBuilder();
        for (int next = input.read(); next >= 0; next = input.read()) {
            head.append((char) next);
            if (head.length() > 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                break;
            }
        }
        return Answer.of(head.toString());
    }

    static Socket open(RunningNode node) throws IOException {
        var url = URI.create(node.url());
        var socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** Status 0 where nothing came; header names are in lower case, and what comes twice is there with a comma. */
    record Answer(int status, Map<String, String> headers, String body) {
        static Answer of(String head) {
            var lines = head.trim().split("\r\n", -1);
            var headers = new HashMap<String, String>();
            for (int i = 1; i < lines.length; i++) {
                var header = lines[i].split(": ?", 2);
                headers.merge(
                        header[0].toLowerCase(Locale.ROOT),
                        header.length == 2 ? header[1] : "",
                        (one, another) -> one + ", " + another);
            }
            var status = lines[0].split(" ", 3);
            return new Answer(status.length < 2 ? 0 : Integer.parseInt(status[1]), headers, "");
        }

        String code() {
            return new JsonObject(body).getString("code");
        }
    }
}
