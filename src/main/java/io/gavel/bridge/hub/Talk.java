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
import io.gavel.meeting.Visibility;
import io.gavel.stream.Authorizer;
import io.gavel.stream.Channels;
import io.vertx.core.Future;
import java.time.Clock;

/** Carries out what browsers ask of conversations, and makes their answers. Belongs to the hub's event loop. */
record Talk(Bus bus, Authorizer authorizer, Channels channels, Resumption resumption, Clock clock) {
    /** The answer's body: the message's event and its id. */
    Future<String> say(Connection connection, Say say) {
        var sent = bus.request(
                ConversationAddresses.SEND_MESSAGE,
                new SendMessage(
                        connection.caller(), say.conversationId(), say.text(), say.clientMessageId(), say.replyToId()));
        resumption.after(connection.id(), Topic.conversation(say.conversationId()), sent);
        return sent.map(message -> "{\"ok\":true,\"seq\":" + message.seq() + ",\"messageId\":" + message.id() + "}");
    }

    /** The answer's body. */
    Future<String> read(Connection connection, Read read) {
        var marked = bus.request(
                ConversationAddresses.MARK_READ,
                new MarkRead(connection.caller(), read.conversationId(), read.messageId()));
        resumption.after(connection.id(), Topic.conversation(read.conversationId()), marked);
        return marked.map(changed -> StreamAnswers.done(changed.seq()));
    }

    /** The answer's body. */
    Future<String> type(Connection connection, Typing typing) {
        var topic = Topic.conversation(typing.conversationId());
        return authorizer.authorize(topic, connection.userId()).map(head -> {
            Visibility.requireMember(head.isMember(), false);
            channels.signal(topic, StreamAnswers.typing(typing, connection.userId(), clock.instant()));
            return StreamAnswers.done(null);
        });
    }
}
