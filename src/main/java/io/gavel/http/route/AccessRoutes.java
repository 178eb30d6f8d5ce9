package io.gavel.http.route;

import io.gavel.access.AccessRequests.CreateDevToken;
import io.gavel.access.AccessRequests.CreateTicket;
import io.gavel.access.AccessRequests.JoinMeeting;
import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.http.answer.Answer;
import io.gavel.http.request.ApiRequest;
import io.gavel.meeting.MeetingRequests.LeaveMeeting;
import io.vertx.core.Future;
import java.util.Objects;

/** In and out of meetings, and the tokens and tickets that it takes. */
public final class AccessRoutes {
    private final Bus bus;

    public AccessRoutes(Bus bus) {
        this.bus = bus;
    }

    public void register(Handlers handlers) {
        handlers.on("joinMeeting", this::join)
                .on("leaveMeeting", this::leave)
                .on("createTicket", this::createTicket)
                .on("createDevToken", this::createDevToken);
    }

    private Future<Answer> join(ApiRequest request) {
        var password = request.fields().text("password");
        request.faults().throwIfAny();
        return bus.request(Addresses.JOIN_MEETING, new JoinMeeting(request.caller(), request.id(), password))
                .map(Answer::ok);
    }

    private Future<Answer> leave(ApiRequest request) {
        request.faults().throwIfAny();
        return bus.request(Addresses.LEAVE_MEETING, new LeaveMeeting(request.caller(), request.id()))
                .map(done -> Answer.nothing());
    }

    private Future<Answer> createTicket(ApiRequest request) {
        request.faults().throwIfAny();
        return bus.request(Addresses.CREATE_TICKET, new CreateTicket(request.caller()))
                .map(Answer::created);
    }

    private Future<Answer> createDevToken(ApiRequest request) {
        var fields = request.fields();
        var userId = fields.userId("userId");
        request.faults().throwIfAny();
        var create = new CreateDevToken(
                Objects.requireNonNull(userId, "a body without faults names a user"),
                fields.text("name"),
                fields.text("email"),
                fields.text("avatar"),
                fields.flag("admin", false));
        return bus.request(Addresses.CREATE_DEV_TOKEN, create).map(Answer::ok);
    }
}
