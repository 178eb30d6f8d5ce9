package io.gavel.http.route;

import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.http.answer.Answer;
import io.gavel.http.recording.Watching;
import io.gavel.http.request.ApiRequest;
import io.gavel.http.request.RecordingBody;
import io.gavel.meeting.MeetingRequests.AddRecording;
import io.gavel.meeting.MeetingRequests.ListRecordings;
import io.vertx.core.Future;
import java.util.Objects;

/** A meeting's recordings. */
public final class RecordingRoutes {
    private final Bus bus;
    private final RecordingBody bodies;
    private final Watching watching;

    public RecordingRoutes(Bus bus, RecordingBody bodies, Watching watching) {
        this.bus = bus;
        this.bodies = bodies;
        this.watching = watching;
    }

    public void register(Handlers handlers) {
        handlers.on("addRecording", this::add).on("listRecordings", this::list).on("linkRecording", watching::link);
    }

    private Future<Answer> add(ApiRequest request) {
        var recording = bodies.read(request.fields());
        var repeatable = request.repeatable();
        request.faults().throwIfAny();
        var add = new AddRecording(
                request.caller(),
                request.id(),
                Objects.requireNonNull(recording, "a body without faults has a recording"),
                repeatable);
        return bus.request(Addresses.ADD_RECORDING, add).map(Answer::created);
    }

    private Future<Answer> list(ApiRequest request) {
        request.faults().throwIfAny();
        return bus.request(Addresses.LIST_RECORDINGS, new ListRecordings(request.caller(), request.id()))
                .map(Answer::ok);
    }
}
