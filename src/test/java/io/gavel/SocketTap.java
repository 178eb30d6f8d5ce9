package io.gavel;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

/**
 * Looks at what the nodes of this process hand to their sockets, last of all handlers. Netty finds it by its service file,
 * where io.netty.bootstrap.extensions says that it may.
 */
public final class SocketTap extends ChannelInitializerExtension {
    private static final Set<Channel> OPEN = ConcurrentHashMap.newKeySet();

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        OPEN.add(channel);
        channel.closeFuture().addListener(closed -> OPEN.remove(channel));
    }

    /** Listens at every socket that is open now, to what has this in it. */
    public static Recording record(Pattern wanted) {
        var recording = new Recording(wanted);
        for (var channel : OPEN) {
            channel.eventLoop()
                    .submit(() -> channel.pipeline().addFirst(recording.new Listener()))
                    .awaitUninterruptibly();
        }
        return recording;
    }

    /** What went to sockets since. */
    public static final class Recording {
        private final Pattern wanted;
        private final Queue<Written> written = new ConcurrentLinkedQueue<>();
        private final Map<Channel, Integer> flushes = new ConcurrentHashMap<>();

        private Recording(Pattern wanted) {
            this.wanted = wanted;
        }

        /** What was written of it, socket by socket. */
        public Map<Channel, List<Written>> bySocket() {
            var sockets = new HashMap<Channel, List<Written>>();
            written.forEach(one -> sockets.computeIfAbsent(one.socket(), none -> new ArrayList<>())
                    .add(one));
            return sockets;
        }

        /** How often a socket was told to send such writes on. */
        public int flushes(Channel socket) {
            return flushes.getOrDefault(socket, 0);
        }

        private final class Listener extends ChannelOutboundHandlerAdapter {
            private boolean hasWritten;

            @Override
            public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                if (message instanceof ByteBuf bytes) {
                    var content = bytes.toString(StandardCharsets.UTF_8);
                    if (wanted.matcher(content).find()) {
                        hasWritten = true;
                        written.add(new Written(
                                context.channel(), content, bytes.hasArray() ? bytes.array() : new byte[0]));
                    }
                }
                // Its listeners are told.
                var unused = context.write(message, promise);
            }

            @Override
            public void flush(ChannelHandlerContext context) {
                if (hasWritten) {
                    hasWritten = false;
                    flushes.merge(context.channel(), 1, Integer::sum);
                }
                context.flush();
            }
        }
    }

    /**
     * Something that was written.
     *
     * @param memory where its bytes are kept: the same object for all who share them
     */
    public record Written(Channel socket, String content, Object memory) {}
}
