package io.gavel.http;

import io.gavel.bus.Bus;
import io.gavel.config.Config;
import io.gavel.config.Mode;
import io.gavel.http.answer.Problems;
import io.gavel.http.answer.RequestIds;
import io.gavel.http.answer.StandardHeaders;
import io.gavel.http.eventsync.EventRoutes;
import io.gavel.http.jaas.JaasRoutes;
import io.gavel.http.jitsi.PublicKeyRoutes;
import io.gavel.http.limit.Throttle;
import io.gavel.http.recording.FileRoutes;
import io.gavel.http.recording.RecorderRoutes;
import io.gavel.http.recording.RecordingLinks;
import io.gavel.http.recording.Watching;
import io.gavel.http.request.BodyHash;
import io.gavel.http.request.MeetingBody;
import io.gavel.http.request.RecordingBody;
import io.gavel.http.reservation.ReservationRoutes;
import io.gavel.http.route.AccessRoutes;
import io.gavel.http.route.ConversationRoutes;
import io.gavel.http.route.Handlers;
import io.gavel.http.route.MeetingRoutes;
import io.gavel.http.route.MessageRoutes;
import io.gavel.http.route.NotificationRoutes;
import io.gavel.http.route.ParticipantRoutes;
import io.gavel.http.route.PresenceRoutes;
import io.gavel.http.route.RecordingRoutes;
import io.gavel.http.route.TokenCheckRoutes;
import io.gavel.limit.Doorkeeper;
import io.gavel.meeting.RecordingPath;
import io.gavel.port.Port;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;

/** HTTP routing: the REST API, its document, and in dev mode the maker of tokens. Several instances share the port. */
public final class HttpVerticle extends VerticleBase {
    private static final int MOST_FRAME_BYTES = 16 * 1024;
    private static final int MOST_MESSAGE_BYTES = 32 * 1024;
    private static final int WEBSOCKET_CLOSING_SECONDS = 2;

    private final Bus bus;
    private final Config config;
    private final Drain drain;
    private final Throttle throttle;
    private final MeterRegistry meters;
    private final Clock clock;
    private final BiFunction<Vertx, Doorkeeper, Router> sockets;
    private final IntConsumer listening;

    /**
     * Takes the rest of the node as functions.
     *
     * @param sockets makes the routes below {@code /eventbus} for an event loop, told whom to ask who is let in
     * @param listening is told the port once it is open
     */
    public HttpVerticle(
            Bus bus,
            Config config,
            Drain drain,
            Throttle throttle,
            MeterRegistry meters,
            Clock clock,
            BiFunction<Vertx, Doorkeeper, Router> sockets,
            IntConsumer listening) {
        this.bus = bus;
        this.config = config;
        this.drain = drain;
        this.throttle = throttle;
        this.meters = meters;
        this.clock = clock;
        this.sockets = sockets;
        this.listening = listening;
    }

    @Override
    public Future<?> start() {
        return listen(router(ApiDocument.read()));
    }

    private Future<HttpServer> listen(Router router) {
        return vertx.createHttpServer(options())
                .connectionHandler(Port::watch)
                .invalidRequestHandler(this::refuseUnreadable)
                .requestHandler(router)
                .listen()
                .onSuccess(server -> listening.accept(server.actualPort()));
    }

    private HttpServerOptions options() {
        var http = config.http();
        // Negative: any free port, the same for all instances.
        return Port.options(http.host(), http.port() == 0 ? -1 : http.port())
                .setCompressionSupported(false)
                .setDecompressionSupported(false)
                // All writing is done on the connection's event loop: no connection needs a queue for other threads.
                .setStrictThreadMode(true)
                // Small JSON gains little, and each socket would pay for its own copy.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(MOST_FRAME_BYTES)
                .setMaxWebSocketMessageSize(MOST_MESSAGE_BYTES)
                .setWebSocketClosingTimeout(WEBSOCKET_CLOSING_SECONDS);
    }

