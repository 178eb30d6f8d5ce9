package io.gavel.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.gavel.bridge.BridgeClient.Closed;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 60 to 62, 74, 75, 77: who gets in, and how much of it. */
@ResourceLock(BridgeTarget.LOCK)
class BridgeDoorTest {
    private static final String SOCK_JS = "/eventbus/000/abcdefgh/websocket?access_token=";
    private static final String RAW = "/eventbus/websocket?access_token=";
    private static final String URL = BridgeTarget.node().url();
    private static final Attacked ATTACKED = BridgeTarget.attacked();
    private static final User ATTACKER = User.unknown(BridgeTarget.node());

    @BeforeAll
    static void beKnown() {
        BridgeClient.connect(URL, ATTACKER.token()).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/eventbus/websocket", "/eventbus/websocket?access_token=x.y.z", "/eventbus/0/0/websocket"})
    void withoutATokenNobodyGetsIn(String path) {
        assertThat(status(path, "")).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example\r\n",
                "Origin: null\r\n",
                "Origin: http://localhost.evil.example\r\n",
                "Origin: http://evil.example#http://localhost\r\n",
                "Origin: http://localhost:3000, https://evil.example\r\n",
                "Origin: http://localhost:3000\r\nOrigin: https://evil.example\r\n",
                "Origin: http://localhost:3000\r\nOrigin: http://localhost:3000\r\n",
                "Origin: \r\n",
                "Origin: file://\r\n",
            })
    void pagesFromElsewhereAreRefused(String origins) {
        assertThat(status(RAW + ATTACKER.token(), origins)).isEqualTo(403);
        assertThat(status(SOCK_JS + ATTACKER.token(), origins)).isEqualTo(403);
    }

    @Test
    void whoIsNoPageIsLetInByItsToken() {
        assertThat(status(RAW + ATTACKER.token(), "")).isEqualTo(101);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0/0/xhr", "0/0/xhr_streaming", "0/0/eventsource", "0/0/htmlfile", "0/0/jsonp", "iframe.html"})
    void otherTransportsAreNotThere(String path) {
        assertThat(status("/eventbus/" + path + "?access_token=" + ATTACKER.token(), ""))
                .isEqualTo(404);
        assertThat(status("/eventbus/" + path, "")).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"&x={", "&x=\"", "&x=^", "&x=\\", "&x=|", "&x=<script>"})
    void aQueryThatIsNoneIsAnInvalidRequest(String more) {
        try (var socket = ATTACKED.by(() -> FramesSocket.open(URL, RAW + ATTACKER.token() + more, ""))) {
            assertThat(socket.head())
                    .startsWith("HTTP/1.1 400 ")
                    .containsIgnoringCase("content-type: application/problem+json")
                    .containsIgnoringCase("x-request-id: ");
        }
    }

    private static int status(String path, String headers) {
        try (var socket = ATTACKED.by(() -> FramesSocket.open(URL, path, headers))) {
            return Integer.parseInt(socket.head().split(" ", 3)[1]);
        }
    }

    @Test
    void aFloodOfFramesIsTooFastAndHarmsNobodyElse() {
        for (var frame : List.of("{\"type\":\"ping\"}", "not json", register(), "")) {
            assertThat(closedAfterFlood(RAW, frame)).as(frame).isEqualTo(new Closed(4009, "too_fast"));
        }
    }

    /** What SockJS itself takes in silence counts too. */
    @Test
    void aFloodOfNothingIsTooFastOnSockJsToo() {
        for (var frame : List.of("[]", "", "[\"a\" \"b\"]", "[\"{}\",1]x\"]", "\"{\\\"type\\\":\\\"ping\\\"}\"")) {
            try (var socket = open(SOCK_JS)) {
                ATTACKED.by(() -> socket.repeat(1000, FramesSocket.TEXT, frame).closed());

                assertThat(socket.messages()).as(frame).anyMatch(message -> message.contains("too_fast"));
            }
        }
    }

    @Test
    void aFrameOfSockJsWithAMessageIsCountedOnce() {
        try (var socket = open(SOCK_JS)) {
            var pongs = ATTACKED.by(() -> {
                socket.repeat(390, FramesSocket.TEXT, "[\"{\\\"type\\\":\\\"ping\\\"}\"]");
                int heard = 0;
                while (heard < 390) {
                    heard += socket.next().split("pong", -1).length - 1;
                }
                return heard;
            });

            assertThat(pongs).isEqualTo(390);
        }
    }

    @Test
    void aFloodOfPingsOfTheSocketIsTooFast() {
        try (var socket = open(RAW)) {
            assertThat(ATTACKED.by(
                            () -> socket.repeat(1000, FramesSocket.PING, "x").closed()))
                    .isEqualTo(new Closed(4009, "too_fast"));
        }
    }

    private static Closed closedAfterFlood(String path, String frame) {
        try (var socket = open(path)) {
            return ATTACKED.by(
                    () -> socket.repeat(1000, FramesSocket.TEXT, frame).closed());
        }
    }

    private static String register() {
        return "{\"type\":\"register\",\"address\":\"meeting." + ATTACKED.meetingId() + "\"}";
    }

    private static FramesSocket open(String path) {
        return FramesSocket.open(URL, path + ATTACKER.token(), "");
    }

    @Test
    void theNinthConnectionIsOneTooMany() {
        var many = User.unknown(BridgeTarget.node());
        var eight = IntStream.range(0, 8)
                .mapToObj(i -> BridgeClient.connect(URL, many.token()))
                .toList();
        eight.forEach(BridgeClient::settle);

        try (var ninth = ATTACKED.by(() -> FramesSocket.open(URL, RAW + many.token(), ""))) {
            assertThat(ninth.head()).startsWith("HTTP/1.1 429 ").containsIgnoringCase("retry-after: ");
        } finally {
            eight.forEach(BridgeClient::close);
        }
    }
}
