package io.gavel.ops;

import io.gavel.bus.Bus;
import io.gavel.config.ConfigLoader;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** What a node's management port serves. */
public final class ManagementRoutes {
    private ManagementRoutes() {}

    /** All of its routes, as {@code GET /metrics}; one of which all methods are taken is told as {@code * /metrics}. */
    public static Set<String> read(Path folder) throws Exception {
        var config = ConfigLoader.load(folder, Map.of("GAVEL_MANAGEMENT_PORT", "0"), List.of());
        Bus.registerLocals();
        var vertx = Vertx.vertx();
        try {
            var management = new ManagementVerticle(
                    Bus.create(vertx, Duration.ofSeconds(1)),
                    config.management(),
                    new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                    Map.of(),
                    port -> {});
            vertx.deployVerticle(management).await(20, TimeUnit.SECONDS);
            var found = new TreeSet<String>();
            var routes = management.router().getRoutes().stream()
                    .filter(route -> route.getPath() != null)
                    .toList();
            for (var route : routes) {
                var methods = route.methods();
                var names = methods == null
                        ? List.of("*")
                        : methods.stream().map(HttpMethod::name).toList();
                names.forEach(name -> found.add(name + " " + route.getPath()));
            }
            return found;
        } finally {
            vertx.close().await(20, TimeUnit.SECONDS);
        }
    }
}
