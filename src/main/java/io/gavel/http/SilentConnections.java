package io.gavel.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.Set;

/**
 * Closes connections that take more than ten seconds for their first request's head, or for the body of any request: a
 * trickle of bytes would keep them for ever.
 */
final class SilentConnections {
    private static final long PATIENCE_MILLIS = 10_000;

    private final Vertx vertx;
    private final Set<HttpConnection> silent = new HashSet<>();

    SilentConnections(Vertx vertx) {
        this.vertx = vertx;
    }

    void opened(HttpConnection connection) {
        silent.add(connection);
        var timer = vertx.setTimer(PATIENCE_MILLIS, id -> {
            if (silent.remove(connection)) {
                connection.close();
            }
        });
        connection.closeHandler(closed -> {
            silent.remove(connection);
            vertx.cancelTimer(timer);
        });
    }

    /** The head is here; what is left of the request has as long again. */
    void spoke(HttpServerRequest request) {
        silent.remove(request.connection());
        if (!hasBody(request)) {
            return;
        }
        var timer = vertx.setTimer(PATIENCE_MILLIS, id -> request.connection().close());
        request.end().onComplete(ended -> vertx.cancelTimer(timer));
    }

    private static boolean hasBody(HttpServerRequest request) {
        var length = request.getHeader("Content-Length");
        return request.getHeader("Transfer-Encoding") != null || (length != null && !length.equals("0"));
    }
}
