package io.gavel.http.recording;

import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.config.RecordingAccess;
import io.gavel.http.answer.Answer;
import io.gavel.http.request.ApiRequest;
import io.gavel.meeting.MeetingRequests.WatchRecording;
import io.gavel.meeting.Recording;
import io.gavel.meeting.RecordingLink;
import io.gavel.meeting.RecordingPath;
import io.vertx.core.Future;

/** Gives links to those who may watch a recording. */
public final class Watching {
    private final Bus bus;
    private final RecordingAccess access;
    private final RecordingPath path;
    private final RecordingLinks links;

    public Watching(Bus bus, RecordingAccess access, RecordingPath path, RecordingLinks links) {
        this.bus = bus;
        this.access = access;
        this.path = path;
        this.links = links;
    }

    /** Whether the file is there is seen when the link is followed: it may still be on its way. */
    public Future<Answer> link(ApiRequest request) {
        request.faults().throwIfAny();
        var watch =
                new WatchRecording(request.caller(), request.id(), request.id("recordingId"), access.byParticipants());
        return bus.request(Addresses.WATCH_RECORDING, watch).map(recording -> Answer.created(link(recording)));
    }

    private RecordingLink link(Recording recording) {
        var fileUrl = recording.fileUrl();
        return path.holds(fileUrl) ? links.link(recording.id()) : new RecordingLink(fileUrl, null);
    }
}
