package io.gavel.bench.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One selector for all connections, driven by the thread that asks: the generator costs one core at most. */
public final class Loop implements AutoCloseable {
    private static final int READ_BYTES = 1 << 20;
    private static final long SHORT_MICROS = 1000;
    private static final long NAP_MICROS = 200;

    private final Selector selector;
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(READ_BYTES);

    public Loop() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The generator's clock. */
    public static long micros() {
        return TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
    }

    /** Handles what is ready, and waits for it so long at most. */
    public void poll(long waitMicros) {
        try {
            if (waitMicros >= SHORT_MICROS) {
                selector.select(this::serve, waitMicros / SHORT_MICROS);
            } else if (selector.selectNow(this::serve) == 0 && waitMicros > 0) {
                // A selector waits whole milliseconds, which would be late for an event that is due in between.
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(Math.min(waitMicros, NAP_MICROS)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Polls until something is so; returns whether it came about in time. */
    public boolean pollUntil(BooleanSupplier done, double seconds) {
        var end = micros() + (long) (seconds * 1e6);
        while (!done.getAsBoolean()) {
            if (micros() > end) {
                return false;
            }
            poll(2 * SHORT_MICROS);
        }
        return true;
    }

    void connect(Link link, InetSocketAddress address) {
        try {
            var channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
            var done = channel.connect(address);
            var key = channel.register(selector, done ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, link);
            link.attach(channel, key);
            if (done) {
                link.connected();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(SelectionKey key) {
        if (key.attachment() instanceof Link link) {
            link.ready(incoming);
        }
    }

    @Override
    public void close() {
        try {
            for (var key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
