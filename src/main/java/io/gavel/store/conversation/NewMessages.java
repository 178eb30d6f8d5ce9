package io.gavel.store.conversation;

import io.gavel.conversation.ConversationRequests.SendMessage;
import io.gavel.conversation.Message;
import io.gavel.event.ConversationEvent;
import io.gavel.problem.Problem;
import io.gavel.store.notification.MessageNotices;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Writes down what members say, each message once. */
public final class NewMessages {
    /** No row where the client's own name for it is taken, or where what it replies to is not here. */
    private static final Statement<Long> INSERT = Statement.query("""
            WITH made AS (
                INSERT INTO message (conversation_id, seq, user_id, text, reply_to_id, client_message_id, created_at)
                SELECT #{conversationId}::bigint, #{seq}::bigint, #{userId}::text, #{text}::text, #{replyToId}::bigint,
                       #{clientMessageId}::text, #{now}::timestamptz
                WHERE #{replyToId}::bigint IS NULL
                   OR EXISTS (SELECT FROM message
                              WHERE id = #{replyToId}::bigint AND conversation_id = #{conversationId}::bigint)
                ON CONFLICT (conversation_id, user_id, client_message_id) DO NOTHING
                RETURNING id
            ), head AS (
                UPDATE conversation_stream s SET last_message_id = made.id, active_at = #{now}::timestamptz
                FROM made WHERE s.conversation_id = #{conversationId}::bigint
            )
            SELECT id FROM made
            """, row -> row.getLong("id"));

    private static final Statement<Message> FIND_REPEATED =
            Statement.query("""
            SELECT m.conversation_id, %s
            FROM message m
            LEFT JOIN app_user author ON author.id = m.user_id
            WHERE m.conversation_id = #{conversationId} AND m.user_id = #{userId}
              AND m.client_message_id = #{clientMessageId}
            """.formatted(MessageRows.COLUMNS), MessageRows::message);

    private final ConversationWrites writes;
    private final MessageNotices notices;

    public NewMessages(ConversationWrites writes, MessageNotices notices) {
        this.writes = writes;
        this.notices = notices;
    }

    /** Where nothing more may be written, what was written before still has its first answer. */
    public Future<Message> send(SendMessage send) {
        return writes.change(send.caller(), send.conversationId(), locked -> {
            var closed = locked.closed();
            return closed.isPresent()
                    ? first(locked, send, closed.get())
                    : insert(locked, send)
                            .compose(made -> made.isPresent()
                                    ? tell(locked, send, made.get())
                                    : first(locked, send, unknownReply()));
        });
    }

    private static Problem unknownReply() {
        return Problem.invalid("replyToId", "takes the id of a message of this conversation");
    }

    private static Future<Optional<Long>> insert(LockedConversation locked, SendMessage send) {
        return INSERT.on(locked.connection())
                .bind("conversationId", locked.id())
                .bind("seq", locked.nextSeq())
                .bind("userId", locked.callerId())
                .bind("text", send.text())
                .bind("replyToId", send.replyToId())
                .bind("clientMessageId", send.clientMessageId())
                .bind("now", MeetingRows.timestamp(locked.now()))
                .first();
    }

    private Future<Message> tell(LockedConversation locked, SendMessage send, long id) {
        var told = locked.append(List.of(ConversationEvent.messageCreated(
                id,
                locked.callerId(),
                locked.callerName(),
                send.text(),
                null,
                send.replyToId(),
                send.clientMessageId())));
        var written = MessageRows.find(locked.connection(), locked.id(), id);
        var noticed = notices.tellOffline(locked.transaction(), locked.id(), locked.callerId(), locked.now());
        return Future.all(told, written, noticed).map(all -> written.result().orElseThrow());
    }

    /** The message that this one repeats; where it repeats none, the problem. */
    private static Future<Message> first(LockedConversation locked, SendMessage send, Problem otherwise) {
        return FIND_REPEATED
                .on(locked.connection())
                .bind("conversationId", locked.id())
                .bind("userId", locked.callerId())
                .bind("clientMessageId", send.clientMessageId())
                .first()
                .map(found -> found.orElseThrow(() -> otherwise));
    }
}
