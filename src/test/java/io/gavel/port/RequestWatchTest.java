package io.gavel.port;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestWatchTest {
    private static final String GET = "GET / HTTP/1.1\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n";

    private EmbeddedChannel channel;

    @BeforeEach
    void connect() {
        channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline().addLast(new HttpRequestDecoder(), new RequestWatch());
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void whoSaysNothingIsClosed() {
        pass(9);
        assertThat(channel.isOpen()).isTrue();

        pass(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aTrickleOfAHeadIsClosed() {
        for (int i = 0; i < 10; i++) {
            assertThat(channel.isOpen()).isTrue();
            read(GET.substring(i, i + 1));
            pass(1);
        }

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aTrickleOfALaterHeadIsClosed() {
        read(GET);
        pass(60);
        for (int i = 0; i < 10; i++) {
            assertThat(channel.isOpen()).isTrue();
            read(GET.substring(i, i + 1));
            pass(1);
        }

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aTrickleOfABodyIsClosed() {
        read(POST);
        for (int i = 0; i < 5; i++) {
            assertThat(channel.isOpen()).isTrue();
            read("x");
            pass(2);
        }

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whoTakesItsTimeForEachPartIsNotClosed() {
        pass(4);
        read(POST.substring(0, 7));
        pass(5);
        read(POST.substring(7));
        pass(9);
        read("123456789");
        pass(60);
        read(GET.substring(0, 7));
        pass(9);
        read(GET.substring(7));
        pass(60);

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void whatTheNodeItselfDoesNotReadIsWaitedFor() {
        read(POST);
        channel.config().setAutoRead(false);
        pass(15);
        assertThat(channel.isOpen()).isTrue();

        channel.config().setAutoRead(true);
        pass(10);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void anotherVersionIsABrokenRequestOfOursAndNothingComesAfterIt() {
        read("GET / HTTP/9.9\r\n\r\n" + GET);
        HttpRequest request = channel.readInbound();

        assertThat(request.decoderResult().isFailure()).isTrue();
        assertThat(request.protocolVersion()).isEqualTo(HttpVersion.HTTP_1_1);
        assertThat(channel.<Object>readInbound()).isNull();
    }

    @Test
    void aWebSocketIsLeftAlone() {
        read(GET);
        channel.pipeline().remove(HttpRequestDecoder.class);
        read("\u0081");
        pass(60);

        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.pipeline().get(RequestWatch.class)).isNull();
    }

    @Test
    void aFrameOfAWebSocketEndsTheWatchToo() {
        read(GET);
        channel.writeInbound(new TextWebSocketFrame("x"));

        assertThat(channel.pipeline().get(RequestWatch.class)).isNull();
    }

    private void read(String bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes, US_ASCII));
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }
}
