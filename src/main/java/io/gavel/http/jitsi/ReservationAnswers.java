package io.gavel.http.jitsi;

import io.gavel.http.answer.Problems;
import io.gavel.http.answer.UnreadBodies;
import io.gavel.jitsi.Reservation;
import io.gavel.json.WireJson;
import io.gavel.problem.Code;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Answers as Prosody understands them: a field that it does not want must be absent, null would be a wrong value. */
final class ReservationAnswers {
    private static final String UNSURE = "Meetings cannot be looked up just now. Please try again in a minute.";

    private final int occupantsPerPerson;
    private final MeterRegistry meters;

    /** @param occupantsPerPerson 0 where Prosody is told no limit */
    ReservationAnswers(int occupantsPerPerson, MeterRegistry meters) {
        this.occupantsPerPerson = occupantsPerPerson;
        this.meters = meters;
        // Counters that are there from the start: the first of its kind is a rise, not a beginning.
        List.of("allowed", "allowed_unsure", "found", "gone", "unavailable", "not_found", "too_early", "forbidden")
                .forEach(this::counted);
        List.of("meeting_ended", "meeting_cancelled", "invalid_request", "unauthenticated")
                .forEach(this::counted);
    }

    private Counter counted(String answer) {
        return meters.counter("gavel.jitsi.reservations", "answer", answer);
    }

    /** The same status for the first and each further time: there is one way to success, and it asks for no second call. */
    void allow(RoutingContext context, Reservation reservation, String counted) {
        counted(counted).increment();
        write(context.response(), 200, fields(reservation));
    }

    private Map<String, Object> fields(Reservation reservation) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", reservation.id().toString());
        fields.put("name", reservation.name());
        fields.put("mail_owner", reservation.mailOwner());
        fields.put("start_time", WireJson.time(reservation.startTime()));
        fields.put("duration", reservation.duration().toSeconds());
        var people = reservation.people();
        if (people != null && occupantsPerPerson > 0) {
            fields.put("max_occupants", people * occupantsPerPerson);
        }
        return fields;
    }

    void gone(RoutingContext context) {
        counted("gone").increment();
        var response = context.response();
        if (!response.closed()) {
            response.setStatusCode(204).end();
        }
    }

    /** The message is shown to whoever wanted to enter; what is 500 and above, Prosody asks again. */
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
        var status = problem.code().status();
        write(response, status, Map.of("message", status >= 500 ? UNSURE : problem.detail()));
    }

    private static void write(HttpServerResponse response, int status, Map<String, Object> body) {
        if (!response.closed()) {
            response.setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(WireJson.encode(body));
        }
    }
}
