package io.gavel.http;

import io.gavel.http.answer.RequestIds;
import io.gavel.http.answer.RouteNames;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures requests by route and status, and at level debug logs each. Paths never become labels: only the document's own templates do. */
final class RequestMeter implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(RequestMeter.class);
    private static final Set<String> KNOWN = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS");

    private final MeterRegistry meters;

    /** Of one event loop: to find a timer in the registry, its tags are sorted and joined each time. */
    private final Map<Kind, Timer> timers = new HashMap<>();

    RequestMeter(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Names the route that serves the request. */
    static void name(RoutingContext context, String route) {
        RouteNames.give(context, route);
    }

    @Override
    public void handle(RoutingContext context) {
        var started = System.nanoTime();
        context.addEndHandler(ended -> {
            var route = RouteNames.of(context);
            var method = context.request().method().name();
            var elapsed = Duration.ofNanos(System.nanoTime() - started);
            LOG.atDebug()
                    .addKeyValue("requestId", RequestIds.of(context))
                    .addKeyValue("route", route)
                    .addKeyValue("status", context.response().getStatusCode())
                    .addKeyValue("millis", elapsed.toMillis())
                    .log("{} answered", method);
            var kind = new Kind(
                    KNOWN.contains(method) ? method : "other",
                    route == null ? "none" : route,
                    context.response().getStatusCode());
            timers.computeIfAbsent(kind, this::timer).record(elapsed);
        });
        context.next();
    }

    private Timer timer(Kind kind) {
        return Timer.builder("gavel.http.requests")
                .tag("method", kind.method())
                .tag("route", kind.route())
                .tag("status", Integer.toString(kind.status()))
                .register(meters);
    }

    /** What is told apart: no more of them than the document's operations have answers. */
    private record Kind(String method, String route, int status) {}
}
