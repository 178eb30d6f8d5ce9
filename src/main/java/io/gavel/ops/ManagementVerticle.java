package io.gavel.ops;

import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.bus.HealthCheck;
import io.gavel.bus.RequestAddress;
import io.gavel.config.Management;
import io.gavel.port.Port;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Answers {@code /health/live}, {@code /health/ready} and {@code /metrics} on a port of its own. A node is alive while it
 * answers at all; it is ready while database and keys are there and the node's own conditions hold.
 */
public final class ManagementVerticle extends VerticleBase {
    private final Bus bus;
    private final Management management;
    private final PrometheusMeterRegistry meters;
    private final Map<String, BooleanSupplier> conditions;
    private final IntConsumer listening;

    /**
     * Takes its knowledge of the node as questions.
     *
     * @param conditions by name and in their order: all of them must hold for the node to be ready
     * @param listening is told the port once it is open
     */
    public ManagementVerticle(
            Bus bus,
            Management management,
            PrometheusMeterRegistry meters,
            Map<String, BooleanSupplier> conditions,
            IntConsumer listening) {
        this.bus = bus;
        this.management = management;
        this.meters = meters;
        this.conditions = conditions;
        this.listening = listening;
    }

    @Override
    public Future<?> start() {
        new MeetingGauges(vertx, bus).bindTo(meters);
        return vertx.createHttpServer(Port.options(management.host(), management.port()))
                .connectionHandler(Port::watch)
                .invalidRequestHandler(ManagementVerticle::refuseUnreadable)
                .requestHandler(router())
                .listen()
                .onSuccess(server -> listening.accept(server.actualPort()));
    }

    Router router() {
        var router = Router.router(vertx);
        router.route().handler(context -> {
            putStandard(context.response());
            context.next();
        });
        router.get("/health/live").handler(context -> answer(context, 200, new JsonObject().put("status", "UP")));
        router.get("/health/ready").handler(this::ready);
        router.get("/metrics")
                .handler(context -> context.response()
                        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(meters.scrape()));
        return router;
    }

    private static void refuseUnreadable(HttpServerRequest request) {
        putStandard(request.response());
        var cause = request.decoderResult().cause();
        var isTooLong = cause instanceof TooLongHttpHeaderException || cause instanceof TooLongHttpLineException;
        request.response()
                .setStatusCode(isTooLong ? 431 : 400)
                .putHeader("Connection", "close")
                .end();
        request.connection().close();
    }

    /** As on the port of REST. */
    private static void putStandard(HttpServerResponse response) {
        response.putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .putHeader(
                        "X-Request-Id",
                        Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE));
    }

    private void ready(RoutingContext context) {
        var checks = new LinkedHashMap<String, Future<Boolean>>();
        checks.put("database", isThere(Addresses.CHECK_DATABASE));
        checks.put("keys", isThere(Addresses.CHECK_KEYS));
        conditions.forEach((name, holds) -> checks.put(name, Future.succeededFuture(holds.getAsBoolean())));
        Future.all(checks.values().stream().toList()).onComplete(done -> {
            var ready = checks.values().stream().allMatch(Future::result);
            answer(context, ready ? 200 : 503, report(ready, checks));
        });
    }

    private Future<Boolean> isThere(RequestAddress<HealthCheck, ?> address) {
        return bus.request(address, new HealthCheck()).map(true).otherwise(false);
    }

    private static JsonObject report(boolean ready, Map<String, Future<Boolean>> checks) {
        var report = new JsonObject();
        checks.forEach((name, isUp) -> report.put(name, isUp.result() ? "UP" : "DOWN"));
        return new JsonObject().put("status", ready ? "UP" : "DOWN").put("checks", report);
    }

    private static void answer(RoutingContext context, int status, JsonObject body) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.toBuffer());
    }
}
