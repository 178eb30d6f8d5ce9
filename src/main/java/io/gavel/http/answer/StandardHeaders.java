package io.gavel.http.answer;

import io.vertx.core.http.HttpServerResponse;

/** What stands in the head of every answer. */
public final class StandardHeaders {
    private StandardHeaders() {}

    public static void put(HttpServerResponse response, String requestId) {
        response.putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("X-Request-Id", requestId);
    }
}