    Router router(ApiDocument document) {
        var router = Router.router(vertx);
        var cors = new Cors(config.mode(), config.http().corsOrigins());
        receive(router, cors);
        mountSockets(router, cors);
        router.route().handler(drain);
        var api = new ApiRouter(handlers(), new BodyHash(config.jitsi().keyMaterial()));
        // Before the many paths of what is asked for seldom.
        router.route("/api/*").handler(new Authentication(bus));
        router.route("/api/*").handler(new UserLimit(throttle));
        api.mount(router, document.operations(), "/api/");
        new DocumentRoutes(document.text()).mount(router);
        var dev = new DevAccess(cors);
        new WebRoutes(Resources.readWeb(), config.jitsi().domain(), asks -> isDev() && dev.letsIn(asks)).mount(router);
        if (isDev()) {
            // Whoever follows the address that the node prints is shown something.
            router.get("/").handler(asks -> asks.redirect("/console"));
            router.route("/dev/*").handler(dev);
            api.mount(router, document.operations(), "/dev/");
        }
        mountJitsi(router);
        mountRecordings(router);
        handleProblems(router);
        return router;
    }

    /** What comes of every request before anybody asks what it wants. */
    private void receive(Router router, Cors cors) {
        router.route().handler(new RequestMeter(meters));
        router.route().handler(cors);
        router.route().handler(new RequestHead(throttle.clients(), config.http().hsts()));
        router.route().handler(new AddressLimit(throttle, config.jitsiServer().path()));
    }

    private void handleProblems(Router router) {
        var problems = new Problems(meters);
        router.route().failureHandler(problems::handle);
        for (int status : new int[] {400, 404, 405, 413, 415, 500}) {
            router.errorHandler(status, problems::handle);
        }
    }

    private boolean isDev() {
        return config.mode() == Mode.DEV;
    }

    private void mountSockets(Router router, Cors cors) {
        router.route("/eventbus/*").handler(context -> {
            RequestMeter.name(context, "/eventbus");
            drain.letIn(context);
        });
        router.route("/eventbus/*").subRouter(sockets.apply(vertx, new Door(cors, throttle)));
    }

    private void mountJitsi(Router router) {
        var server = config.jitsiServer();
        new ReservationRoutes(vertx, bus, server, config.meetings(), clock, meters).mount(router);
        new EventRoutes(bus, server, meters).mount(router);
        new JaasRoutes(vertx, bus, config, clock, meters).mount(router);
        new PublicKeyRoutes(server.path(), config.jitsi().key()).mount(router);
    }

    private void mountRecordings(Router router) {
        var path = new RecordingPath(config.jitsi().recordingPath());
        var folder = config.recordingAccess().folder();
        new RecorderRoutes(bus, config.jitsiServer(), path, meters).mount(router);
        new FileRoutes(vertx, bus, path, folder, recordingLinks()).mount(router);
    }

    private RecordingLinks recordingLinks() {
        var lifetime = config.recordingAccess().linkLifetime();
        return new RecordingLinks(config.jitsi().keyMaterial(), lifetime, clock);
    }

    private Handlers handlers() {
        var jitsi = config.jitsi();
        var handlers = new Handlers();
        new MeetingRoutes(bus, new MeetingBody(jitsi.recordingEnabled(), clock)).register(handlers);
        new ParticipantRoutes(bus).register(handlers);
        var path = new RecordingPath(jitsi.recordingPath());
        var watching = new Watching(bus, config.recordingAccess(), path, recordingLinks());
        new RecordingRoutes(bus, new RecordingBody(path), watching).register(handlers);
        new NotificationRoutes(bus).register(handlers);
        new ConversationRoutes(bus).register(handlers);
        new MessageRoutes(bus).register(handlers);
        new PresenceRoutes(bus).register(handlers);
        new AccessRoutes(bus).register(handlers);
        new TokenCheckRoutes(bus).register(handlers);
        return handlers;
    }

    /** What the parser could not read: too long a head, or no HTTP at all. */
    private void refuseUnreadable(HttpServerRequest request) {
        var cause = request.decoderResult().cause();
        var problem = cause instanceof TooLongHttpHeaderException || cause instanceof TooLongHttpLineException
                ? RequestHead.tooLarge()
                : new Problem(Code.INVALID_REQUEST, "the request cannot be understood");
        var requestId = RequestIds.next();
        var response = request.response().putHeader("Connection", "close");
        StandardHeaders.put(response, requestId);
        new Problems(meters).write(response, problem, "/", requestId);
        request.connection().close();
    }
}
