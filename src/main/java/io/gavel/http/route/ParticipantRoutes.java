package io.gavel.http.route;

import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.http.answer.Answer;
import io.gavel.http.request.ApiRequest;
import io.gavel.meeting.MeetingRequests.InviteParticipants;
import io.gavel.meeting.MeetingRequests.RemoveParticipant;
import io.gavel.meeting.MeetingRequests.SetRole;
import io.gavel.meeting.Role;
import io.vertx.core.Future;

/** A meeting's people: invite, remove, give roles. */
public final class ParticipantRoutes {
    private final Bus bus;

    public ParticipantRoutes(Bus bus) {
        this.bus = bus;
    }

    public void register(Handlers handlers) {
        handlers.on("inviteParticipants", this::invite)
                .on("removeParticipant", this::remove)
                .on("setRole", this::setRole);
    }

    private Future<Answer> invite(ApiRequest request) {
        var userIds = request.fields().userIds("userIds");
        var repeatable = request.repeatable();
        request.faults().throwIfAny();
        return bus.request(
                        Addresses.INVITE_PARTICIPANTS,
                        new InviteParticipants(request.caller(), request.id(), userIds, repeatable))
                .map(detail -> Answer.versioned(200, detail, detail.meeting()));
    }

    private Future<Answer> remove(ApiRequest request) {
        request.faults().throwIfAny();
        return bus.request(
                        Addresses.REMOVE_PARTICIPANT,
                        new RemoveParticipant(request.caller(), request.id(), request.userId()))
                .map(done -> Answer.nothing());
    }

    private Future<Answer> setRole(ApiRequest request) {
        var role = request.fields().text("role");
        request.faults().throwIfAny();
        return bus.request(
                        Addresses.SET_ROLE,
                        new SetRole(request.caller(), request.id(), request.userId(), Role.of(String.valueOf(role))))
                .map(Answer::ok);
    }
}
