package io.gavel.http.eventsync;

import io.gavel.bus.Bus;
import io.gavel.bus.JitsiAddresses;
import io.gavel.config.JitsiServer;
import io.gavel.config.Secret;
import io.gavel.http.jitsi.Bearer;
import io.gavel.http.jitsi.BodyReader;
import io.gavel.http.jitsi.ServerRoute;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** What Jitsi's Prosody tells of rooms, and of who comes and goes. */
public final class EventRoutes {
    private static final int MOST_BYTES = 64 * 1024;

    /** A room that is gone is told with every stay in it, up to some 300 bytes each. */
    private static final int MOST_BYTES_OF_DESTROYED = 4 * 1024 * 1024;

    private final Bus bus;
    private final @Nullable Secret token;
    private final String path;
    private final EventAnswers answers;

    /** The routes of one event loop. */
    public EventRoutes(Bus bus, JitsiServer server, MeterRegistry meters) {
        this.bus = bus;
        this.token = server.eventsToken();
        this.path = server.path();
        this.answers = new EventAnswers(meters);
    }

    /** Mounts nothing where no token is configured. */
    public void mount(Router router) {
        if (token != null) {
            var bearer = new Bearer(token);
            for (var type : EventSyncType.values()) {
                mount(router, path + type.path(), bearer, type);
            }
        }
    }

    private void mount(Router router, String path, Bearer bearer, EventSyncType type) {
        ServerRoute.begin(router, path, bearer, answers::refuse);
        router.post(path).handler(reader(type));
        router.post(path).handler(context -> tell(context, type));
        ServerRoute.end(router, path, "POST");
    }

    /** Who was in a room that is gone has been told of before, one by one. */
    private static Handler<RoutingContext> reader(EventSyncType type) {
        return type == EventSyncType.ROOM_DESTROYED
                ? new OutlineReader(MOST_BYTES_OF_DESTROYED, MOST_BYTES)
                : BodyReader.json(MOST_BYTES);
    }

    private void tell(RoutingContext context, EventSyncType type) {
        var event = EventSyncBody.read(BodyReader.body(context)).event(type);
        bus.request(JitsiAddresses.TELL_ROOM_EVENT, event)
                .onSuccess(outcome -> answers.take(context, outcome))
                .onFailure(context::fail);
    }
}
