package io.gavel.http.jitsi;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.bus.Bus;
import io.gavel.config.ConfigLoader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventRoutesTest {
    private static Vertx vertx;
    private static Bus bus;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        bus = Bus.create(vertx, Duration.ofSeconds(1));
    }

    @AfterAll
    static void stop() {
        vertx.close().await();
    }

    @Test
    void withoutATokenJitsiCannotTell() throws Exception {
        assertThat(mounted(Map.of()).getRoutes()).isEmpty();
        assertThat(mounted(Map.of("GAVEL_JITSI_EVENTS_TOKEN", "x")).getRoutes())
                .isNotEmpty()
                .allSatisfy(route -> assertThat(route.getPath()).startsWith("/jitsi/events/"));
    }

    private Router mounted(Map<String, String> environment) throws Exception {
        var config = ConfigLoader.load(folder, environment, List.of());
        var router = Router.router(vertx);
        new EventRoutes(bus, config.jitsiServer(), new SimpleMeterRegistry()).mount(router);
        return router;
    }
}
