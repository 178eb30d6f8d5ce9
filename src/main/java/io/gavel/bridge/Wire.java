package io.gavel.bridge;

import io.gavel.bridge.frame.Framing;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A socket, and the network connection under it. What goes to many is written below Vert.x, as the bytes that it was encoded
 * to once; Vert.x itself writes there no more than the opening, pongs, heartbeats and the good-bye. And it says good-bye
 * before it ends a connection: for a peer that does not read only the channel itself can be ended.
 */
final class Wire {
    private static final int MOST_WRITES_AT_ONCE = 256;

    private final Peer peer;
    private final Framing framing;
    private final Channel channel;
    private final ChannelHandlerContext encoder;

    private Wire(Peer peer, Framing framing, ChannelHandlerContext encoder) {
        this.peer = peer;
        this.framing = framing;
        this.encoder = encoder;
        this.channel = encoder.channel();
        channel.pipeline().addFirst(new FlushConsolidationHandler(MOST_WRITES_AT_ONCE, true));
    }

    /** How Vert.x brings what the peer says, and says good-bye. */
    private interface Peer {
        void listen(Consumer<String> text, Consumer<Throwable> failed, Runnable ended);

        void close(CloseCode code);
    }

    /** Empty when the peer is gone already, and with it what would encode for it. */
    static Optional<Wire> of(SockJSSocket socket) {
        return of(socket.routingContext().request().connection(), Framing.SOCKJS, new Peer() {
            @Override
            public void listen(Consumer<String> text, Consumer<Throwable> failed, Runnable ended) {
                socket.handler(data -> text.accept(data.toString()));
                socket.exceptionHandler(failed::accept);
                socket.closeHandler(closed -> ended.run());
            }

            @Override
            public void close(CloseCode code) {
                socket.close(code.code(), code.word());
            }
        });
    }

    /** As {@link #of(SockJSSocket)}. It keeps nothing of the handshake, and lets the socket keep little of it. */
    static Optional<Wire> of(ServerWebSocket socket, HttpConnection connection) {
        socket.headers().clear();
        return of(connection, Framing.RAW, new Peer() {
            @Override
            public void listen(Consumer<String> text, Consumer<Throwable> failed, Runnable ended) {
                socket.textMessageHandler(text::accept);
                socket.binaryMessageHandler(data -> text.accept(data.toString()));
                socket.exceptionHandler(failed::accept);
                socket.closeHandler(closed -> ended.run());
            }

            @Override
            public void close(CloseCode code) {
                socket.close((short) code.code(), code.word());
            }
        });
    }

    private static Optional<Wire> of(HttpConnection connection, Framing framing, Peer peer) {
        var pipeline = ((HttpServerConnection) connection)
                .channelHandlerContext()
                .channel()
                .pipeline();
        return Optional.ofNullable(pipeline.context(WebSocketFrameEncoder.class))
                .map(encoder -> new Wire(peer, framing, encoder));
    }

    /**
     * Begins to hear the peer.
     *
     * @param other whether one more frame that brings no message of its own is allowed
     * @param failed gets what the transport cannot take; it may hear of the same end as {@code ended}
     * @param ended the socket is gone; it may hear so more than once
     */
    void listen(Consumer<String> text, BooleanSupplier other, Consumer<Throwable> failed, Runnable ended) {
        var pipeline = channel.pipeline();
        var last = pipeline.lastContext().name();
        var frames = new OtherFrames(other);
        // Vert.x puts something else in the place of what is no UTF-8 (RFC 6455, 8.1). It says no good-bye of its own:
        // this wire does.
        pipeline.addBefore(last, null, new Utf8FrameValidator(false));
        pipeline.addBefore(last, null, frames);
        peer.listen(frames.countedFor(text), failed, ended);
    }

    /** Goes from the encoder on towards the network, past those who would encode it for this connection alone. */
    void write(Delivery delivery) {
        // Who does not get it is told so by the end of the connection.
        var unused = encoder.writeAndFlush(Unpooled.wrappedBuffer(delivery.bytes(framing)));
    }

    /** Completes when the network has taken it, and all before it. */
    Future<Void> writeLast(Delivery delivery) {
        var written = Promise.<Void>promise();
        encoder.writeAndFlush(Unpooled.wrappedBuffer(delivery.bytes(framing))).addListener(done -> {
            if (done.isSuccess()) {
                written.tryComplete();
            } else {
                written.tryFail(done.cause());
            }
        });
        return written.future();
    }

    /** What the network has not taken yet. */
    long unreadBytes() {
        var outgoing = channel.unsafe().outboundBuffer();
        return outgoing == null ? 0 : outgoing.totalPendingWriteBytes();
    }

    void close(CloseCode code) {
        peer.close(code);
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
