package io.gavel.http;

import io.gavel.http.limit.Throttle;
import io.gavel.http.request.ApiRequest;
import io.gavel.identity.Caller;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Turns away who asks for too much, wherever from. */
final class UserLimit implements Handler<RoutingContext> {
    private final Throttle throttle;

    UserLimit(Throttle throttle) {
        this.throttle = throttle;
    }

    @Override
    public void handle(RoutingContext context) {
        Caller caller = context.get(ApiRequest.CALLER);
        throttle.countUser(context.request(), caller.userId());
        context.next();
    }
}
