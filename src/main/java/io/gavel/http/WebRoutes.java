package io.gavel.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Predicate;

/** What browsers load: the client library's modules at {@code /client}, and the page at {@code /console}. */
final class WebRoutes {
    private static final String CONSOLE = "console/";
    private static final String PAGE = CONSOLE + "index.html";

    /** By the end of a file's name; what has another one is not served. */
    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "ts", "text/plain; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "html", "text/html; charset=utf-8");

    private final SortedMap<String, Buffer> files;
    private final String policy;
    private final Predicate<RoutingContext> givesTokens;

    /**
     * Takes the files by their paths below src/main/web.
     *
     * @param jitsiDomain as configured; the only other origin that the console loads from
     * @param givesTokens whether the node would make a token for who asks: what a page offers, it need not try
     */
    WebRoutes(SortedMap<String, Buffer> files, String jitsiDomain, Predicate<RoutingContext> givesTokens) {
        this.files = files;
        this.policy = policy(jitsiDomain);
        this.givesTokens = givesTokens;
    }

    void mount(Router router) {
        files.forEach((name, content) -> {
            var type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            if (type != null) {
                var route = name.startsWith(CONSOLE) ? "/console" : "/client";
                router.get(path(name)).handler(context -> answer(context, route, type, content));
            }
        });
        router.get("/console/sign-in.json").handler(context -> {
            var offer = new JsonObject().put("givesTokens", givesTokens.test(context));
            answer(context, "/console", "application/json", offer.toBuffer());
        });
    }

    private static String path(String name) {
        if (name.equals(PAGE)) {
            return "/console";
        }
        return name.startsWith(CONSOLE) ? "/" + name : "/client/" + name;
    }

    private void answer(RoutingContext context, String route, String type, Buffer content) {
        RequestMeter.name(context, route);
        context.response()
                .putHeader("Content-Type", type)
                .putHeader("Content-Security-Policy", policy)
                .end(content);
    }

    /** Nothing inline, nothing of elsewhere but the Jitsi deployment's own script and frame. */
    static String policy(String jitsiDomain) {
        var jitsi = origin(jitsiDomain);
        return "default-src 'none'; script-src 'self' " + jitsi + "; style-src 'self'; img-src 'self' data:;"
                + " font-src 'self'; media-src 'self'; connect-src 'self'; frame-src " + jitsi
                + "; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    }

    private static String origin(String domain) {
        if (!domain.contains("://")) {
            return "https://" + domain;
        }
        var address = URI.create(domain);
        return address.getScheme() + "://" + address.getAuthority();
    }
}
