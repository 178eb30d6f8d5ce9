package io.gavel.bridge;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.function.BooleanSupplier;

/**
 * Counts the WebSocket frames that are no messages of their own, and takes no more of them than are allowed: Vert.x answers
 * each ping by itself, also to a peer that reads none of the answers.
 */
final class ControlFrames extends ChannelInboundHandlerAdapter {
    private final BooleanSupplier allowed;

    /** @param allowed asked once for each frame, on the connection's event loop */
    ControlFrames(BooleanSupplier allowed) {
        this.allowed = allowed;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (isControl(message) && !allowed.getAsBoolean()) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    private static boolean isControl(Object message) {
        return message instanceof PingWebSocketFrame
                || message instanceof PongWebSocketFrame
                || message instanceof ContinuationWebSocketFrame;
    }
}
