package io.gavel.bridge;

import io.gavel.bridge.frame.Request;
import io.vertx.core.Future;

/**
 * The node's one place that knows channels and commands. It is asked on the event loop of the connection, never blocks it,
 * and may answer on a loop of its own. A future fails with a {@link io.gavel.problem.Problem}; whatever else is a defect.
 */
public interface Hub {
    /** The connection is there from now on. It is told once, as the first of it. */
    void opened(Connection connection);

    /**
     * Asks whether the connection may hear an address: {@code meeting.} and an id, or its own {@code user.}. What the hub has
     * its audience deliver after the future completed reaches the connection, what was delivered before does not.
     *
     * @return false where it may not; fails with UNAVAILABLE where that cannot be judged
     */
    Future<Boolean> register(Connection connection, String address);

    /** The connection no longer hears the address; harmless when it never did, or the hub ended that itself. */
    void unregister(Connection connection, String address);

    /**
     * Carries out what the connection asks. It is handed over in the browser's order, without waiting for answers.
     *
     * @return the answer's body, finished JSON
     */
    Future<String> request(Connection connection, Request request);

    /**
     * The connection is gone, and with it all its registrations. It is told once, as the last of it, save that a registration
     * which was granted later is taken back.
     *
     * @param silentMillis how long ago its last frame was received
     */
    void closed(Connection connection, long silentMillis);
}
