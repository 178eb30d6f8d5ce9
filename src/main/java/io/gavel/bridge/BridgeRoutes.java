package io.gavel.bridge;

import io.gavel.bridge.Places.Place;
import io.gavel.bus.Addresses;
import io.gavel.event.StreamRequests.KnowCaller;
import io.gavel.identity.Caller;
import io.gavel.limit.Doorkeeper;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import io.vertx.ext.web.handler.sockjs.Transport;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * What is served below {@code /eventbus} on one event loop. Whoever shows no credentials learns nothing of it, and of SockJS
 * there is the WebSocket alone: its other transports let a session be taken over.
 */
final class BridgeRoutes {
    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);
    private static final String CREDENTIAL = "bridge.credential";
    private static final String CALLER = "bridge.caller";
    private static final String PLACE = "bridge.place";

    private final Bridge bridge;
    private final Doorkeeper doorkeeper;
    private final Origins origins;
    private final Vertx vertx;
    private final Audience audience;

    BridgeRoutes(Bridge bridge, Doorkeeper doorkeeper, Vertx vertx) {
        this.bridge = bridge;
        this.doorkeeper = doorkeeper;
        this.origins = new Origins(doorkeeper::admits);
        this.vertx = vertx;
        this.audience = new Audience(vertx.getOrCreateContext());
    }

    Router router() {
        var router = Router.router(vertx);
        router.route().handler(this::authenticate);
        router.route().handler(this::judgeOrigin);
        router.route().handler(this::count);
        router.route("/info").handler(this::info);
        router.route("/websocket").handler(context -> admit(context, place -> upgrade(context, place)));
        router.routeWithRegex("\\/[^\\/\\.]+\\/[^\\/\\.]+\\/websocket")
                .handler(context -> admit(context, place -> {
                    context.put(PLACE, place);
                    context.next();
                }));
        router.route().handler(context -> {
            if (context.get(PLACE) == null) {
                context.fail(Problem.notFound());
            } else {
                context.next();
            }
        });
        router.route("/*").subRouter(sockets());
        return router;
    }

    private Router sockets() {
        var options = new SockJSHandlerOptions()
                .setInsertJSESSIONID(false)
                .addDisabledTransport(Transport.XHR.name())
                .addDisabledTransport(Transport.EVENT_SOURCE.name())
                .addDisabledTransport(Transport.HTML_FILE.name())
                .addDisabledTransport(Transport.JSON_P.name());
        return SockJSHandler.create(vertx, options).socketHandler(this::open);
    }

    private void authenticate(RoutingContext context) {
        if (context.response().headers().contains("Access-Control-Allow-Origin")) {
            // sockjs-client asks with credentials, of which there are none here.
            context.response().putHeader("Access-Control-Allow-Credentials", "true");
        }
        // What arrives while the token is being checked must wait for its reader.
        context.request().pause();
        var credential = Credential.of(context);
        credential
                .look(bridge.bus())
                .onSuccess(caller -> {
                    context.put(CREDENTIAL, credential);
                    context.put(CALLER, caller);
                    context.next();
                })
                .onFailure(context::fail);
    }

    private void judgeOrigin(RoutingContext context) {
        if (origins.admit(context.request())) {
            context.next();
        } else {
            bridge.meters().refused("origin");
            context.fail(new Problem(Code.FORBIDDEN, "pages of this origin may not connect"));
        }
    }

    /** Each is a request of its user, as any of REST. */
    private void count(RoutingContext context) {
        Caller caller = context.get(CALLER);
        doorkeeper.count(context.request(), caller.userId());
        context.next();
    }

    private void info(RoutingContext context) {
        requireGet(context);
        context.request().resume();
        var info = new JsonObject()
                .put("websocket", true)
                .put("cookie_needed", false)
                .put("origins", new JsonArray().add("*:*"))
                .put("entropy", ThreadLocalRandom.current().nextLong(1L << 32));
        context.response().putHeader("Content-Type", "application/json").end(info.toBuffer());
    }

    /** Everything that can refuse a connection, before it becomes one: afterwards no status could be told. */
    private void admit(RoutingContext context, Consumer<Place> admitted) {
        requireGet(context);
        Handshake.require(context.request());
        if (context.response().closed()) {
            // Gone while it was being judged: nobody would give its place back.
            return;
        }
        Credential credential = context.get(CREDENTIAL);
        Caller caller = context.get(CALLER);
        var place = takePlace(caller);
        context.addEndHandler(failed -> place.free());
        bridge.bus()
                .request(Addresses.KNOW_CALLER, new KnowCaller(caller))
                .compose(known -> credential.spend(bridge.bus(), caller))
                .onSuccess(spent -> admitted.accept(place))
                .onFailure(context::fail);
    }

    private Place takePlace(Caller caller) {
        return bridge.places().take(caller.userId()).orElseThrow(() -> {
            bridge.meters().refused("connection");
            return new Problem(Code.TOO_MANY_REQUESTS, "this user has as many connections as one may have here")
                    .retryAfter(TRY_AGAIN);
        });
    }

    private static void requireGet(RoutingContext context) {
        if (!HttpMethod.GET.equals(context.request().method())) {
            context.response().putHeader("Allow", "GET");
            throw new Problem(Code.METHOD_NOT_ALLOWED, "this path knows GET");
        }
    }

    /** Past SockJS, which would keep the whole request for as long as the connection lasts. */
    private void upgrade(RoutingContext context, Place place) {
        Caller caller = Objects.requireNonNull(context.get(CALLER));
        var connection = context.request().connection();
        context.request()
                .toWebSocket()
                .onSuccess(socket ->
                        Wire.of(socket, connection).ifPresentOrElse(wire -> open(caller, wire, place), place::free))
                .onFailure(context::fail);
    }

    private void open(SockJSSocket socket) {
        Caller caller = Objects.requireNonNull(socket.routingContext().get(CALLER));
        Place place = Objects.requireNonNull(socket.routingContext().get(PLACE));
        Wire.of(socket).ifPresentOrElse(wire -> open(caller, wire, place), place::free);
    }

    private void open(Caller caller, Wire wire, Place place) {
        try {
            bridge.open(caller, audience, wire, place);
        } catch (RuntimeException failure) {
            // The peer was gone before the connection began.
            wire.end();
        }
    }
}
