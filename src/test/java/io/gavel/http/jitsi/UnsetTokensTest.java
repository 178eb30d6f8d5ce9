package io.gavel.http.jitsi;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.bus.Bus;
import io.gavel.config.ConfigLoader;
import io.gavel.http.eventsync.EventRoutes;
import io.gavel.http.reservation.ReservationRoutes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnsetTokensTest {
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
    void withoutATokenJitsiCannotAsk() throws Exception {
        assertThat(reservations(Map.of()).getRoutes()).isEmpty();
        assertThat(reservations(Map.of("GAVEL_JITSI_RESERVATION_TOKEN", "x")).getRoutes())
                .isNotEmpty()
                .allSatisfy(route -> assertThat(route.getPath()).startsWith("/jitsi/conference"));
    }

    @Test
    void withoutATokenJitsiCannotTell() throws Exception {
        assertThat(events(Map.of()).getRoutes()).isEmpty();
        assertThat(events(Map.of("GAVEL_JITSI_EVENTS_TOKEN", "x")).getRoutes())
                .isNotEmpty()
                .allSatisfy(route -> assertThat(route.getPath()).startsWith("/jitsi/events/"));
    }

    private Router reservations(Map<String, String> environment) throws Exception {
        var config = ConfigLoader.load(folder, environment, List.of());
        var meters = new SimpleMeterRegistry();
        var router = Router.router(vertx);
        new ReservationRoutes(vertx, bus, config.jitsiServer(), config.meetings(), Clock.systemUTC(), meters)
                .mount(router);
        return router;
    }

    private Router events(Map<String, String> environment) throws Exception {
        var config = ConfigLoader.load(folder, environment, List.of());
        var router = Router.router(vertx);
        new EventRoutes(bus, config.jitsiServer(), new SimpleMeterRegistry()).mount(router);
        return router;
    }
}
