package io.gavel.bridge;

import io.gavel.bridge.frame.Frames;
import io.gavel.identity.Caller;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One browser's connection, on the event loop that accepted it. Once it is closed nothing of it happens any more, however
 * late an answer comes.
 */
public final class Connection {
    /** What a peer has to say good-bye. */
    private static final Duration PARTING = Duration.ofSeconds(2);

    /** The wall clock may be set anew while a timer runs. */
    private static final long LONGEST_TIMER_MILLIS = TimeUnit.MINUTES.toMillis(10);

    private final UUID id = UUID.randomUUID();
    private final Bridge bridge;
    private final Audience audience;
    private final Wire wire;
    private final Context context;
    private final Vertx vertx;
    private final TokenBucket bucket;
    private final Outbox outbox;
    private final Registrations registrations;
    private final Inbox inbox;
    private volatile Caller caller;
    private volatile boolean closed;
    private boolean isLeaving;
    private int unanswered;
    private long lastFrame = System.nanoTime();
    private long silenceTimer;
    private long expiryTimer;

    Connection(Bridge bridge, Audience audience, Caller caller, Wire wire, Context context) {
        this.bridge = bridge;
        this.audience = audience;
        this.caller = caller;
        this.wire = wire;
        this.context = context;
        this.vertx = context.owner();
        var limits = bridge.limits();
        this.bucket = new TokenBucket(limits.framesPerSecond(), limits.burst(), lastFrame);
        this.outbox = new Outbox(wire, limits.unreadBytes(), bridge.meters(), this::closeAsTooSlow);
        this.registrations = new Registrations(this, limits.registrations());
        this.inbox = new Inbox(this, bridge, registrations);
    }

    /** Begins to listen, on its own event loop. */
    void open() {
        wire.listen(this::received, this::isOtherAllowed, this::failed, this::gone);
        bridge.meters().opened();
        bridge.hub().opened(this);
        wire.ended().onComplete(ended -> context.runOnContext(now -> gone()));
        watchSilence(bridge.limits().silence().toMillis());
        watchExpiry();
    }

    public UUID id() {
        return id;
    }

    /** Who it is, as its latest token says. */
    public Caller caller() {
        return caller;
    }

    public String userId() {
        return caller.userId();
    }

    /** The one of its event loop. */
    public Audience audience() {
        return audience;
    }

    public boolean isClosed() {
        return closed;
    }

    /** Tells the browser why, and closes; from any thread. */
    public void close(CloseCode code) {
        onLoop(() -> {
            if (!closed) {
                // The good-bye follows what is written: before a peer that does not read, it would never be through.
                part(code).onComplete(written -> wire.close(code));
            }
        });
    }

    private Future<Void> part(CloseCode code) {
        leave(code.word());
        vertx.setTimer(PARTING.toMillis(), over -> wire.end());
        return wire.writeLast(Delivery.of(Frames.closing(code.code(), code.word())));
    }

    /** Closes it at some moment within this time; from any thread. */
    Future<Void> drain(Duration within) {
        var millis = 1 + ThreadLocalRandom.current().nextLong(Math.max(1, within.toMillis()));
        vertx.setTimer(millis, due -> onLoop(this::closeOnceAnswered));
        return wire.ended();
    }

    /** What it has asked for is still answered, as long as that does not take too long; nothing more is taken from it. */
    private void closeOnceAnswered() {
        isLeaving = true;
        if (unanswered == 0) {
            close(CloseCode.DRAINING);
        } else {
            vertx.setTimer(PARTING.toMillis(), over -> close(CloseCode.DRAINING));
        }
    }

    void deliver(Delivery delivery) {
        outbox.write(delivery);
    }

    /** Writes a frame of its own. */
    void write(String frame) {
        outbox.write(Delivery.of(frame));
    }

    /** Ends a registration that the hub has ended already. */
    void forget(String address) {
        registrations.remove(address);
    }

    /** From now on it is who the new token says, as long as that says. */
    void renew(Caller renewed) {
        caller = renewed;
        vertx.cancelTimer(expiryTimer);
        watchExpiry();
    }

    /** Brings an answer back to this connection's event loop, and to nobody once it is closed. */
    <T> void whenAnswered(Future<T> answer, Handler<AsyncResult<T>> handler) {
        unanswered++;
        // A task of its own in any case, so that it keeps its order with what the hub delivers.
        answer.onComplete(result -> context.runOnContext(now -> {
            unanswered--;
            if (!closed) {
                handler.handle(result);
            }
            if (isLeaving && unanswered == 0) {
                close(CloseCode.DRAINING);
            }
        }));
    }

    private void received(String text) {
        if (closed || isLeaving) {
            return;
        }
        lastFrame = System.nanoTime();
        bridge.meters().received();
        if (bucket.take(lastFrame)) {
            inbox.received(text);
        } else {
            close(CloseCode.TOO_FAST);
        }
    }

    /** A flood of pings or of nothing is one too, though it keeps nobody's session alive. */
    private boolean isOtherAllowed() {
        if (!closed && !bucket.take(System.nanoTime())) {
            close(CloseCode.TOO_FAST);
        }
        return !closed;
    }

    private void failed(Throwable failure) {
        var code = closed ? Optional.<CloseCode>empty() : bridge.closeCode(failure);
        code.ifPresent(why -> {
            // Vert.x ends the connection when this returns.
            part(why);
            wire.close(why);
        });
    }

    /** In the midst of a delivery to many, where closing would disturb it. */
    private void closeAsTooSlow() {
        context.runOnContext(now -> close(CloseCode.TOO_SLOW));
    }

    private void gone() {
        if (!closed) {
            leave("client");
            vertx.setTimer(PARTING.toMillis(), over -> wire.end());
        }
    }

    private void leave(String reason) {
        closed = true;
        outbox.shut();
        vertx.cancelTimer(silenceTimer);
        vertx.cancelTimer(expiryTimer);
        registrations.clear();
        bridge.meters().closed(reason);
        bridge.hub().closed(this, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastFrame));
    }

    private void watchSilence(long millis) {
        silenceTimer = vertx.setTimer(Math.max(1, millis), due -> {
            var silent = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastFrame);
            var left = bridge.limits().silence().toMillis() - silent;
            if (left <= 0) {
                close(CloseCode.IDLE);
            } else {
                watchSilence(left);
            }
        });
    }

    private void watchExpiry() {
        var left =
                Duration.between(bridge.clock().instant(), caller.expiresAt()).toMillis();
        expiryTimer = vertx.setTimer(Math.max(1, Math.min(left + 1, LONGEST_TIMER_MILLIS)), due -> {
            if (bridge.clock().instant().isBefore(caller.expiresAt())) {
                watchExpiry();
            } else {
                close(CloseCode.TOKEN_EXPIRED);
            }
        });
    }

    private void onLoop(Runnable work) {
        if (Vertx.currentContext() == context) {
            work.run();
        } else {
            context.runOnContext(now -> work.run());
        }
    }
}
