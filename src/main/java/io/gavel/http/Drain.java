package io.gavel.http;

import io.gavel.problem.Problem;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts running requests, and once the node goes down turns new ones away. Shared by all HTTP verticles of a node. */
public final class Drain implements Handler<RoutingContext> {
    private final AtomicBoolean draining = new AtomicBoolean();
    private final AtomicInteger running = new AtomicInteger();

    public void begin() {
        draining.set(true);
    }

    public boolean isDraining() {
        return draining.get();
    }

    public int running() {
        return running.get();
    }

    @Override
    public void handle(RoutingContext context) {
        if (draining.get()) {
            turnAway(context);
            return;
        }
        running.incrementAndGet();
        context.addEndHandler(ended -> running.decrementAndGet());
        context.next();
    }

    /** For what is no running request once it has begun: turns it away all the same. */
    void letIn(RoutingContext context) {
        if (draining.get()) {
            turnAway(context);
        } else {
            context.next();
        }
    }

    private static void turnAway(RoutingContext context) {
        context.response().putHeader("Connection", "close");
        context.fail(Problem.unavailable("this node is going down").retryAfter(Duration.ofSeconds(1)));
    }
}
