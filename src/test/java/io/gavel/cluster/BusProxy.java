package io.gavel.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cable to one node's bus: forwards what comes to its port, and while it is cut, takes all bytes and passes none. */
final class BusProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BusProxy.class);

    private final ServerSocket server;
    private final int target;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicLong swallowed = new AtomicLong();
    private volatile boolean isCut;

    /** Forwards to this port of the same machine. */
    BusProxy(int target) throws IOException {
        this.target = target;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void cut() {
        isCut = true;
    }

    /** What was connected is closed, for bytes in the middle are missing; new connections pass. */
    void mend() {
        isCut = false;
        sockets.forEach(BusProxy::close);
        sockets.clear();
    }

    long swallowed() {
        return swallowed.get();
    }

    private void accept() {
        while (true) {
            try {
                connect(server.accept());
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** A peer of a node that is not there sees the same as without a proxy. */
    private void connect(Socket from) throws IOException {
        try {
            var to = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(from);
            sockets.add(to);
            start(() -> pump(from, to));
            start(() -> pump(to, from));
        } catch (IOException nobody) {
            from.close();
        }
    }

    private void pump(Socket from, Socket to) {
        var buffer = new byte[64 * 1024];
        try (from;
                to) {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                if (isCut) {
                    swallowed.addAndGet(read);
                } else {
                    to.getOutputStream().write(buffer, 0, read);
                }
            }
        } catch (IOException broken) {
            LOG.debug("a connection of the bus broke", broken);
        }
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "bus cable");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        mend();
    }
}
