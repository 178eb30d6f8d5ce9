package io.gavel.http.jaas;

import io.gavel.bus.Bus;
import io.gavel.bus.JitsiAddresses;
import io.gavel.config.Config;
import io.gavel.config.JitsiKey;
import io.gavel.config.Secret;
import io.gavel.http.jitsi.BodyReader;
import io.gavel.http.jitsi.Deadline;
import io.gavel.http.jitsi.ServerRoute;
import io.gavel.jitsi.ReservationRequests.JudgeRoom;
import io.gavel.jitsi.RoomEventOutcome;
import io.gavel.jitsi.RoomName;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Jitsi as a Service tells of its rooms, signed with a secret that it shares with us; and asks before one comes about. */
public final class JaasRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(JaasRoutes.class);

    /** A whole meeting's participants and poll answers, with room to spare. */
    private static final int MOST_BYTES = 256 * 1024;

    /** People wait for a room meanwhile; how long 8x8 does is not documented. */
    private static final int PATIENCE_MILLIS = 1000;

    private final Bus bus;
    private final String path;
    private final @Nullable Secret secret;
    private final @Nullable String tenant;
    private final boolean opensWhenUnsure;
    private final Clock clock;
    private final Deadline deadline;
    private final JaasAnswers answers;

    /** The routes of one event loop. */
    public JaasRoutes(Vertx vertx, Bus bus, Config config, Clock clock, MeterRegistry meters) {
        var server = config.jitsiServer();
        this.bus = bus;
        this.path = server.path() + "/jaas/webhook";
        this.secret = server.webhookSecret();
        this.tenant = tenant(config.jitsi().key());
        this.opensWhenUnsure = server.reservations().allowsWhenUnsure();
        this.clock = clock;
        this.deadline = new Deadline(vertx, PATIENCE_MILLIS);
        this.answers = new JaasAnswers(meters);
    }

    private static @Nullable String tenant(@Nullable JitsiKey key) {
        return key != null && key.isJaas() ? key.tenant() : null;
    }

    /** Mounts nothing where no secret is configured. */
    public void mount(Router router) {
        if (secret == null) {
            return;
        }
        ServerRoute.begin(router, path, this::requireFresh, answers::refuse);
        router.post(path).handler(BodyReader.json(MOST_BYTES));
        router.post(path).handler(context -> take(context, secret));
        ServerRoute.end(router, path, "POST");
    }

    /** Before the body is read: who has no signature sends it for nothing. */
    private void requireFresh(RoutingContext context) {
        if (signature(context).isFresh(clock.instant())) {
            context.next();
        } else {
            context.fail(unauthenticated());
        }
    }

    private static JaasSignature signature(RoutingContext context) {
        var headers = context.request().headers().getAll("X-Jaas-Signature");
        return JaasSignature.of(headers.size() == 1 ? headers.get(0) : null).orElseThrow(JaasRoutes::unauthenticated);
    }

    private void take(RoutingContext context, Secret secret) {
        var body = BodyReader.body(context);
        var signature = signature(context);
        // Again: whoever has one that was signed is not to keep it for later by sending it slowly.
        if (!signature.isOf(body.getBytes(), secret) || !signature.isFresh(clock.instant())) {
            throw unauthenticated();
        }
        var webhook = JaasWebhook.read(body, tenant);
        if (webhook.type().equals(JaasWebhook.SETTINGS_PROVISIONING)) {
            provide(context, webhook);
        } else {
            keep(webhook)
                    .compose(outcome -> file(webhook, outcome))
                    .onSuccess(outcome -> answers.taken(context, outcome))
                    .onFailure(context::fail);
        }
    }

    private static Problem unauthenticated() {
        return new Problem(Code.UNAUTHENTICATED, "the webhook is not signed as it should be, or too long ago");
    }

    private Future<RoomEventOutcome> keep(JaasWebhook webhook) {
        return bus.request(JitsiAddresses.TELL_ROOM_EVENT, webhook.event());
    }

    /**
     * Also of an event that was told before: it may be told again because the recording could not be filed. The same link
     * again is no second recording.
     */
    private Future<RoomEventOutcome> file(JaasWebhook webhook, RoomEventOutcome outcome) {
        var recording = webhook.recording();
        if (recording.isEmpty()) {
            return Future.succeededFuture(outcome);
        }
        var filed = outcome == RoomEventOutcome.REPEATED ? outcome : RoomEventOutcome.APPLIED;
        return bus.request(JitsiAddresses.FILE_RECORDING, recording.get())
                .map(filed)
                .recover(failure -> Deadline.isUnsure(failure)
                        ? Future.failedFuture(failure)
                        : Future.succeededFuture(unfiled((Problem) failure)));
    }

    /** A refusal would be the same the next time: that is no reason to be told again. */
    private static RoomEventOutcome unfiled(Problem refusal) {
        LOG.warn("a recording of Jitsi as a Service has found no meeting: {}", refusal.code());
        return refusal.code() == Code.NOT_FOUND ? RoomEventOutcome.UNKNOWN_ROOM : RoomEventOutcome.KEPT;
    }

    /** The answer does not wait for the event to be kept. */
    private void provide(RoutingContext context, JaasWebhook webhook) {
        keep(webhook).onFailure(failure -> LOG.warn("a question about a room's settings was not kept: {}", failure));
        deadline.limit(mayOpen(webhook.room()))
                .recover(failure -> Future.succeededFuture(Deadline.isUnsure(failure) && opensWhenUnsure))
                .onSuccess(mayOpen -> {
                    if (mayOpen) {
                        answers.open(context);
                    } else {
                        answers.close(context);
                    }
                });
    }

    private Future<Boolean> mayOpen(@Nullable RoomName room) {
        return room == null
                ? Future.succeededFuture(false)
                : bus.request(JitsiAddresses.JUDGE_ROOM, new JudgeRoom(room)).map(true);
    }
}
