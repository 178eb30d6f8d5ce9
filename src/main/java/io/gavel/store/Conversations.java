package io.gavel.store;

import io.gavel.bus.Bus;
import io.gavel.bus.ConversationAddresses;
import io.gavel.store.conversation.ConversationCreation;
import io.gavel.store.conversation.ConversationReads;
import io.gavel.store.conversation.ConversationWrites;
import io.gavel.store.conversation.Members;
import io.gavel.store.conversation.MessageChanges;
import io.gavel.store.conversation.MessageReads;
import io.gavel.store.conversation.NewMessages;
import io.gavel.store.conversation.Reactions;
import io.gavel.store.conversation.ReadMarks;
import io.gavel.store.conversation.UnreadReads;
import io.gavel.store.notification.MessageNotices;
import io.gavel.store.sql.Database;
import io.gavel.store.stream.Commits;
import io.vertx.core.Future;
import java.util.List;

/** Answers the addresses of conversations. */
final class Conversations {
    private final Bus bus;
    private final KnownCallers callers;

    Conversations(Bus bus, KnownCallers callers) {
        this.bus = bus;
        this.callers = callers;
    }

    Future<?> respond(Database database, Commits commits, MessageNotices notices) {
        var writes = new ConversationWrites(commits);
        var unread = new UnreadReads(database);
        return Future.all(List.of(
                respondForConversations(
                        new ConversationCreation(commits), new ConversationReads(database), new Members(writes)),
                respondForMessages(writes, new NewMessages(writes, notices), new MessageReads(database)),
                bus.respond(ConversationAddresses.READ_NEWS, unread::news),
                bus.respond(ConversationAddresses.COUNT_UNREAD, unread::count)));
    }

    private Future<?> respondForConversations(ConversationCreation creation, ConversationReads reads, Members members) {
        return Future.all(List.of(
                callers.respond(ConversationAddresses.CREATE_CONVERSATION, r -> r.caller(), creation::create),
                callers.respond(ConversationAddresses.FIND_CONVERSATION, r -> r.caller(), reads::find),
                callers.respond(ConversationAddresses.LIST_CONVERSATIONS, r -> r.caller(), reads::list),
                callers.respond(ConversationAddresses.ADD_MEMBERS, r -> r.caller(), members::add),
                callers.respond(ConversationAddresses.REMOVE_MEMBER, r -> r.caller(), members::remove)));
    }

    private Future<?> respondForMessages(ConversationWrites writes, NewMessages messages, MessageReads reads) {
        var changes = new MessageChanges(writes);
        var reactions = new Reactions(writes);
        var marks = new ReadMarks(writes);
        return Future.all(List.of(
                callers.respond(ConversationAddresses.LIST_MESSAGES, r -> r.caller(), reads::list),
                callers.respond(ConversationAddresses.SEARCH_MESSAGES, r -> r.caller(), reads::search),
                callers.respond(ConversationAddresses.SEND_MESSAGE, r -> r.caller(), messages::send),
                callers.respond(ConversationAddresses.EDIT_MESSAGE, r -> r.caller(), changes::edit),
                callers.respond(ConversationAddresses.DELETE_MESSAGE, r -> r.caller(), changes::delete),
                callers.respond(ConversationAddresses.REACT, r -> r.caller(), reactions::react),
                callers.respond(ConversationAddresses.MARK_READ, r -> r.caller(), marks::mark)));
    }
}
