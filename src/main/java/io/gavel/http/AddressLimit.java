package io.gavel.http;

import io.gavel.http.limit.Throttle;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Turns away whose address asks for too much, whoever it says it is. Jitsi's servers are few, and ask for many. */
final class AddressLimit implements Handler<RoutingContext> {
    private final Throttle throttle;
    private final String jitsi;

    /** @param jitsiPath below which Jitsi's servers call */
    AddressLimit(Throttle throttle, String jitsiPath) {
        this.throttle = throttle;
        this.jitsi = jitsiPath + "/";
    }

    @Override
    public void handle(RoutingContext context) {
        if (!context.normalizedPath().startsWith(jitsi)) {
            throttle.countAddress(context.request());
        }
        context.next();
    }
}
