package io.gavel.bridge.hub;

import io.gavel.bridge.Connection;
import io.gavel.bridge.frame.Request.Read;
import io.gavel.bridge.frame.Request.Say;
import io.gavel.bridge.frame.Request.Typing;
import io.gavel.bus.Bus;
import io.gavel.bus.ConversationAddresses;
import io.gavel.conversation.ConversationRequests.MarkRead;
import io.gavel.conversation.ConversationRequests.SendMessage;
import io.gavel.event.Topic;
import io.gavel.stream.Typists;
import io.vertx.core.Future;

/** Carries out what browsers ask of conversations, and makes their answers. Belongs to the hub's event loop. */
record Talk(Bus bus, Order order, Typists typists) {
    /** The answer's body: the message's event and its id. */
    Future<String> say(Connection connection, Say say) {
        var message = new SendMessage(
                connection.caller(), say.conversationId(), say.text(), say.clientMessageId(), say.replyToId());
        return order.inTurn(
                        connection.id(),
                        Topic.conversation(say.conversationId()),
                        () -> bus.request(ConversationAddresses.SEND_MESSAGE, message))
                .map(said -> StreamAnswers.said(said.seq(), said.id()));
    }

    /** The answer's body. */
    Future<String> read(Connection connection, Read read) {
        var mark = new MarkRead(connection.caller(), read.conversationId(), read.messageId());
        return order.inTurn(
                        connection.id(),
                        Topic.conversation(read.conversationId()),
                        () -> bus.request(ConversationAddresses.MARK_READ, mark))
                .map(changed -> StreamAnswers.done(changed.seq()));
    }

    /** The answer's body. */
    Future<String> type(Connection connection, Typing typing) {
        return typists.says(Topic.conversation(typing.conversationId()), connection.userId(), typing.on())
                .map(told -> StreamAnswers.done(null));
    }
}
