package io.gavel.bridge;

import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which pages may connect: browsers ask nobody before they open a WebSocket to another origin. */
final class Origins {
    private static final Pattern ORIGIN = Pattern.compile("(https?)://([^/]+)");

    private final Predicate<String> allowed;

    Origins(Predicate<String> allowed) {
        this.allowed = allowed;
    }

    /** Whether the request comes from such a page, from one of this very host, or from no page at all. */
    boolean admit(HttpServerRequest request) {
        var origins = request.headers().getAll("Origin");
        if (origins.isEmpty()) {
            return true;
        }
        return origins.size() == 1
                && (allowed.test(origins.get(0)) || isOwn(origins.get(0), request.getHeader("Host")));
    }

    private static boolean isOwn(String origin, @Nullable String host) {
        var parts = ORIGIN.matcher(origin.toLowerCase(Locale.ROOT));
        if (host == null || !parts.matches()) {
            return false;
        }
        var defaultPort = parts.group(1).equals("https") ? ":443" : ":80";
        return withPort(parts.group(2), defaultPort).equals(withPort(host.toLowerCase(Locale.ROOT), defaultPort));
    }

    private static String withPort(String host, String defaultPort) {
        return host.matches(".*:\\d+") ? host : host + defaultPort;
    }
}
