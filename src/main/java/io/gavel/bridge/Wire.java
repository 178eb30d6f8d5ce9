package io.gavel.bridge;

import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A socket, and the network connection under it. Vert.x says good-bye to a peer before it ends a connection; for one that
 * does not read only the channel itself can be ended, and only there can several frames be written at once.
 */
final class Wire {
    private static final int MOST_FRAMES_AT_ONCE = 256;

    private final SockJSSocket socket;
    private final Channel channel;

    Wire(SockJSSocket socket) {
        this.socket = socket;
        var connection =
                (HttpServerConnection) socket.routingContext().request().connection();
        this.channel = connection.channelHandlerContext().channel();
        channel.pipeline().addFirst(new FlushConsolidationHandler(MOST_FRAMES_AT_ONCE, true));
    }

    /**
     * Begins to hear the peer.
     *
     * @param control whether one more frame that is no message of its own is allowed
     * @param failed gets what the transport cannot take; it may hear of the same end as {@code ended}
     * @param ended the socket is gone; it may hear so more than once
     */
    void listen(Consumer<String> text, BooleanSupplier control, Consumer<Throwable> failed, Runnable ended) {
        var pipeline = channel.pipeline();
        pipeline.addBefore(pipeline.lastContext().name(), null, new ControlFrames(control));
        socket.handler(data -> text.accept(data.toString()));
        socket.exceptionHandler(failed::accept);
        socket.closeHandler(closed -> ended.run());
    }

    /** Completes when the network has taken it. */
    Future<Void> write(String text) {
        return socket.write(text);
    }

    void close(CloseCode code) {
        socket.close(code.code(), code.word());
    }

    /** Ends the connection without a word, whatever is still to be written. */
    void end() {
        if (channel.isOpen()) {
            // From the first handler on towards the network: the others would wait for the peer.
            var unused = channel.pipeline().firstContext().close();
        }
    }

    /** When the connection itself is gone. */
    Future<Void> ended() {
        var ended = Promise.<Void>promise();
        channel.closeFuture().addListener(closed -> ended.tryComplete());
        return ended.future();
    }
}
