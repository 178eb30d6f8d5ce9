package io.gavel.http.eventsync;

import io.gavel.http.jitsi.ServerAnswers;
import io.gavel.jitsi.RoomEventOutcome;
import io.gavel.problem.Code;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.stream.Stream;

/** Answers to a module that tells again what was answered with 500 and above, and else goes on. */
final class EventAnswers {
    private final ServerAnswers answers;

    EventAnswers(MeterRegistry meters) {
        this.answers = new ServerAnswers("Bearer", meters, "gavel.jitsi.events", "outcome", "source", "event_sync");
        answers.expect(
                Stream.of(RoomEventOutcome.values()).map(RoomEventOutcome::name).toList());
        answers.expect(List.of("unauthenticated", "invalid_request", "unavailable"));
    }

    void take(RoutingContext context, RoomEventOutcome outcome) {
        answers.count(outcome.name());
        ServerAnswers.writeNothing(context.response());
    }

    void refuse(RoutingContext context) {
        answers.refusal(context).ifPresent(problem -> {
            if (problem.code() == Code.UNAVAILABLE) {
                context.response().putHeader("Retry-After", "1");
            }
            ServerAnswers.write(context.response(), problem, problem.detail());
        });
    }
}
