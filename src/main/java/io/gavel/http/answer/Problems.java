package io.gavel.http.answer;

import io.gavel.json.WireJson;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns every failure into its one answer, {@code application/problem+json} (RFC 9457). */
public final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private final MeterRegistry meters;

    public Problems(MeterRegistry meters) {
        this.meters = meters;
    }

    /** The failure handler of all routes. */
    public void handle(RoutingContext context) {
        var response = context.response();
        if (response.closed() || response.ended() || context.failure() instanceof HttpClosedException) {
            LOG.debug("nobody is there to be told", context.failure());
            return;
        }
        if (response.headWritten()) {
            context.request().connection().close();
            return;
        }
        UnreadBodies.discard(context);
        write(response, of(context), context.request().path(), RequestIds.of(context));
    }

    /** Writes the problem and ends the response. */
    public void write(HttpServerResponse response, Problem problem, @Nullable String path, String requestId) {
        var code = problem.code();
        meters.counter("gavel.refusals", "code", code.name()).increment();
        if (!response.headers().contains("X-Request-Id")) {
            StandardHeaders.put(response, requestId);
        }
        response.setStatusCode(code.status()).putHeader("Content-Type", "application/problem+json");
        if (code == Code.UNAUTHENTICATED) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        var retryAfter = problem.retryAfter();
        if (retryAfter != null) {
            response.putHeader(
                    "Retry-After",
                    Long.toString(
                            Math.max(1, retryAfter.plusSeconds(1).minusNanos(1).toSeconds())));
        }
        response.end(WireJson.encode(body(problem, path, requestId)));
    }

    private static Map<String, Object> body(Problem problem, @Nullable String path, String requestId) {
        var code = problem.code();
        var body = new LinkedHashMap<String, Object>();
        body.put("type", "about:blank");
        body.put("title", code.title());
        body.put("status", code.status());
        body.put("detail", problem.detail());
        if (path != null) {
            body.put("instance", path);
        }
        body.put("code", code.name());
        body.put("requestId", requestId);
        if (!problem.faults().isEmpty()) {
            body.put("errors", problem.faults());
        }
        body.putAll(problem.members());
        return body;
    }

    /** What went wrong with this request; what was not expected is logged. */
    public static Problem of(RoutingContext context) {
        if (context.failure() instanceof Problem problem) {
            return problem;
        }
        return switch (context.statusCode()) {
            case 400 -> new Problem(Code.INVALID_REQUEST, "the request cannot be understood");
            case 404 -> Problem.notFound();
            case 405 -> new Problem(Code.METHOD_NOT_ALLOWED, "this path knows other methods");
            case 413 -> new Problem(Code.BODY_TOO_LARGE, "a body has at most 64 KiB");
            case 415 -> new Problem(Code.UNSUPPORTED_MEDIA_TYPE, "a body is application/json");
            default -> unexpected(context);
        };
    }

    private static Problem unexpected(RoutingContext context) {
        LOG.atError()
                .setCause(context.failure())
                .addKeyValue("requestId", RequestIds.of(context))
                .log(
                        "{} {} failed unexpectedly",
                        context.request().method(),
                        context.request().path());
        return new Problem(Code.INTERNAL, "an unexpected error; its cause is in this node's log");
    }
}
