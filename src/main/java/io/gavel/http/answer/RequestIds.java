package io.gavel.http.answer;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ThreadLocalRandom;

/** The id of each request: in every answer's head, in every problem and in the log. */
public final class RequestIds {
    private static final String KEY = "requestId";

    private RequestIds() {}

    /** Sixteen hexadecimal digits; they tell requests apart and protect nothing. */
    public static String next() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    }

    public static void give(RoutingContext context, String requestId) {
        context.put(KEY, requestId);
    }

    public static String of(RoutingContext context) {
        String id = context.get(KEY);
        if (id == null) {
            // Refused before any handler saw it.
            id = next();
            give(context, id);
        }
        return id;
    }
}
