package io.gavel.http.route;

import io.gavel.bus.Bus;
import io.gavel.bus.ConversationAddresses;
import io.gavel.conversation.ConversationRequests.DeleteMessage;
import io.gavel.conversation.ConversationRequests.EditMessage;
import io.gavel.conversation.ConversationRequests.ListMessages;
import io.gavel.conversation.ConversationRequests.MarkRead;
import io.gavel.conversation.ConversationRequests.React;
import io.gavel.conversation.ConversationRequests.SearchMessages;
import io.gavel.conversation.ConversationRequests.SendMessage;
import io.gavel.conversation.FoundMessages;
import io.gavel.conversation.MessageText;
import io.gavel.http.answer.Answer;
import io.gavel.http.request.ApiRequest;
import io.gavel.http.request.ConversationBody;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is said in conversations: list, search, send, edit, delete, react, and how far it was read. */
public final class MessageRoutes {
    private static final Pattern CURSOR = Pattern.compile("[1-9]\\d{0,17}");

    private final Bus bus;

    public MessageRoutes(Bus bus) {
        this.bus = bus;
    }

    public void register(Handlers handlers) {
        handlers.on("listMessages", this::list)
                .on("searchMessages", this::search)
                .on("sendMessage", this::send)
                .on("editMessage", this::edit)
                .on("deleteMessage", this::delete)
                .on("addReaction", this::react)
                .on("removeReaction", this::takeBack)
                .on("markRead", this::markRead);
    }

    private Future<Answer> list(ApiRequest request) {
        var before = request.number("before");
        var after = request.number("after");
        if (before != null && after != null) {
            request.faults().add("after", "is not taken together with before");
        }
        request.faults().throwIfAny();
        var limit = Math.toIntExact(request.number("limit", 50));
        return bus.request(
                        ConversationAddresses.LIST_MESSAGES,
                        new ListMessages(request.caller(), request.id(), before, after, limit))
                .map(Answer::ok);
    }

    private Future<Answer> search(ApiRequest request) {
        var words = request.text("q");
        if (words == null) {
            request.faults().add("q", "is required");
        }
        var before = before(request);
        var conversationId = request.number("conversationId");
        request.faults().throwIfAny();
        var search = new SearchMessages(
                request.caller(),
                Objects.requireNonNullElse(words, ""),
                conversationId,
                before,
                Math.toIntExact(request.number("limit", 20)));
        return bus.request(ConversationAddresses.SEARCH_MESSAGES, search)
                .map(FoundMessages::of)
                .map(Answer::ok);
    }

    private static @Nullable Long before(ApiRequest request) {
        var cursor = request.text("cursor");
        if (cursor == null) {
            return null;
        }
        if (!CURSOR.matcher(cursor).matches()) {
            request.faults().add("cursor", "takes the nextCursor of a search");
            return null;
        }
        return Long.valueOf(cursor);
    }

    private Future<Answer> send(ApiRequest request) {
        var fields = request.fields();
        var text = ConversationBody.text(fields);
        var clientMessageId = fields.text("clientMessageId");
        var replyToId = fields.number("replyToId");
        request.faults().throwIfAny();
        return bus.request(
                        ConversationAddresses.SEND_MESSAGE,
                        new SendMessage(request.caller(), request.id(), text, clientMessageId, replyToId))
                .map(Answer::created);
    }

    private Future<Answer> edit(ApiRequest request) {
        var text = ConversationBody.text(request.fields());
        request.faults().throwIfAny();
        return bus.request(
                        ConversationAddresses.EDIT_MESSAGE,
                        new EditMessage(request.caller(), request.id(), messageId(request), text))
                .map(Answer::ok);
    }

    private Future<Answer> delete(ApiRequest request) {
        request.faults().throwIfAny();
        return bus.request(
                        ConversationAddresses.DELETE_MESSAGE,
                        new DeleteMessage(request.caller(), request.id(), messageId(request)))
                .map(done -> Answer.nothing());
    }

    private Future<Answer> react(ApiRequest request) {
        var reaction = ConversationBody.reaction(request.fields());
        request.faults().throwIfAny();
        return bus.request(ConversationAddresses.REACT, reaction(request, reaction, true))
                .map(Answer::ok);
    }

    /** A reaction that nobody can give is not there. */
    private Future<Answer> takeBack(ApiRequest request) {
        request.faults().throwIfAny();
        var reaction = request.pathText("reaction");
        if (MessageText.reactionFault(reaction).isPresent()) {
            throw Problem.notFound();
        }
        return bus.request(ConversationAddresses.REACT, reaction(request, reaction, false))
                .map(message -> Answer.nothing());
    }

    private static React reaction(ApiRequest request, String reaction, boolean on) {
        return new React(request.caller(), request.id(), messageId(request), reaction, on);
    }

    private Future<Answer> markRead(ApiRequest request) {
        var messageId = request.fields().number("messageId");
        request.faults().throwIfAny();
        return bus.request(
                        ConversationAddresses.MARK_READ,
                        new MarkRead(request.caller(), request.id(), Objects.requireNonNullElse(messageId, 0L)))
                .map(Answer::ok);
    }

    private static long messageId(ApiRequest request) {
        return request.id("messageId");
    }
}
