package io.gavel.bridge;

import java.time.Duration;

/**
 * What one browser may take of a node.
 *
 * @param framesPerSecond on the average, of any type
 * @param burst frames at once, after some rest
 * @param registrations of one connection
 * @param connections of one user at one node
 * @param silence after which a connection is closed
 * @param unreadBytes written to a connection, and not yet taken by the network
 * @param waitingChars of frames that wait for a registration before them
 */
record Limits(
        int framesPerSecond,
        int burst,
        int registrations,
        int connections,
        Duration silence,
        long unreadBytes,
        long waitingChars) {
    static final Limits USUAL = new Limits(200, 400, 256, 8, Duration.ofSeconds(30), 1 << 20, 1 << 20);
}
