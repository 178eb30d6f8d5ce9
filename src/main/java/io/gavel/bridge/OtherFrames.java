package io.gavel.bridge;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Counts the WebSocket frames that bring no message of their own. Vert.x answers each ping by itself, also to a peer that
 * reads none of the answers; and SockJS parses, and passes over in silence, what holds no message.
 */
final class OtherFrames extends ChannelInboundHandlerAdapter {
    private final BooleanSupplier allowed;
    private boolean isHeard;

    /** @param allowed asked once for each frame, on the connection's event loop; who says no has closed the connection */
    OtherFrames(BooleanSupplier allowed) {
        this.allowed = allowed;
    }

    /** The same listener, whose messages are seen here to come out of their frames. */
    Consumer<String> countedFor(Consumer<String> text) {
        return message -> {
            isHeard = true;
            text.accept(message);
        };
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (isControl(message)) {
            if (allowed.getAsBoolean()) {
                context.fireChannelRead(message);
            } else {
                ReferenceCountUtil.release(message);
            }
            return;
        }
        var isWhole = isWholeMessage(message);
        isHeard = false;
        context.fireChannelRead(message);
        if (isWhole && !isHeard) {
            // Of no use but to be counted.
            var unused = allowed.getAsBoolean();
        }
    }

    private static boolean isControl(Object message) {
        return message instanceof PingWebSocketFrame
                || message instanceof PongWebSocketFrame
                || message instanceof ContinuationWebSocketFrame;
    }

    private static boolean isWholeMessage(Object message) {
        return (message instanceof TextWebSocketFrame || message instanceof BinaryWebSocketFrame)
                && ((WebSocketFrame) message).isFinalFragment();
    }
}
