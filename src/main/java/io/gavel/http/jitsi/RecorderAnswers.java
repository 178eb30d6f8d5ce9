package io.gavel.http.jitsi;

import io.gavel.http.answer.Problems;
import io.gavel.http.answer.UnreadBodies;
import io.gavel.jitsi.FiledRecording;
import io.gavel.json.WireJson;
import io.gavel.problem.Code;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Answers to a recorder's script: it looks at the status, its log shows the rest. */
final class RecorderAnswers {
    private final MeterRegistry meters;

    RecorderAnswers(MeterRegistry meters) {
        this.meters = meters;
        // Counters that are there from the start: the first of its kind is a rise, not a beginning.
        List.of(
                        "added",
                        "repeated",
                        "invalid_request",
                        "unauthenticated",
                        "not_found",
                        "invalid_transition",
                        "unavailable")
                .forEach(this::counted);
    }

    private Counter counted(String outcome) {
        return meters.counter("gavel.jitsi.recordings", "outcome", outcome);
    }

    void filed(RoutingContext context, FiledRecording filed) {
        counted(filed.isNew() ? "added" : "repeated").increment();
        var recording = filed.recording();
        var body = Map.<String, Object>of("id", recording.id(), "meetingId", recording.meetingId());
        write(context.response(), filed.isNew() ? 201 : 200, body);
    }

    void refuse(RoutingContext context) {
        var response = context.response();
        if (response.closed() || response.ended()) {
            return;
        }
        var problem = Problems.of(context);
        counted(problem.code().name().toLowerCase(Locale.ROOT)).increment();
        UnreadBodies.discard(context);
        if (problem.code() == Code.UNAUTHENTICATED) {
            response.putHeader("WWW-Authenticate", "Bearer");
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
