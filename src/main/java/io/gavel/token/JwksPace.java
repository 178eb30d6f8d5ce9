package io.gavel.token;

import java.time.Duration;

/**
 * How fast key sets are asked for.
 *
 * @param connect how long a connection may take
 * @param answer how long the whole answer may take, once connected
 * @param retry the wait while there is no usable key
 * @param refresh the wait while there is one, unless the provider says otherwise
 */
record JwksPace(Duration connect, Duration answer, Duration retry, Duration refresh) {
    static final JwksPace USUAL =
            new JwksPace(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofMinutes(10));
}
