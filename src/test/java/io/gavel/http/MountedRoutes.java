package io.gavel.http;

import io.gavel.bus.Bus;
import io.gavel.config.ConfigLoader;
import io.gavel.http.limit.Throttle;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a node's router serves. */
public final class MountedRoutes {
    private MountedRoutes() {}

    /**
     * All routes of a node with these settings, as {@code GET /docs}. One that takes several methods, or does not say which,
     * is told once for each that another route of its path takes, or else as GET; one that is for all below it ends with a
     * slash. HEAD is as GET.
     */
    public static Set<String> read(Map<String, String> settings, Path folder) throws Exception {
        var environment = new HashMap<>(settings);
        environment.put("PORT", "0");
        var config = ConfigLoader.load(folder, environment, List.of());
        Bus.registerLocals();
        var vertx = Vertx.vertx();
        try {
            var meters = new SimpleMeterRegistry();
            var http = new HttpVerticle(
                    Bus.create(vertx, Duration.ofSeconds(1)),
                    config,
                    new Drain(),
                    new Throttle(config.http(), meters),
                    meters,
                    Clock.systemUTC(),
                    (loop, doorkeeper) -> Router.router(loop),
                    port -> {});
            vertx.deployVerticle(http).await(20, TimeUnit.SECONDS);
            return routes(http.router(ApiDocument.read()).getRoutes());
        } finally {
            vertx.close().await(20, TimeUnit.SECONDS);
        }
    }

    private static Set<String> routes(List<Route> routes) {
        var methods = routes.stream()
                .filter(route -> route.getPath() != null)
                .collect(Collectors.groupingBy(
                        Route::getPath,
                        Collectors.flatMapping(MountedRoutes::methods, Collectors.toCollection(TreeSet::new))));
        var found = new TreeSet<String>();
        methods.forEach((path, known) ->
                (known.isEmpty() ? Set.of("GET") : known).forEach(method -> found.add(method + " " + path)));
        return found;
    }

    private static Stream<String> methods(Route route) {
        var methods = route.methods();
        return methods == null
                ? Stream.of()
                : methods.stream()
                        .filter(method -> !method.equals(HttpMethod.HEAD))
                        .map(HttpMethod::name);
    }
}
