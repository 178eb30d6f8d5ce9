package io.gavel.store.conversation;

import io.gavel.bus.Done;
import io.gavel.conversation.ConversationRequests.DeleteMessage;
import io.gavel.conversation.ConversationRequests.EditMessage;
import io.gavel.conversation.Message;
import io.gavel.event.ConversationEvent;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;

/** Edits and deletes messages, for their authors and for a while. */
public final class MessageChanges {
    private static final Duration CHANGEABLE = Duration.ofMinutes(15);

    private static final Statement<Row> EDIT =
            Statement.update("UPDATE message SET text = #{text}, edited_at = #{now} WHERE id = #{messageId}");
    private static final Statement<Row> DELETE = Statement.update("""
            WITH reactions AS (
                DELETE FROM message_reaction WHERE message_id = #{messageId}
            ), said AS (
                UPDATE conversation_event e SET body = (e.body::jsonb || '{"text": null}')::json
                FROM message m
                WHERE m.id = #{messageId} AND e.conversation_id = m.conversation_id AND e.seq >= m.seq
                  AND e.type IN ('message_created', 'message_edited')
                  AND (e.body ->> 'messageId')::bigint = m.id
            )
            UPDATE message SET text = NULL, deleted_at = #{now} WHERE id = #{messageId}
            """);

    private final ConversationWrites writes;

    public MessageChanges(ConversationWrites writes) {
        this.writes = writes;
    }

    public Future<Message> edit(EditMessage edit) {
        return writes.change(
                edit.caller(),
                edit.conversationId(),
                locked -> own(locked, edit.messageId()).compose(message -> edit(locked, message, edit.text())));
    }

    private static Future<Message> edit(LockedConversation locked, Message message, String text) {
        if (text.equals(message.text())) {
            return Future.succeededFuture(message);
        }
        requireChangeable(locked, message);
        locked.requireOpen();
        var edited = EDIT.on(locked.connection())
                .bind("messageId", message.id())
                .bind("text", text)
                .bind("now", MeetingRows.timestamp(locked.now()))
                .count();
        var told = locked.append(
                List.of(ConversationEvent.messageEdited(message.id(), locked.callerId(), text, locked.now())));
        var found = MessageRows.find(locked.connection(), locked.id(), message.id());
        return Future.all(edited, told, found).map(all -> found.result().orElseThrow());
    }

    /**
     * A tombstone stays, so that replies and those who page through messages still find its place. Its text is also taken out
     * of the events that told of it: nobody who resumes later reads it there.
     */
    public Future<Done> delete(DeleteMessage delete) {
        return writes.change(
                delete.caller(),
                delete.conversationId(),
                locked -> own(locked, delete.messageId()).compose(message -> delete(locked, message)));
    }

    private static Future<Done> delete(LockedConversation locked, Message message) {
        if (message.deletedAt() != null) {
            return Future.succeededFuture(Done.DONE);
        }
        requireChangeable(locked, message);
        var deleted = DELETE.on(locked.connection())
                .bind("messageId", message.id())
                .bind("now", MeetingRows.timestamp(locked.now()))
                .count();
        var told =
                locked.append(List.of(ConversationEvent.messageDeleted(message.id(), locked.callerId(), locked.now())));
        return Future.all(deleted, told).map(both -> Done.DONE);
    }

    /** Problems: NOT_FOUND, and FORBIDDEN for all but the author; the system's messages are nobody's. */
    private static Future<Message> own(LockedConversation locked, long messageId) {
        return MessageRows.find(locked.connection(), locked.id(), messageId).map(found -> {
            var message = found.orElseThrow(Problem::notFound);
            if (!locked.callerId().equals(message.userId())) {
                throw new Problem(Code.FORBIDDEN, "only its author may change a message");
            }
            return message;
        });
    }

    private static void requireChangeable(LockedConversation locked, Message message) {
        if (message.deletedAt() != null) {
            throw deleted();
        }
        if (locked.now().isAfter(message.createdAt().plus(CHANGEABLE))) {
            throw new Problem(
                    Code.MESSAGE_FINAL, "a message can be changed for %d minutes".formatted(CHANGEABLE.toMinutes()));
        }
    }

    static Problem deleted() {
        return new Problem(Code.MESSAGE_FINAL, "the message was deleted");
    }
}
