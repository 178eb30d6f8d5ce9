package io.gavel.http.route;

import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.event.StreamRequests.ListEvents;
import io.gavel.event.Topic;
import io.gavel.http.answer.Answer;
import io.gavel.http.request.ApiRequest;
import io.gavel.http.request.MeetingBody;
import io.gavel.meeting.MeetingFilter;
import io.gavel.meeting.MeetingRequests.CancelMeeting;
import io.gavel.meeting.MeetingRequests.CreateMeeting;
import io.gavel.meeting.MeetingRequests.EditMeeting;
import io.gavel.meeting.MeetingRequests.EndMeeting;
import io.gavel.meeting.MeetingRequests.FindMeeting;
import io.gavel.meeting.MeetingRequests.ListMeetings;
import io.gavel.meeting.MeetingStatus;
import io.gavel.meeting.Role;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Meetings: create, find, list, edit, end, cancel, and their stream. */
public final class MeetingRoutes {
    private final Bus bus;
    private final MeetingBody bodies;

    public MeetingRoutes(Bus bus, MeetingBody bodies) {
        this.bus = bus;
        this.bodies = bodies;
    }

    public void register(Handlers handlers) {
        handlers.on("createMeeting", this::create)
                .on("getMeeting", this::find)
                .on("listMeetings", this::list)
                .on("editMeeting", this::edit)
                .on("endMeeting", this::end)
                .on("cancelMeeting", this::cancel)
                .on("listEvents", this::events);
    }

    private Future<Answer> create(ApiRequest request) {
        var fields = request.fields();
        var meeting = bodies.read(fields);
        var participants = fields.userIds("participantUserIds");
        var moderators = fields.userIds("moderatorUserIds");
        var inviteConversation = bodies.inviteConversation(fields, meeting.conversationId());
        var repeatable = request.repeatable();
        bodies.check(fields, meeting.scheduledAt(), request.caller().userId(), List.of(participants, moderators));
        request.faults().throwIfAny();
        return bus.request(
                        Addresses.CREATE_MEETING,
                        new CreateMeeting(
                                request.caller(), meeting, participants, moderators, inviteConversation, repeatable))
                .map(created -> Answer.versioned(201, created, created).location("/api/meeting/" + created.id()));
    }

    private Future<Answer> find(ApiRequest request) {
        request.faults().throwIfAny();
        return bus.request(Addresses.FIND_MEETING, new FindMeeting(request.caller(), request.id()))
                .map(detail -> Answer.versioned(200, detail, detail.meeting()));
    }

    private Future<Answer> edit(ApiRequest request) {
        var fields = request.fields();
        var meeting = bodies.read(fields);
        var ifVersions = request.ifVersions();
        bodies.checkPast(fields, meeting.scheduledAt());
        request.faults().throwIfAny();
        return bus.request(
                        Addresses.EDIT_MEETING,
                        new EditMeeting(request.caller(), request.id(), meeting, fields.given(), ifVersions))
                .map(edited -> Answer.versioned(200, edited, edited));
    }

    private Future<Answer> end(ApiRequest request) {
        request.faults().throwIfAny();
        return bus.request(Addresses.END_MEETING, new EndMeeting(request.caller(), request.id()))
                .map(ended -> Answer.versioned(200, ended, ended));
    }

    private Future<Answer> cancel(ApiRequest request) {
        var reason = request.fields().text("reason");
        request.faults().throwIfAny();
        return bus.request(Addresses.CANCEL_MEETING, new CancelMeeting(request.caller(), request.id(), reason))
                .map(cancelled -> Answer.versioned(200, cancelled, cancelled));
    }

    private Future<Answer> list(ApiRequest request) {
        var filter = filter(request);
        request.faults().throwIfAny();
        return bus.request(Addresses.LIST_MEETINGS, new ListMeetings(request.caller(), filter))
                .map(Answer::ok);
    }

    private static MeetingFilter filter(ApiRequest request) {
        var from = request.time("from");
        var to = request.time("to");
        var ascending = "asc".equals(request.text("order"));
        var after = after(request, ascending);
        var valid = request.faults().isEmpty();
        return new MeetingFilter(
                valid ? statuses(request.text("status")) : Set.of(),
                from,
                to,
                valid ? role(request.text("role")) : null,
                request.number("conversationId"),
                request.text("q"),
                ascending,
                Math.toIntExact(request.number("limit", 20)),
                after);
    }

    private static MeetingFilter.@Nullable Place after(ApiRequest request, boolean ascending) {
        var cursor = request.text("cursor");
        if (cursor == null) {
            return null;
        }
        var place = MeetingFilter.Place.parse(cursor, ascending);
        if (place.isEmpty()) {
            request.faults().add("cursor", "takes the nextCursor of a list with the same order");
        }
        return place.orElse(null);
    }

    private static Set<MeetingStatus> statuses(@Nullable String list) {
        return list == null
                ? Set.of()
                : Arrays.stream(list.split(",")).map(MeetingStatus::of).collect(Collectors.toSet());
    }

    private static @Nullable Role role(@Nullable String role) {
        return role == null ? null : Role.of(role);
    }

    private Future<Answer> events(ApiRequest request) {
        request.faults().throwIfAny();
        var events = new ListEvents(
                request.caller(),
                Topic.meeting(request.id()),
                request.number("after", 0),
                Math.toIntExact(request.number("limit", 100)),
                request.text("epoch"));
        return bus.request(Addresses.LIST_EVENTS, events).map(Answer::ok);
    }
}
