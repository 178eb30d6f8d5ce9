package io.gavel.http.recording;

import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.config.RecordingAccess;
import io.gavel.http.answer.Answer;
import io.gavel.http.request.ApiRequest;
import io.gavel.meeting.MeetingRequests.WatchRecording;
import io.gavel.meeting.RecordingLink;
import io.gavel.meeting.RecordingPath;
import io.gavel.meeting.WatchedRecording;
import io.vertx.core.Future;
import java.util.regex.Pattern;

/** Gives links to those who may watch a recording. */
public final class Watching {
    private static final Pattern WEB_ADDRESS = Pattern.compile("(?i)https?://");

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

    private RecordingLink link(WatchedRecording watched) {
        var given = watched.link();
        if (given != null) {
            return links.requireCurrent(given);
        }
        var fileUrl = watched.recording().fileUrl();
        if (WEB_ADDRESS.matcher(fileUrl).lookingAt() && !path.holds(fileUrl)) {
            return new RecordingLink(fileUrl, null);
        }
        FileRoutes.require(path, watched);
        return links.link(watched.recording().id());
    }
}
