package io.gavel.http.jitsi;

import io.gavel.http.answer.RouteNames;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** How each address that Jitsi's servers call begins and ends; what it does is mounted between the two. */
public final class ServerRoute {
    private ServerRoute() {}

    /**
     * Names the route, and lets through whom the guard lets through.
     *
     * @param refuse answers every failure below this path
     */
    public static void begin(
            Router router, String path, Handler<RoutingContext> guard, Handler<RoutingContext> refuse) {
        router.route(path).failureHandler(refuse).handler(context -> {
            RouteNames.give(context, path);
            guard.handle(context);
        });
    }

    /** Refuses the methods that were not mounted. */
    public static void end(Router router, String path, String allowed) {
        router.route(path).handler(context -> {
            context.response().putHeader("Allow", allowed);
            context.fail(new Problem(Code.METHOD_NOT_ALLOWED, "this path knows " + allowed));
        });
    }
}
