package io.gavel.http.recording;

import io.gavel.http.jitsi.ServerAnswers;
import io.gavel.jitsi.FiledRecording;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;

/** Answers to a recorder's script: it looks at the status, its log shows the rest. */
final class RecorderAnswers {
    private final ServerAnswers answers;

    RecorderAnswers(MeterRegistry meters) {
        this.answers = new ServerAnswers("Bearer", meters, "gavel.jitsi.recordings", "outcome");
        answers.expect(List.of("added", "repeated", "invalid_request", "unauthenticated"));
        answers.expect(List.of("not_found", "invalid_transition", "unavailable"));
    }

    void filed(RoutingContext context, FiledRecording filed) {
        answers.count(filed.isNew() ? "added" : "repeated");
        var recording = filed.recording();
        var body = Map.<String, Object>of("id", recording.id(), "meetingId", recording.meetingId());
        ServerAnswers.write(context.response(), filed.isNew() ? 201 : 200, body);
    }

    void refuse(RoutingContext context) {
        answers.refuse(context);
    }
}
