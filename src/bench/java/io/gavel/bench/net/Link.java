package io.gavel.bench.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection: what arrives in pieces is handed on as a whole, what the network does not take yet waits here. */
abstract class Link {
    private static final byte[] EMPTY = new byte[0];
    private static final int KEPT_BYTES = 8192;

    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>(1);
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private byte[] held = EMPTY;
    private int heldBytes;
    private boolean closed;

    void attach(SocketChannel connecting, SelectionKey registered) {
        channel = connecting;
        key = registered;
    }

    abstract void connected();

    /** Takes one whole message from the front, if there is one; returns where the next one begins. */
    abstract int take(byte[] data, int from, int to);

    abstract void ended();

    public boolean isClosed() {
        return closed;
    }

    void send(ByteBuffer data) {
        if (closed) {
            return;
        }
        try {
            if (waiting.isEmpty()) {
                channel().write(data);
            }
            if (data.hasRemaining()) {
                waiting.add(data);
                key().interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        } catch (IOException gone) {
            close();
        }
    }

    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            channel().close();
        } catch (IOException alreadyGone) {
            closed = true;
        }
        ended();
    }

    void ready(ByteBuffer incoming) {
        try {
            if (key().isConnectable()) {
                channel().finishConnect();
                key().interestOps(SelectionKey.OP_READ);
                connected();
            }
            if (key().isValid() && key().isWritable()) {
                flush();
            }
            if (key().isValid() && key().isReadable()) {
                read(incoming);
            }
        } catch (IOException | CancelledKeyException gone) {
            close();
        }
    }

    private void flush() throws IOException {
        for (var next = waiting.peek(); next != null; next = waiting.peek()) {
            channel().write(next);
            if (next.hasRemaining()) {
                return;
            }
            waiting.poll();
        }
        key().interestOps(SelectionKey.OP_READ);
    }

    private void read(ByteBuffer incoming) throws IOException {
        incoming.clear();
        int count = channel().read(incoming);
        if (count < 0) {
            close();
            return;
        }
        incoming.flip();
        if (held.length < heldBytes + count) {
            held = Arrays.copyOf(held, heldBytes + count);
        }
        incoming.get(held, heldBytes, count);
        heldBytes += count;
        int from = 0;
        for (int next = take(held, 0, heldBytes); next > from; next = take(held, from, heldBytes)) {
            from = next;
        }
        keep(from);
    }

    /** Thousands of connections hold nothing between two messages. */
    private void keep(int from) {
        heldBytes -= from;
        if (heldBytes == 0) {
            held = held.length > KEPT_BYTES ? EMPTY : held;
        } else if (from > 0) {
            System.arraycopy(held, from, held, 0, heldBytes);
        }
    }

    private SocketChannel channel() {
        return Objects.requireNonNull(channel, "Nothing happens before the connection is begun");
    }

    private SelectionKey key() {
        return Objects.requireNonNull(key, "Nothing happens before the connection is begun");
    }
}
