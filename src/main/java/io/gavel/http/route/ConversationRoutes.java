package io.gavel.http.route;

import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.bus.ConversationAddresses;
import io.gavel.conversation.ConversationRequests.AddMembers;
import io.gavel.conversation.ConversationRequests.Created;
import io.gavel.conversation.ConversationRequests.FindConversation;
import io.gavel.conversation.ConversationRequests.ListConversations;
import io.gavel.conversation.ConversationRequests.RemoveMember;
import io.gavel.event.StreamRequests.ListEvents;
import io.gavel.event.Topic;
import io.gavel.http.answer.Answer;
import io.gavel.http.request.ApiRequest;
import io.gavel.http.request.ConversationBody;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Conversations: make, find, list, their members, and their stream. */
public final class ConversationRoutes {
    private final Bus bus;

    public ConversationRoutes(Bus bus) {
        this.bus = bus;
    }

    public void register(Handlers handlers) {
        handlers.on("createConversation", this::create)
                .on("listConversations", this::list)
                .on("getConversation", this::find)
                .on("addMembers", this::add)
                .on("removeMember", this::remove)
                .on("leaveConversation", this::leave)
                .on("listConversationEvents", this::events);
    }

    private Future<Answer> create(ApiRequest request) {
        var create = ConversationBody.create(request.fields(), request.caller(), request.repeatable());
        request.faults().throwIfAny();
        return bus.request(ConversationAddresses.CREATE_CONVERSATION, create).map(ConversationRoutes::created);
    }

    private static Answer created(Created created) {
        var detail = created.conversation();
        return created.isNew()
                ? Answer.created(detail)
                        .location("/api/conversation/" + detail.conversation().id())
                : Answer.ok(detail);
    }

    private Future<Answer> list(ApiRequest request) {
        var after = after(request);
        request.faults().throwIfAny();
        var list = new ListConversations(request.caller(), Math.toIntExact(request.number("limit", 20)), after);
        return bus.request(ConversationAddresses.LIST_CONVERSATIONS, list).map(Answer::ok);
    }

    private static ListConversations.@Nullable Place after(ApiRequest request) {
        var cursor = request.text("cursor");
        if (cursor == null) {
            return null;
        }
        var place = ListConversations.Place.parse(cursor);
        if (place.isEmpty()) {
            request.faults().add("cursor", "takes the nextCursor of a list");
        }
        return place.orElse(null);
    }

    private Future<Answer> find(ApiRequest request) {
        request.faults().throwIfAny();
        return bus.request(
                        ConversationAddresses.FIND_CONVERSATION, new FindConversation(request.caller(), request.id()))
                .map(Answer::ok);
    }

    private Future<Answer> add(ApiRequest request) {
        var userIds = request.fields().userIds("userIds");
        request.faults().throwIfAny();
        return bus.request(ConversationAddresses.ADD_MEMBERS, new AddMembers(request.caller(), request.id(), userIds))
                .map(Answer::ok);
    }

    private Future<Answer> remove(ApiRequest request) {
        request.faults().throwIfAny();
        return remove(request, request.userId());
    }

    private Future<Answer> leave(ApiRequest request) {
        request.faults().throwIfAny();
        return remove(request, request.caller().userId());
    }

    private Future<Answer> remove(ApiRequest request, String userId) {
        return bus.request(
                        ConversationAddresses.REMOVE_MEMBER, new RemoveMember(request.caller(), request.id(), userId))
                .map(done -> Answer.nothing());
    }

    private Future<Answer> events(ApiRequest request) {
        request.faults().throwIfAny();
        var events = new ListEvents(
                request.caller(),
                Topic.conversation(request.id()),
                request.number("after", 0),
                Math.toIntExact(request.number("limit", 100)),
                request.text("epoch"));
        return bus.request(Addresses.LIST_EVENTS, events).map(Answer::ok);
    }
}
