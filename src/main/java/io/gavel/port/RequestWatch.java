package io.gavel.port;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.ProtocolException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that takes more than ten seconds to begin, or for the head or the body of any request: a trickle of
 * bytes would keep it for ever. It stands behind the decoder, and takes what was read and made no part of a request for a
 * piece of the next head. What is of no version that is spoken here is broken to all who come after: Vert.x would answer it in
 * that very version.
 */
final class RequestWatch extends ChannelInboundHandlerAdapter {
    private static final long PATIENCE_SECONDS = 10;

    private @Nullable Future<?> deadline;
    private boolean isInBody;
    private boolean isRefused;
    private boolean isRead;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        await(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        arrived();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        isRead = true;
        if (isRefused) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            arrived();
            isInBody = true;
            requireVersion(request);
        }
        if (message instanceof LastHttpContent) {
            arrived();
            isInBody = false;
        }
        if (!(message instanceof HttpObject)) {
            leave(context);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (isInBody || !isRead) {
            await(context);
        }
        isRead = false;
        context.fireChannelReadComplete();
    }

    /** Takes nothing more from this connection where the version is another, just as the decoder after what is no HTTP. */
    @SuppressWarnings("ReferenceEquality") // Vert.x takes these two for known and no equal ones, such as http/1.1.
    private void requireVersion(HttpRequest request) {
        var version = request.protocolVersion();
        if (version != HttpVersion.HTTP_1_1 && version != HttpVersion.HTTP_1_0) {
            isRefused = true;
            request.setProtocolVersion(HttpVersion.HTTP_1_1);
            request.setDecoderResult(DecoderResult.failure(new ProtocolException("of another version of HTTP")));
        }
    }

    private void await(ChannelHandlerContext context) {
        if (context.pipeline().get(HttpRequestDecoder.class) == null) {
            leave(context);
        } else if (deadline == null) {
            deadline = context.executor().schedule(() -> over(context), PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void over(ChannelHandlerContext context) {
        deadline = null;
        if (context.channel().config().isAutoRead()) {
            // The peer has had its time: whatever is still to be written to it is not waited for.
            var unused = context.close();
        } else {
            // The node itself does not read: an earlier request of this connection is still being answered.
            await(context);
        }
    }

    private void arrived() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    /** It has become a WebSocket, which has its own limits. */
    private void leave(ChannelHandlerContext context) {
        if (!context.isRemoved()) {
            context.pipeline().remove(this);
        }
    }
}
