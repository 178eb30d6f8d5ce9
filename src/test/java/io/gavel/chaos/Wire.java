package io.gavel.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.channel.ChannelOption;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A port behind which another one lies, and what happens to the connections that go through. */
final class Wire {
    /** How PostgreSQL says that a transaction is committed (PostgreSQL, 53.7, CommandComplete). */
    private static final String COMMITTED = "COMMIT\0";

    private final Net net;
    private final @Nullable String from;
    private final String to;
    private final int target;
    private final Set<Connection> connections = new HashSet<>();
    private final AtomicInteger toSever = new AtomicInteger();
    private final AtomicLong severed = new AtomicLong();
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private volatile Weather weather = Weather.CLEAR;
    private volatile int port;

    Wire(Net net, @Nullable String from, String to, int target) {
        this.net = net;
        this.from = from;
        this.to = to;
        this.target = target;
    }

    void listens(int at) {
        port = at;
    }

    int port() {
        return port;
    }

    void weather(Weather next) {
        weather = next;
    }

    /** So many transactions more are committed without that the node hears of it: its connection is reset first. */
    void severAfterCommit(int times) {
        toSever.set(times);
    }

    long severed() {
        return severed.get();
    }

    /** How many bytes waited because their receiver did not hear their sender. */
    long held() {
        return held.get();
    }

    /** How many pieces came late. */
    long late() {
        return late.get();
    }

    /** Breaks all connections as a machine does that knows nothing of them; returns how many there were. */
    int reset() {
        return net.run(() -> {
            var all = List.copyOf(connections);
            all.forEach(Connection::reset);
            return all.size();
        });
    }

    void connected(NetSocket near) {
        near.pause();
        var caller = from == null ? net.owners().of(near.remoteAddress().port()) : from;
        net.client()
                .connect(target, "127.0.0.1")
                .onSuccess(far -> new Connection(caller, near, far.pause()).begin())
                .onFailure(nobody -> near.close());
    }

    void drain() {
        List.copyOf(connections).forEach(Connection::drain);
    }

    private final class Connection {
        private final NetSocket near;
        private final NetSocket far;
        private final Flow there;
        private final Flow back;
        private int ended;

        Connection(String caller, NetSocket near, NetSocket far) {
            this.near = near;
            this.far = far;
            there = new Flow(net.vertx(), new Direction(this, caller, to, false), near, far);
            back = new Flow(net.vertx(), new Direction(this, to, caller, true), far, near);
        }

        void begin() {
            connections.add(this);
            there.begin();
            back.begin();
        }

        void drain() {
            there.drain();
            back.drain();
        }

        void ended() {
            if (++ended == 2) {
                connections.remove(this);
            }
        }

        void reset() {
            breakOff(near);
            breakOff(far);
        }

        private static void breakOff(NetSocket socket) {
            var channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            var unused = channel.close();
        }
    }

    private final class Direction implements Flow.Rule {
        private final Connection connection;
        private final String sender;
        private final String receiver;
        private final boolean isAnswer;

        Direction(Connection connection, String sender, String receiver, boolean isAnswer) {
            this.connection = connection;
            this.sender = sender;
            this.receiver = receiver;
            this.isAnswer = isAnswer;
        }

        @Override
        public boolean isCut() {
            return net.isCut(sender, receiver);
        }

        @Override
        public long due(long before, int bytes) {
            var now = System.nanoTime();
            var due = weather.due(before, now, bytes, net.random());
            if (due > now) {
                late.incrementAndGet();
            }
            return due;
        }

        @Override
        public boolean takes(Buffer bytes) {
            if (isCut()) {
                held.addAndGet(bytes.length());
            }
            if (isAnswer && toSever.get() > 0 && bytes.toString(ISO_8859_1).contains(COMMITTED)) {
                toSever.decrementAndGet();
                severed.incrementAndGet();
                connection.reset();
                return false;
            }
            return true;
        }

        @Override
        public void ended() {
            connection.ended();
        }
    }
}
