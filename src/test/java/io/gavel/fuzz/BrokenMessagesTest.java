package io.gavel.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no WebSocket message ends its connection at once (RFC 6455). */
class BrokenMessagesTest {
    private static final int TEXT = 1;
    private static final int FINAL = 0x80;
    private static final byte[] PING = "{\"type\":\"ping\"}".getBytes(UTF_8);

    static Stream<Arguments> messages() {
        return Stream.of(
                Arguments.of("not masked", OddFrames.frame(TEXT, FINAL, PING, false)),
                Arguments.of("an opcode of nobody", OddFrames.frame(3, FINAL, PING, true)),
                Arguments.of("a control opcode of nobody", OddFrames.frame(11, FINAL, PING, true)),
                Arguments.of("a bit of no extension", OddFrames.frame(TEXT, FINAL | 0x40, PING, true)),
                Arguments.of("text that is not UTF-8", OddFrames.frame(TEXT, FINAL, bytes("{\"a\":\"\u00ff\"}"), true)),
                Arguments.of("half a character", OddFrames.frame(TEXT, FINAL, bytes("{\"a\":\"\u00c3"), true)),
                Arguments.of("a surrogate", OddFrames.frame(TEXT, FINAL, bytes("\u00ed\u00a0\u0080"), true)),
                Arguments.of("a long ping", OddFrames.frame(9, FINAL, new byte[126], true)),
                Arguments.of("a piece of nothing", OddFrames.frame(0, FINAL, PING, true)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void whatIsNoMessageEndsItsConnection(String what, byte[] message) throws Exception {
        var tally = new Tally();
        var node = URI.create(SharedNode.get().url());

        try (var socket = RawSocket.open(node, User.unknown(SharedNode.get()).token(), tally)) {
            socket.write(message);
            socket.takeToTheEnd();
        }

        assertThat(tally.count("sockets closed 1002") + tally.count("sockets closed 1007"))
                .as(what)
                .isEqualTo(1);
    }
}
