package io.gavel.store.conversation;

import io.gavel.conversation.ConversationRequests.React;
import io.gavel.conversation.Message;
import io.gavel.event.ConversationEvent;
import io.gavel.problem.Problem;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;

/** Gives reactions to messages and takes them back. */
public final class Reactions {
    private static final Statement<Row> ADD = Statement.update("""
            INSERT INTO message_reaction (message_id, user_id, reaction, at)
            VALUES (#{messageId}, #{userId}, #{reaction}, #{now})
            """);
    private static final Statement<Row> REMOVE = Statement.update("""
            DELETE FROM message_reaction
            WHERE message_id = #{messageId} AND user_id = #{userId} AND reaction = #{reaction}
            """);

    private final ConversationWrites writes;

    public Reactions(ConversationWrites writes) {
        this.writes = writes;
    }

    public Future<Message> react(React react) {
        return writes.change(
                react.caller(),
                react.conversationId(),
                locked -> MessageRows.find(locked.connection(), locked.id(), react.messageId())
                        .compose(found -> react(locked, found.orElseThrow(Problem::notFound), react)));
    }

    private static Future<Message> react(LockedConversation locked, Message message, React react) {
        if (message.deletedAt() != null) {
            throw MessageChanges.deleted();
        }
        var given = message.reactions().stream()
                .filter(reaction -> reaction.userIds().contains(locked.callerId()))
                .map(Message.Reaction::reaction)
                .toList();
        if (given.contains(react.reaction()) == react.on()) {
            return Future.succeededFuture(message);
        }
        if (react.on()) {
            requireRoom(message, given, react.reaction());
            locked.requireOpen();
        }
        var changed = react.on() ? add(locked, react) : remove(locked, react);
        var found = MessageRows.find(locked.connection(), locked.id(), message.id());
        return Future.all(changed, found).map(both -> found.result().orElseThrow());
    }

    private static void requireRoom(Message message, List<String> given, String reaction) {
        var others = message.reactions().stream()
                .filter(one -> !one.reaction().equals(reaction))
                .count();
        if (given.size() >= Message.MOST_REACTIONS || others >= Message.MOST_REACTIONS_IN_ALL) {
            throw Problem.invalid("reaction", "takes no more different ones");
        }
    }

    private static Future<?> add(LockedConversation locked, React react) {
        var added = ADD.on(locked.connection())
                .bind("messageId", react.messageId())
                .bind("userId", locked.callerId())
                .bind("reaction", react.reaction())
                .bind("now", MeetingRows.timestamp(locked.now()))
                .count();
        var told = locked.append(
                List.of(ConversationEvent.reactionAdded(react.messageId(), locked.callerId(), react.reaction())));
        return Future.all(added, told);
    }

    private static Future<?> remove(LockedConversation locked, React react) {
        var removed = REMOVE.on(locked.connection())
                .bind("messageId", react.messageId())
                .bind("userId", locked.callerId())
                .bind("reaction", react.reaction())
                .count();
        var told = locked.append(
                List.of(ConversationEvent.reactionRemoved(react.messageId(), locked.callerId(), react.reaction())));
        return Future.all(removed, told);
    }
}
