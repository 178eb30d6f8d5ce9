package io.gavel.http.reservation;

import io.gavel.http.jitsi.ServerAnswers;
import io.gavel.jitsi.Reservation;
import io.gavel.json.WireJson;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers as Prosody understands them: a field that it does not want must be absent, null would be a wrong value. */
final class ReservationAnswers {
    private static final String UNSURE = "Meetings cannot be looked up just now. Please try again in a minute.";

    private final int occupantsPerPerson;
    private final ServerAnswers answers;

    /** @param occupantsPerPerson 0 where Prosody is told no limit */
    ReservationAnswers(int occupantsPerPerson, MeterRegistry meters) {
        this.occupantsPerPerson = occupantsPerPerson;
        this.answers = new ServerAnswers("Bearer", meters, "gavel.jitsi.reservations", "answer");
        answers.expect(List.of("allowed", "allowed_unsure", "found", "gone", "unavailable", "not_found", "too_early"));
        answers.expect(List.of("forbidden", "meeting_ended", "meeting_cancelled", "invalid_request"));
        answers.expect(List.of("unauthenticated"));
    }

    /** The same status for the first and each further time: there is one way to success, and it asks for no second call. */
    void allow(RoutingContext context, Reservation reservation, String counted) {
        answers.count(counted);
        ServerAnswers.write(context.response(), 200, fields(reservation));
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
        answers.count("gone");
        ServerAnswers.writeNothing(context.response());
    }

    /** The message is shown to whoever wanted to enter; what is 500 and above, Prosody asks again. */
    void refuse(RoutingContext context) {
        answers.refusal(context).ifPresent(problem -> {
            var message = problem.code().status() >= 500 ? UNSURE : problem.detail();
            ServerAnswers.write(context.response(), problem, message);
        });
    }
}
