package io.gavel.attack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 48: requests about whose end a proxy and the node could disagree. After each comes one that would make a meeting. */
@ResourceLock(BridgeTarget.LOCK)
class SocketSmugglingTest {
    private static final Attacked ATTACKED = BridgeTarget.attacked();
    private static final String URL = BridgeTarget.node().url();
    private static final String SIGNED_IN = "Host: localhost\r\nAuthorization: Bearer "
            + ATTACKED.host().token() + "\r\nContent-Type: application/json\r\n";
    private static final String CREATE = "POST /api/meeting/create HTTP/1.1\r\n" + SIGNED_IN;
    private static final String SMUGGLED = CREATE + "Content-Length: 20\r\n\r\n{\"title\":\"Smuggled\"}";

    /** Framing and body have a bar between them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked|0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5|0\r\n\r\n",
                "Transfer-Encoding: xchunked|0\r\n\r\n",
                "Transfer-Encoding: chunked, identity|0\r\n\r\n",
                "Transfer-Encoding: identity|",
                "Transfer-Encoding: gzip|",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity|0\r\n\r\n",
                "Transfer-Encoding: identity\r\nContent-Length: 2|{}",
                "Transfer-Encoding : chunked|0\r\n\r\n",
                "Transfer-Encoding:\u000bchunked|0\r\n\r\n",
                "X: y\rTransfer-Encoding: chunked|0\r\n\r\n",
                "Transfer-Encoding\u0000: chunked|0\r\n\r\n",
                "Content-Length: 2\r\nContent-Length: 0|{}",
                "Content-Length: 0, 2|{}",
                "Content-Length: +2|{}",
                "Content-Length: 0x2|{}",
                "Content-Length: 2 0|{}",
                "Content-Length : 2|{}",
                "Content-Length: 2\u0000|{}",
                "Content-Length: 99999999999999999999|{}",
            })
    void aBodyWhoseLengthIsUnclearIs400AndNothingAfterItIsTaken(String request) {
        var parts = request.split("\\|", -1);

        var statuses =
                ATTACKED.by(() -> SocketBytes.statuses(URL, CREATE + parts[0] + "\r\n\r\n" + parts[1] + SMUGGLED));

        assertThat(statuses).containsExactly(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x0\r\n\r\n",
                "-1\r\n\r\n",
                "+0\r\n\r\n",
                "0_0\r\n\r\n",
                "\r\n\r\n",
                "FFFFFFFFFFFFFFFF0\r\n\r\n",
                "2\r\n{}0\r\n\r\n",
                "2\r\n{}XX0\r\n\r\n",
                "2;\n{}\r\n0\r\n\r\n",
                "2\n{}\n0\n\n",
            })
    void aChunkThatIsNoneEndsTheConnection(String chunks) {
        var statuses = ATTACKED.by(
                () -> SocketBytes.statuses(URL, CREATE + "Transfer-Encoding: chunked\r\n\r\n" + chunks + SMUGGLED));

        assertThat(statuses).isSubsetOf(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/meeting/create HTTP/1.0|Transfer-Encoding: chunked|0\r\n\r\n",
                "POST /api/meeting/create HTTP/1.0|Content-Length: 5\r\nTransfer-Encoding: chunked|0\r\n\r\n",
                "\u0000POST /api/meeting/create HTTP/1.1|Content-Length: 2|{}",
                "POST /api/meeting/create HTTP/9.9|Content-Length: 2|{}",
                "POST /api/meeting/create HTTP/2.0|Content-Length: 2|{}",
                "POST /api/meeting/create HTTP/1.10|Content-Length: 2|{}",
                "POST /api/meeting/create HTTP/0.9|Content-Length: 2|{}",
                "POST /api/meeting/create http/1.1|Content-Length: 2|{}",
                "POST /api/meeting/create\u0000 HTTP/1.1|Content-Length: 2|{}",
                "POST /api/meeting/create x HTTP/1.1|Content-Length: 2|{}",
                "PO\u0001ST /api/meeting/create HTTP/1.1|Content-Length: 2|{}",
            })
    void aLineThatIsNoneIs400AndNothingAfterItIsTaken(String request) {
        var parts = request.split("\\|", -1);

        var statuses = ATTACKED.by(() ->
                SocketBytes.statuses(URL, parts[0] + "\r\n" + SIGNED_IN + parts[1] + "\r\n\r\n" + parts[2] + SMUGGLED));

        assertThat(statuses).containsExactly(400);
    }

    /** Each is answered once, and so is the request after it, which is no part of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET http://evil.example/api/meeting/list HTTP/1.1",
                "GET http://localhost/api/meeting/list HTTP/1.1",
                " GET /api/meeting/list HTTP/1.1",
                "GET  /api/meeting/list HTTP/1.1",
                "GET\u000b/api/meeting/list HTTP/1.1",
                "OPTIONS * HTTP/1.1",
                "CONNECT evil.example:443 HTTP/1.1",
                "GET /api/meeting/list HTTP/1.0\r\nConnection: keep-alive",
                "GET /api/meeting/list HTTP/1.1\r\nExpect: 200-ok",
            })
    void whatHasNoBodyIsAnsweredOnceAndSoIsWhatComesAfterIt(String line) {
        var statuses = ATTACKED.by(() -> SocketBytes.statuses(
                URL,
                line + "\r\n" + SIGNED_IN + "\r\nGET /asyncapi.json HTTP/1.1\r\nHost: localhost\r\nConnection: close"
                        + "\r\n\r\n"));

        assertThat(statuses).hasSize(2).endsWith(200);
        assertThat(statuses.get(0)).isBetween(200, 499);
    }

    @Test
    void aRequestInTheBodyOfAnotherIsItsBody() {
        var get = "GET /api/meeting/list HTTP/1.1\r\n" + SIGNED_IN + "Connection: close\r\nContent-Length: "
                + SMUGGLED.length() + "\r\n\r\n";

        var statuses = ATTACKED.by(() -> SocketBytes.statuses(URL, get + SMUGGLED));

        assertThat(statuses).hasSize(1);
    }
}
