package io.gavel.bus;

import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus with types. Requests and replies stay inside the node, so that a dead peer never slows one; a
 * {@link Problem} travels back as itself, and silence is UNAVAILABLE.
 */
public final class Bus {
    /** The id of the HTTP request on whose behalf the current code runs; it goes along with every request. */
    public static final ContextLocal<String> REQUEST_ID = ContextLocal.registerLocal(String.class);

    private static final Logger LOG = LoggerFactory.getLogger(Bus.class);
    /** Vert.x reads them only: one object does for all messages. */
    private static final DeliveryOptions LOCAL = local();

    private final EventBus eventBus;
    private final DeliveryOptions patient;

    private Bus(EventBus eventBus, Duration patience) {
        this.eventBus = eventBus;
        this.patient = local().setSendTimeout(patience.toMillis());
    }

    /**
     * Makes the bus of this Vert.x ready for records; once per Vert.x.
     *
     * @param patience how long a reply may take
     */
    public static Bus create(Vertx vertx, Duration patience) {
        vertx.eventBus().registerCodec(new LocalCodec());
        return new Bus(vertx.eventBus(), patience);
    }

    /** Sends a request to this node's consumer of the address. Fails with a {@link Problem}, whatever goes wrong. */
    public <Q, A> Future<A> request(RequestAddress<Q, A> address, Q request) {
        return eventBus.<Object>request(address.name(), new Asked(request, requestId()), patient)
                .recover(failure -> Future.failedFuture(silence(address, failure)))
                .compose(reply -> reply.body() instanceof Problem problem
                        ? Future.failedFuture(problem)
                        : Future.succeededFuture(address.reply().cast(reply.body())));
    }

    /** Answers the address on this node with what the function makes of each request. */
    public <Q, A> Future<Void> respond(RequestAddress<Q, A> address, Function<Q, Future<A>> answer) {
        return eventBus.<Asked>localConsumer(address.name())
                .handler(message -> {
                    var asked = message.body();
                    adopt(asked.requestId());
                    ask(address.request().cast(asked.request()), answer)
                            .onSuccess(reply -> message.reply(reply, LOCAL))
                            .onFailure(failure -> message.reply(problem(address, failure), LOCAL));
                })
                .completion();
    }

    /** Tells every consumer of the address on this node; where there is none, nobody. */
    public <E> void publish(EventAddress<E> address, E event) {
        eventBus.publish(address.name(), event, LOCAL);
    }

    /** Hears what is published to the address on this node. */
    public <E> Future<Void> listen(EventAddress<E> address, Consumer<E> handler) {
        return eventBus.<Object>localConsumer(address.name())
                .handler(message -> handler.accept(address.event().cast(message.body())))
                .completion();
    }

    /** Has this class loaded: a Vert.x knows only the locals that were registered before it was made. */
    public static void registerLocals() {
        LOG.trace("context local {} is registered", REQUEST_ID);
    }

    /** The id of the HTTP request that is being served, or null outside of one. */
    public static @Nullable String requestId() {
        var context = Vertx.currentContext();
        return context == null ? null : context.getLocal(REQUEST_ID);
    }

    private static <Q, A> Future<A> ask(Q request, Function<Q, Future<A>> answer) {
        try {
            return answer.apply(request);
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }

    private static void adopt(@Nullable String requestId) {
        Context context = Vertx.currentContext();
        if (requestId != null && context != null) {
            context.putLocal(REQUEST_ID, requestId);
        }
    }

    private static Problem problem(RequestAddress<?, ?> address, Throwable failure) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        LOG.atError()
                .setCause(failure)
                .addKeyValue("requestId", requestId())
                .log("{} failed unexpectedly", address.name());
        return new Problem(Code.INTERNAL, "an unexpected error; its cause is in this node's log");
    }

    private static Problem silence(RequestAddress<?, ?> address, Throwable failure) {
        var kind = failure instanceof ReplyException reply ? reply.failureType().name() : failure.toString();
        LOG.atWarn().addKeyValue("requestId", requestId()).log("{} gave no answer: {}", address.name(), kind);
        return Problem.unavailable("a part of this node did not answer");
    }

    private static DeliveryOptions local() {
        return new DeliveryOptions().setLocalOnly(true).setCodecName(LocalCodec.NAME);
    }

    /** A request with the id of the HTTP request behind it, if any; a header of the message would cost a map each time. */
    private record Asked(Object request, @Nullable String requestId) {}
}
