package io.gavel.bridge.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read by Netty's own decoder, as a client of ours would. */
class FramingTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65535, 65536, 65537, 200_000})
    void aMessageOfAnyLengthIsReadAsItWas(int length) {
        var text = "x".repeat(length);

        assertThat(read(Framing.RAW.encode(List.of(text)))).containsExactly(text);
    }

    @Test
    void onTheRawWebSocketEachFrameIsAMessage() {
        var frames = List.of("{\"seq\":1}", "{\"name\":\"Zoë 😀\"}", "{}");

        assertThat(read(Framing.RAW.encode(frames))).containsExactlyElementsOf(frames);
    }

    @Test
    void sockJsTakesThemInOneMessage() {
        var frames = List.of("{\"seq\":1}", "{\"name\":\"Zoë 😀 \\\" \u2028\"}");

        var messages = read(Framing.SOCKJS.encode(frames));

        assertThat(messages).hasSize(1);
        assertThat(messages.get(0)).startsWith("a[");
        assertThat(new JsonArray(messages.get(0).substring(1))).isEqualTo(new JsonArray(frames));
    }

    private static List<String> read(byte[] bytes) {
        var client = new EmbeddedChannel(
                new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                        .expectMaskedFrames(false)
                        .maxFramePayloadLength(65536)
                        .build()),
                new WebSocketFrameAggregator(1 << 20));
        client.writeInbound(Unpooled.wrappedBuffer(bytes));
        var texts = new ArrayList<String>();
        for (TextWebSocketFrame frame = client.readInbound(); frame != null; frame = client.readInbound()) {
            texts.add(frame.text());
            frame.release();
        }
        client.finishAndReleaseAll();
        return texts;
    }
}
