package io.gavel.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A wire to PostgreSQL that counts what goes along it: statements, the flights of them, each of which is one wait for the
 * database, and the answers that it sends, each of which wakes the node. It knows the front of the protocol (PostgreSQL, 53.7), without TLS.
 */
final class PostgresTap implements AutoCloseable {
    private final ServerSocket entrance;
    private final URI database;
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    PostgresTap(String url) {
        try {
            database = URI.create(url);
            entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        begin(this::accept);
    }

    /** The same database, along this wire. */
    String url() {
        return database.toString().replace(":" + database.getPort() + "/", ":" + entrance.getLocalPort() + "/");
    }

    /** So far; of the node's first connection, which only feels whether the database is there, nothing. */
    Count count() {
        var statements = 0;
        var flights = 0;
        var answers = 0;
        for (var line : lines.subList(1, lines.size())) {
            statements += line.statements.get();
            flights += line.flights.get();
            answers += line.answers.get();
        }
        return new Count(statements, flights, answers);
    }

    private void accept() {
        while (true) {
            try {
                var node = entrance.accept();
                var postgres = new Socket(InetAddress.getLoopbackAddress(), database.getPort());
                node.setTcpNoDelay(true);
                postgres.setTcpNoDelay(true);
                var line = new Line(node, postgres);
                lines.add(line);
                begin(line::listen);
                begin(line::answer);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void begin(Runnable work) {
        var thread = new Thread(work, "postgres tap");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            entrance.close();
            for (var line : lines) {
                line.node.close();
                line.postgres.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was sent to PostgreSQL. */
    record Count(int statements, int flights, int answers) {
        Count since(Count before) {
            return new Count(statements - before.statements, flights - before.flights, answers - before.answers);
        }
    }

    private static final class Line {
        private final Socket node;
        private final Socket postgres;
        private final AtomicInteger statements = new AtomicInteger();
        private final AtomicInteger flights = new AtomicInteger();
        private final AtomicInteger answers = new AtomicInteger();
        private final ByteBuffer unread = ByteBuffer.allocate(1 << 20);
        private boolean isGreeted;

        Line(Socket node, Socket postgres) {
            this.node = node;
            this.postgres = postgres;
        }

        /** What the node sends at once comes at once. */
        void listen() {
            var buffer = new byte[1 << 18];
            try (var from = node.getInputStream();
                    var to = postgres.getOutputStream()) {
                for (var read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                    count(buffer, read);
                    to.write(buffer, 0, read);
                }
            } catch (IOException gone) {
                // The node or PostgreSQL has hung up, as they may.
                return;
            }
        }

        private void count(byte[] bytes, int length) {
            unread.put(bytes, 0, length).flip();
            var before = statements.get();
            while (hasMessage()) {
                take();
            }
            unread.compact();
            if (statements.get() > before) {
                flights.incrementAndGet();
            }
        }

        /** The first message has no type: it says who is there. */
        private boolean hasMessage() {
            var head = isGreeted ? 1 : 0;
            return unread.remaining() >= head + Integer.BYTES
                    && unread.remaining() >= head + unread.getInt(unread.position() + head);
        }

        private void take() {
            var type = isGreeted ? unread.get() : 0;
            var length = unread.getInt(unread.position());
            unread.position(unread.position() + length);
            isGreeted = true;
            if (type == 'E' || type == 'Q') {
                statements.incrementAndGet();
            }
            if (type == 'S' || type == 'Q') {
                answers.incrementAndGet();
            }
        }

        void answer() {
            var buffer = new byte[64 * 1024];
            try (var from = postgres.getInputStream();
                    var to = node.getOutputStream()) {
                for (var read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                    to.write(buffer, 0, read);
                }
            } catch (IOException gone) {
                // As above.
                return;
            }
        }
    }
}
