package io.gavel.attack;

import static io.gavel.attack.FramesSocket.BINARY;
import static io.gavel.attack.FramesSocket.CLOSE;
import static io.gavel.attack.FramesSocket.CONTINUED;
import static io.gavel.attack.FramesSocket.CONTINUED_TO_ITS_END;
import static io.gavel.attack.FramesSocket.PING;
import static io.gavel.attack.FramesSocket.TEXT;
import static io.gavel.attack.FramesSocket.TEXT_BEGUN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.gavel.bridge.BridgeClient.Closed;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 64, 65: what is no WebSocket frame, no text, or too much of either. */
@ResourceLock(BridgeTarget.LOCK)
class FramesBrokenTest {
    private static final String PING_FRAME = "{\"type\":\"ping\"}";
    private static final Attacked ATTACKED = BridgeTarget.attacked();
    private static final User ATTACKER = User.unknown(BridgeTarget.node());

    @BeforeAll
    static void beKnown() {
        BridgeClient.connect(BridgeTarget.node().url(), ATTACKER.token()).close();
    }

    static Stream<Arguments> brokenFrames() {
        return Stream.of(
                broken("not masked", socket -> socket.sendUnmasked(TEXT, PING_FRAME)),
                broken("reserved opcode of data", socket -> socket.send(0x83, PING_FRAME)),
                broken("reserved opcode of control", socket -> socket.send(0x8b, "")),
                broken("compressed, which was not agreed on", socket -> socket.send(TEXT | 0x40, PING_FRAME)),
                broken("RSV2", socket -> socket.send(TEXT | 0x20, PING_FRAME)),
                broken("RSV3", socket -> socket.send(TEXT | 0x10, PING_FRAME)),
                broken("ping of 126 bytes", socket -> socket.send(PING, "x".repeat(126))),
                broken("ping in fragments", socket -> socket.send(0x09, "x")),
                broken("continuation of nothing", socket -> socket.send(CONTINUED_TO_ITS_END, PING_FRAME)),
                broken(
                        "text amid another",
                        socket -> socket.send(TEXT_BEGUN, "{").send(TEXT, PING_FRAME)),
                broken("close without a whole code", socket -> socket.send(CLOSE, "x")),
                broken("close with a code of nobody's", socket -> socket.send(CLOSE, new byte[] {3, (byte) 0xed})),
                broken(
                        "longer length than needed",
                        socket -> socket.raw(new byte[] {(byte) TEXT, (byte) 0xfe, 0, 2, 0, 0, 0, 0, '{', '}'})),
                broken(
                        "negative length",
                        socket -> socket.raw(new byte[] {(byte) TEXT, (byte) 0xff, -1, -1, -1, -1, -1, -1, -1, -1})));
    }

    private static Arguments broken(String what, Consumer<FramesSocket> sent) {
        return Arguments.of(what, sent);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenFrames")
    void whatIsNoFrameIs1002(String what, Consumer<FramesSocket> sent) {
        assertThat(closedAfter(sent)).isEqualTo(new Closed(1002, "protocol_error"));
    }

    /** One byte a char. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"\u00ff\"}",
                "{\"type\":\"\u00c0\u00af\"}",
                "{\"type\":\"\u00ed\u00a0\u0080\"}",
                "{\"type\":\"\u00f4\u0090\u0080\u0080\"}",
                "{\"type\":\"\u00e2\u0082\"}",
                "{\"type\":\"ping\"}\u0080",
            })
    void whatIsNoUtf8Is1007(String text) {
        var bytes = text.getBytes(ISO_8859_1);

        assertThat(closedAfter(socket -> socket.send(TEXT, bytes))).isEqualTo(new Closed(1007, "invalid_text"));
        assertThat(closedAfter(socket -> socket.send(TEXT_BEGUN, "").send(CONTINUED_TO_ITS_END, bytes)))
                .isEqualTo(new Closed(1007, "invalid_text"));
    }

    @Test
    void theNodeSaysWhyBeforeItCloses() {
        try (var socket = open("")) {
            var closed = socket.send(TEXT, new byte[] {(byte) 0xff}).closed();

            assertThat(closed.code()).isEqualTo(1007);
            assertThat(socket.messages())
                    .containsExactly(
                            "{\"type\":\"err\",\"body\":\"closing\",\"failureCode\":1007,\"message\":\"invalid_text\"}");
        }
    }

    @Test
    void aLetterInTwoFragmentsIsOneLetter() {
        try (var socket = open("")) {
            var answer = ATTACKED.by(() -> socket.send(TEXT_BEGUN, new byte[] {'{', '"', (byte) 0xc3})
                    .send(PING, "")
                    .send(CONTINUED_TO_ITS_END, new byte[] {(byte) 0xa9, '"', ':', '1', '}'})
                    .next());

            assertThat(answer).contains("missing_type");
        }
    }

    @Test
    void manyFragmentsAreTooFast() {
        assertThat(closedAfter(socket ->
                        socket.send(TEXT_BEGUN, "").repeat(1000, CONTINUED, "").send(CONTINUED_TO_ITS_END, PING_FRAME)))
                .isEqualTo(new Closed(4009, "too_fast"));
    }

    @Test
    void aBinaryFrameIsReadAsItsText() {
        try (var socket = open("")) {
            assertThat(ATTACKED.by(() -> socket.send(BINARY, PING_FRAME).next()))
                    .isEqualTo("{\"type\":\"pong\"}");
            assertThat(new JsonObject(ATTACKED.by(() -> socket.send(BINARY, new byte[] {0, (byte) 0xff})
                                    .next()))
                            .getString("body"))
                    .isEqualTo("invalid_json");
        }
    }

    @Test
    void whatIsTooBigIs1009() {
        var frame = "x".repeat(16 * 1024 + 1);
        var part = "x".repeat(12 * 1024);

        assertThat(closedAfter(socket -> socket.send(TEXT, frame))).isEqualTo(new Closed(1009, "too_big"));
        assertThat(closedAfter(socket ->
                        socket.send(TEXT_BEGUN, part).send(CONTINUED, part).send(CONTINUED_TO_ITS_END, part)))
                .isEqualTo(new Closed(1009, "too_big"));
    }

    @Test
    void compressionIsNotAgreedOn() {
        var headers =
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x-webkit-deflate-frame\r\n";

        try (var socket = open(headers)) {
            assertThat(socket.isOpen()).isTrue();
            assertThat(socket.head()).doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
            assertThat(ATTACKED.by(() -> socket.send(TEXT | 0x40, "x").closed()))
                    .isEqualTo(new Closed(1002, "protocol_error"));
        }
    }

    private static Closed closedAfter(Consumer<FramesSocket> sent) {
        try (var socket = open("")) {
            return ATTACKED.by(() -> {
                sent.accept(socket);
                return socket.closed();
            });
        }
    }

    private static FramesSocket open(String headers) {
        return FramesSocket.open(
                BridgeTarget.node().url(), "/eventbus/websocket?access_token=" + ATTACKER.token(), headers);
    }
}
