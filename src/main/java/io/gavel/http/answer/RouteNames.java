package io.gavel.http.answer;

import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** The name under which a request is counted: a template, never a path. */
public final class RouteNames {
    private static final String KEY = "route";

    private RouteNames() {}

    public static void give(RoutingContext context, String route) {
        context.put(KEY, route);
    }

    /** Null for a request that nothing serves. */
    public static @Nullable String of(RoutingContext context) {
        return context.get(KEY);
    }
}
