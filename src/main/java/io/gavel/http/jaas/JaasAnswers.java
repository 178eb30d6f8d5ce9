package io.gavel.http.jaas;

import io.gavel.http.jitsi.ServerAnswers;
import io.gavel.jitsi.RoomEventOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    private final ServerAnswers answers;
    private final SecureRandom random = new SecureRandom();

    JaasAnswers(MeterRegistry meters) {
        this.answers = new ServerAnswers("Jaas-Signature", meters, "gavel.jitsi.webhooks", "outcome");
        answers.expect(
                Stream.of(RoomEventOutcome.values()).map(RoomEventOutcome::name).toList());
        answers.expect(List.of("opened", "closed", "unauthenticated", "invalid_request", "unavailable"));
    }

    void taken(RoutingContext context, RoomEventOutcome outcome) {
        answers.count(outcome.name());
        ServerAnswers.write(context.response(), 200, Map.of());
    }

    /** Whoever comes may enter: tokens, and our own password, are the gate. */
    void open(RoutingContext context) {
        answers.count("opened");
        ServerAnswers.write(context.response(), 200, OPEN);
    }

    /**
     * Nobody may enter. There is no setting for that: so a passcode that nobody has ever seen, which moderators are asked
     * for as well, and a lobby in which nobody lets anybody in.
     */
    void close(RoutingContext context) {
        answers.count("closed");
        ServerAnswers.write(
                context.response(),
                200,
                Map.of("lobbyEnabled", true, "lobbyType", "WAIT_FOR_APPROVAL", "passcode", passcode()));
    }

    private String passcode() {
        return random.ints(PASSCODE_DIGITS, 0, 10).mapToObj(Integer::toString).collect(Collectors.joining());
    }

    void refuse(RoutingContext context) {
        answers.refuse(context);
    }
}
