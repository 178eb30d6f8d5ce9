package io.gavel.http;

import io.gavel.bus.Bus;
import io.gavel.http.answer.RequestIds;
import io.gavel.http.answer.StandardHeaders;
import io.gavel.http.limit.Clients;
import io.gavel.port.Port;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The first to see a request: gives it an id, puts the standard headers on its answer, refuses an oversized head. */
final class RequestHead implements Handler<RoutingContext> {
    /** What is read of these is one line; another line would be read by somebody else. */
    private static final List<String> TOLD_ONCE = List.of("Content-Type", "Idempotency-Key");

    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern REQUEST_ID = Pattern.compile("[\\w.-]{1,64}");

    private final Clients clients;
    private final Duration hsts;

    RequestHead(Clients clients, Duration hsts) {
        this.clients = clients;
        this.hsts = hsts;
    }

    @Override
    public void handle(RoutingContext context) {
        var requestId = requestId(context.request());
        RequestIds.give(context, requestId);
        var vertxContext = Vertx.currentContext();
        if (vertxContext != null) {
            vertxContext.putLocal(Bus.REQUEST_ID, requestId);
        }
        StandardHeaders.put(context.response(), requestId);
        if (!hsts.isZero() && cameByHttps(context.request())) {
            context.response().putHeader("Strict-Transport-Security", "max-age=" + hsts.toSeconds());
        }
        if (bytes(context.request()) > Port.MOST_HEAD_BYTES) {
            context.fail(tooLarge());
        } else if (context.request().headers().getAll("Host").size() > 1) {
            context.fail(new Problem(Code.INVALID_REQUEST, "a request names one host"));
        } else if (TOLD_ONCE.stream().anyMatch(name -> isRepeated(context.request(), name))) {
            context.fail(new Problem(
                    Code.INVALID_REQUEST, "a request has one line each of " + String.join(", ", TOLD_ONCE)));
        } else if (!isDecodable(context.request().path())) {
            context.fail(
                    new Problem(Code.INVALID_REQUEST, "the path has a percent sign without two hexadecimal digits"));
        } else {
            context.next();
        }
    }

    private static boolean isRepeated(HttpServerRequest request, String name) {
        return request.headers().getAll(name).size() > 1;
    }

    /** What the router would stumble over later. */
    private static boolean isDecodable(@Nullable String path) {
        return path == null
                || path.indexOf('%') < 0
                || !BROKEN_ESCAPE.matcher(path).find();
    }

    /** A trusted proxy's own id goes on, so that its log and ours tell of the same request. */
    private String requestId(HttpServerRequest request) {
        var given = request.getHeader("X-Request-Id");
        return given != null && REQUEST_ID.matcher(given).matches() && clients.trusts(request)
                ? given
                : RequestIds.next();
    }

    /** Where nobody says so, a browser would be locked out of a host that knows plain HTTP alone (RFC 6797, 7.2). */
    private boolean cameByHttps(HttpServerRequest request) {
        return "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto")) && clients.trusts(request);
    }

    static Problem tooLarge() {
        return new Problem(Code.HEADERS_TOO_LARGE, "request line and headers have at most 16 KiB together");
    }

    private static int bytes(HttpServerRequest request) {
        int bytes = request.method().name().length() + request.uri().length() + " HTTP/1.1\r\n".length();
        for (Map.Entry<String, String> header : request.headers()) {
            bytes += header.getKey().length() + header.getValue().length() + ": \r\n".length();
        }
        return bytes;
    }
}
