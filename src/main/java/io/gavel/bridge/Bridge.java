package io.gavel.bridge;

import io.gavel.bus.Bus;
import io.gavel.identity.Caller;
import io.gavel.limit.Doorkeeper;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** All sockets of a node, whichever event loops they are on. Its methods may be called from any thread. */
public final class Bridge {
    private final Bus bus;
    private final Hub hub;
    private final Clock clock;
    private final BridgeMeters meters;
    private final Limits limits;
    private final Places places;
    private final Map<UUID, Connection> connections = new ConcurrentHashMap<>();
    private volatile boolean draining;

    /** @param clock tells when tokens expire */
    public Bridge(Bus bus, Hub hub, Clock clock, MeterRegistry meters) {
        this(bus, hub, clock, meters, Limits.USUAL);
    }

    Bridge(Bus bus, Hub hub, Clock clock, MeterRegistry meters, Limits limits) {
        this.bus = bus;
        this.hub = hub;
        this.clock = clock;
        this.meters = new BridgeMeters(meters);
        this.limits = limits;
        this.places = new Places(limits.connections());
    }

    /** The routes below {@code /eventbus}, for the event loop that calls this. */
    public Router routes(Vertx vertx, Doorkeeper doorkeeper) {
        return new BridgeRoutes(this, doorkeeper, vertx).router();
    }

    /** Closes the connection of this id, where this node has it. */
    public void close(UUID connectionId, CloseCode code) {
        Optional.ofNullable(connections.get(connectionId)).ifPresent(connection -> connection.close(code));
    }

    /**
     * Sends all browsers away, each at a random moment within this time, and from now on also those that still come.
     *
     * @return completes when the last of those that are here now is gone
     */
    public Future<Void> drain(Duration within) {
        draining = true;
        var gone = connections.values().stream()
                .map(connection -> connection.drain(within))
                .toList();
        return gone.isEmpty() ? Future.succeededFuture() : Future.join(gone).mapEmpty();
    }

    void open(Caller caller, Audience audience, Wire wire, Places.Place place) {
        var connection = new Connection(this, audience, caller, wire, Objects.requireNonNull(Vertx.currentContext()));
        connections.put(connection.id(), connection);
        wire.ended().onComplete(ended -> {
            connections.remove(connection.id());
            place.free();
        });
        connection.open();
        if (draining) {
            connection.close(CloseCode.DRAINING);
        }
    }

    /** Those whose network connection is still there, closed ones included. */
    int openSockets() {
        return connections.size();
    }

    /** How to answer what the transport could not take; empty for a connection that simply broke. */
    Optional<CloseCode> closeCode(Throwable failure) {
        if (failure instanceof CorruptedWebSocketFrameException broken) {
            return Optional.of(closeCode(broken.closeStatus()));
        }
        // How Vert.x tells of a message that is too big in all its frames together.
        return failure instanceof IllegalStateException ? Optional.of(CloseCode.TOO_BIG) : Optional.empty();
    }

    private static CloseCode closeCode(WebSocketCloseStatus status) {
        if (status.equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
            return CloseCode.TOO_BIG;
        }
        return status.equals(WebSocketCloseStatus.INVALID_PAYLOAD_DATA)
                ? CloseCode.INVALID_TEXT
                : CloseCode.PROTOCOL_ERROR;
    }

    Bus bus() {
        return bus;
    }

    Hub hub() {
        return hub;
    }

    Clock clock() {
        return clock;
    }

    BridgeMeters meters() {
        return meters;
    }

    Limits limits() {
        return limits;
    }

    Places places() {
        return places;
    }
}
