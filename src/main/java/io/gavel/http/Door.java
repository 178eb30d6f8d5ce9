package io.gavel.http;

import io.gavel.http.limit.Throttle;
import io.gavel.limit.Doorkeeper;
import io.vertx.core.http.HttpServerRequest;

/** What REST holds to, the bridge does as well. */
record Door(Cors cors, Throttle throttle) implements Doorkeeper {
    @Override
    public boolean admits(String origin) {
        return cors.allows(origin);
    }

    @Override
    public void count(HttpServerRequest request, String userId) {
        throttle.countUser(request, userId);
    }
}
