package io.gavel.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Oddities at a whole node: frames on many sockets and requests on many connections, until there were enough of both. */
final class NodeFuzz {
    private static final Logger LOG = LoggerFactory.getLogger(NodeFuzz.class);
    private static final int CONNECTIONS = 4;
    private static final int THREADS = 8;
    private static final int SOCKETS = 16;
    private static final int SOCKETS_OF_A_USER = 4;
    static final int USERS = THREADS * SOCKETS / SOCKETS_OF_A_USER;

    /** So many in a round keep each socket just below what the contract allows it in a second. */
    private static final int FRAMES_AT_ONCE = 36;

    private static final long ROUND_MILLIS = 200;
    private static final int REQUESTS_AT_ONCE = 16;
    private static final int BREAKS_ONCE_IN = 100;

    private final URI node;
    private final OddRequests.Credentials credentials;
    private final long seed;
    private final Tally tally = new Tally();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    /** @param seed the same makes the same oddities, though not in the same order */
    NodeFuzz(URI node, OddRequests.Credentials credentials, long seed) {
        this.node = node;
        this.credentials = credentials;
        this.seed = seed;
    }

    Tally tally() {
        return tally;
    }

    /** Answers that say that the node failed, and what they were the answers to. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Sends at least so many of both, and waits for the answers. */
    void run(long frames, long requests) throws InterruptedException, ExecutionException {
        var threads = Executors.newScheduledThreadPool(THREADS + CONNECTIONS + 1);
        var reports = threads.scheduleAtFixedRate(() -> LOG.info("{}", tally), 1, 1, TimeUnit.MINUTES);
        try {
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < THREADS; i++) {
                var number = i;
                running.add(threads.submit(() -> sendFrames(number, frames)));
            }
            for (int i = 0; i < CONNECTIONS; i++) {
                var number = i;
                running.add(threads.submit(() -> sendRequests(number, requests)));
            }
            for (var thread : running) {
                thread.get();
            }
        } finally {
            reports.cancel(false);
            threads.shutdownNow();
        }
    }

    private Void sendRequests(int number, long enough) throws IOException {
        var random = new Random(seed + number);
        var requests = new OddRequests(random, credentials);
        try (var pipeline = new Pipeline(node, tally, failures)) {
            while (tally.sum("answers ") < enough) {
                var batch = new ArrayList<OddRequests.Request>();
                for (int i = 0; i < REQUESTS_AT_ONCE; i++) {
                    batch.add(requests.next());
                }
                if (random.nextInt(BREAKS_ONCE_IN) == 0) {
                    batch.add(requests.breaking());
                }
                tally.add("requests", batch.size());
                pipeline.ask(batch);
            }
        }
        return null;
    }

    private Void sendFrames(int number, long enough) throws IOException, InterruptedException {
        var random = new Random(seed - 1 - number);
        var frames = new OddFrames(random, credentials.meetings());
        var sockets = new ArrayList<RawSocket>();
        for (int i = 0; i < SOCKETS; i++) {
            sockets.add(open(number * SOCKETS + i));
        }
        while (tally.count("frames") < enough) {
            var began = System.nanoTime();
            var broken = new boolean[SOCKETS];
            for (int i = 0; i < SOCKETS; i++) {
                broken[i] = random.nextInt(BREAKS_ONCE_IN) == 0;
                send(sockets.get(i), frames, broken[i]);
            }
            for (int i = 0; i < SOCKETS; i++) {
                if (!isTaken(sockets.get(i), broken[i])) {
                    sockets.get(i).close();
                    sockets.set(i, open(number * SOCKETS + i));
                }
            }
            var left = ROUND_MILLIS - (System.nanoTime() - began) / 1_000_000;
            TimeUnit.MILLISECONDS.sleep(Math.max(0, left));
        }
        for (var socket : sockets) {
            socket.close();
        }
        return null;
    }

    private RawSocket open(int number) throws IOException, InterruptedException {
        var token = credentials.users().get(number / SOCKETS_OF_A_USER);
        for (var tries = 0; ; tries++) {
            try {
                return RawSocket.open(node, token, tally);
            } catch (IOException refused) {
                // The place of the socket before it is free when that is gone.
                tally.add("handshakes refused: " + refused.getMessage());
                if (tries == 100) {
                    throw refused;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private void send(RawSocket socket, OddFrames frames, boolean breaks) {
        var batch = new ByteArrayOutputStream();
        for (int i = 0; i < FRAMES_AT_ONCE; i++) {
            batch.writeBytes(frames.message());
        }
        if (breaks) {
            batch.writeBytes(frames.breaking());
        }
        tally.add("frames", FRAMES_AT_ONCE + (breaks ? 1 : 0));
        try {
            socket.write(batch.toByteArray());
            if (!breaks) {
                socket.askForTheEnd();
            }
        } catch (IOException broken) {
            tally.add("sockets broken: " + broken.getMessage());
        }
    }

    /** Whether the socket goes on, once the node has taken what was sent. */
    private boolean isTaken(RawSocket socket, boolean breaks) {
        try {
            if (breaks) {
                socket.takeToTheEnd();
            } else {
                socket.takeToTheAskedEnd();
            }
            return !socket.isClosed();
        } catch (IOException broken) {
            tally.add("sockets broken: " + broken.getMessage());
            return false;
        }
    }
}
