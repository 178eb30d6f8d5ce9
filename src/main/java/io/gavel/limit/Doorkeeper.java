package io.gavel.limit;

import io.vertx.core.http.HttpServerRequest;

/** Who of those that come from elsewhere is let in: asked by the bridge, answered by what knows of all requests. */
public interface Doorkeeper {
    /** Whether pages of this other origin may connect. */
    boolean admits(String origin);

    /**
     * Counts one more request of this user.
     *
     * @throws io.gavel.problem.Problem TOO_MANY_REQUESTS
     */
    void count(HttpServerRequest request, String userId);
}
