package io.gavel.http.jitsi;

import io.gavel.http.answer.Problems;
import io.gavel.http.answer.UnreadBodies;
import io.gavel.jitsi.RoomEventOutcome;
import io.gavel.json.WireJson;
import io.gavel.problem.Code;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Answers as Jitsi as a Service understands them: any 2xx is an end to it, anything else is told again later.
 *
 * <p>Source of the settings: jitsi-meet, tests/helpers/WebhookProxy.ts, {@code defaultMeetingSettings}; and
 * tests/specs, where a passcode is asked of moderators too, and one that is not of digits alone leaves the room open.
 */
final class JaasAnswers {
    /** An answer must not be empty. */
    private static final Map<String, Object> OPEN = Map.of("lobbyEnabled", false);

    private static final int PASSCODE_DIGITS = 10;

    private final MeterRegistry meters;
    private final SecureRandom random = new SecureRandom();

    JaasAnswers(MeterRegistry meters) {
        this.meters = meters;
        // Counters that are there from the start: the first of its kind is a rise, not a beginning.
        for (var outcome : RoomEventOutcome.values()) {
            counted(outcome.name());
        }
        List.of("opened", "closed", "unauthenticated", "invalid_request", "unavailable")
                .forEach(this::counted);
    }

    private Counter counted(String outcome) {
        return meters.counter("gavel.jitsi.webhooks", "outcome", outcome.toLowerCase(Locale.ROOT));
    }

    void taken(RoutingContext context, RoomEventOutcome outcome) {
        counted(outcome.name()).increment();
        write(context.response(), 200, Map.of());
    }

    /** Whoever comes may enter: tokens, and our own password, are the gate. */
    void open(RoutingContext context) {
        counted("opened").increment();
        write(context.response(), 200, OPEN);
    }

    /**
     * Nobody may enter. There is no setting for that: so a passcode that nobody has ever seen, which moderators are asked
     * for as well, and a lobby in which nobody lets anybody in.
     */
    void close(RoutingContext context) {
        counted("closed").increment();
        write(
                context.response(),
                200,
                Map.of("lobbyEnabled", true, "lobbyType", "WAIT_FOR_APPROVAL", "passcode", passcode()));
    }

    private String passcode() {
        return random.ints(PASSCODE_DIGITS, 0, 10).mapToObj(Integer::toString).collect(Collectors.joining());
    }

    void refuse(RoutingContext context) {
        var response = context.response();
        if (response.closed() || response.ended()) {
            return;
        }
        var problem = Problems.of(context);
        counted(problem.code().name()).increment();
        UnreadBodies.discard(context);
        if (problem.code() == Code.UNAUTHENTICATED) {
            response.putHeader("WWW-Authenticate", "Jaas-Signature");
        }
        write(response, problem.code().status(), Map.of("message", problem.detail()));
    }

    private static void write(HttpServerResponse response, int status, Map<String, Object> body) {
        if (!response.closed()) {
            response.setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(WireJson.encode(body));
        }
    }
}
