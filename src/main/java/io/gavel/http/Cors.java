package io.gavel.http;

import io.gavel.config.Mode;
import io.gavel.http.answer.RequestIds;
import io.gavel.http.answer.StandardHeaders;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which pages of other origins may read answers. A page's origin that is not allowed gets no word of permission, which keeps
 * its browser from showing it the answer; the page of this very host needs none.
 */
final class Cors implements Handler<RoutingContext> {
    private static final Pattern LOCAL = Pattern.compile("https?://(localhost|127\\.0\\.0\\.1)(:\\d{1,5})?");

    private final Mode mode;
    private final List<String> origins;

    /** @param origins exact ones; when empty, in dev any port of this machine, in production none */
    Cors(Mode mode, List<String> origins) {
        this.mode = mode;
        this.origins = origins;
    }

    boolean allows(String origin) {
        return origins.isEmpty() ? mode == Mode.DEV && LOCAL.matcher(origin).matches() : origins.contains(origin);
    }

    @Override
    public void handle(RoutingContext context) {
        var request = context.request();
        var response = context.response().putHeader("Vary", "Origin");
        // A browser names one origin; of several, which would be the page's?
        var origins = request.headers().getAll("Origin");
        @Nullable String origin = origins.size() == 1 ? origins.get(0) : null;
        if (origin != null && allows(origin)) {
            response.putHeader("Access-Control-Allow-Origin", origin)
                    .putHeader("Access-Control-Expose-Headers", "ETag, Location, Retry-After, X-Request-Id");
        }
        if (!HttpMethod.OPTIONS.equals(request.method())
                || request.getHeader("Access-Control-Request-Method") == null) {
            context.next();
            return;
        }
        if (origin != null && allows(origin)) {
            response.putHeader("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE")
                    .putHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match, Idempotency-Key")
                    .putHeader("Access-Control-Max-Age", "600");
        }
        StandardHeaders.put(response, RequestIds.of(context));
        response.setStatusCode(204).end();
    }
}
