package io.gavel.store;

import io.gavel.bus.Bus;
import io.gavel.bus.ConversationAddresses;
import io.gavel.bus.RequestAddress;
import io.gavel.identity.Caller;
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
import io.gavel.store.user.Users;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** Answers the addresses of conversations. */
final class Conversations {
    private final Bus bus;
    private final Users users;

    Conversations(Bus bus, Users users) {
        this.bus = bus;
        this.users = users;
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
                known(ConversationAddresses.CREATE_CONVERSATION, r -> r.caller(), creation::create),
                known(ConversationAddresses.FIND_CONVERSATION, r -> r.caller(), reads::find),
                known(ConversationAddresses.LIST_CONVERSATIONS, r -> r.caller(), reads::list),
                known(ConversationAddresses.ADD_MEMBERS, r -> r.caller(), members::add),
                known(ConversationAddresses.REMOVE_MEMBER, r -> r.caller(), members::remove)));
    }

    private Future<?> respondForMessages(ConversationWrites writes, NewMessages messages, MessageReads reads) {
        var changes = new MessageChanges(writes);
        var reactions = new Reactions(writes);
        var marks = new ReadMarks(writes);
        return Future.all(List.of(
                known(ConversationAddresses.LIST_MESSAGES, r -> r.caller(), reads::list),
                known(ConversationAddresses.SEARCH_MESSAGES, r -> r.caller(), reads::search),
                known(ConversationAddresses.SEND_MESSAGE, r -> r.caller(), messages::send),
                known(ConversationAddresses.EDIT_MESSAGE, r -> r.caller(), changes::edit),
                known(ConversationAddresses.DELETE_MESSAGE, r -> r.caller(), changes::delete),
                known(ConversationAddresses.REACT, r -> r.caller(), reactions::react),
                known(ConversationAddresses.MARK_READ, r -> r.caller(), marks::mark)));
    }

    /** Every caller becomes a known user before its request is judged. */
    private <Q, A> Future<Void> known(
            RequestAddress<Q, A> address, Function<Q, Caller> caller, Function<Q, Future<A>> answer) {
        return bus.respond(address, request -> users.knowing(caller.apply(request), () -> answer.apply(request)));
    }
}
