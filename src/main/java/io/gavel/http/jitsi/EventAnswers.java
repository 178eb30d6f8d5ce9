package io.gavel.http.jitsi;

import io.gavel.http.answer.Problems;
import io.gavel.http.answer.UnreadBodies;
import io.gavel.jitsi.RoomEventOutcome;
import io.gavel.json.WireJson;
import io.gavel.problem.Code;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Answers to a module that tells again what was answered with 500 and above, and else goes on. */
final class EventAnswers {
    private final MeterRegistry meters;

    EventAnswers(MeterRegistry meters) {
        this.meters = meters;
        // Counters that are there from the start: the first of its kind is a rise, not a beginning.
        for (var outcome : RoomEventOutcome.values()) {
            counted(outcome.name());
        }
        List.of(Code.UNAUTHENTICATED, Code.INVALID_REQUEST, Code.UNAVAILABLE).forEach(code -> counted(code.name()));
    }

    private Counter counted(String outcome) {
        return meters.counter(
                "gavel.jitsi.events", "source", "event_sync", "outcome", outcome.toLowerCase(Locale.ROOT));
    }

    void take(RoutingContext context, RoomEventOutcome outcome) {
        counted(outcome.name()).increment();
        var response = context.response();
        if (!response.closed()) {
            response.setStatusCode(204).end();
        }
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
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        if (problem.code() == Code.UNAVAILABLE) {
            response.putHeader("Retry-After", "1");
        }
        response.setStatusCode(problem.code().status())
                .putHeader("Content-Type", "application/json")
                .end(WireJson.encode(Map.of("message", problem.detail())));
    }
}
