package io.gavel.store.conversation;

import io.gavel.conversation.ConversationRequests.Changed;
import io.gavel.conversation.ConversationRequests.MarkRead;
import io.gavel.event.ConversationEvent;
import io.gavel.problem.Problem;
import io.gavel.store.notification.MessageNotices;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;

/** Keeps how far each member has read; that only goes forward. */
public final class ReadMarks {
    private static final Statement<Long> FIND = Statement.query(
            "SELECT id FROM message WHERE id = #{messageId} AND conversation_id = #{conversationId}",
            row -> row.getLong("id"));
    private static final Statement<Row> MARK = Statement.update("""
            UPDATE conversation_member SET read_message_id = #{messageId}
            WHERE conversation_id = #{conversationId} AND user_id = #{userId}
            """);

    private final ConversationWrites writes;

    public ReadMarks(ConversationWrites writes) {
        this.writes = writes;
    }

    public Future<Changed> mark(MarkRead mark) {
        return writes.change(
                mark.caller(),
                mark.conversationId(),
                locked -> FIND.on(locked.connection())
                        .bind("messageId", mark.messageId())
                        .bind("conversationId", locked.id())
                        .first()
                        .compose(found -> mark(locked, found.orElseThrow(Problem::notFound))));
    }

    private static Future<Changed> mark(LockedConversation locked, long messageId) {
        if (messageId <= locked.readMessageId()) {
            return Future.succeededFuture(new Changed(null));
        }
        var seq = locked.nextSeq();
        var marked = MARK.on(locked.connection())
                .bind("messageId", messageId)
                .bind("conversationId", locked.id())
                .bind("userId", locked.callerId())
                .count();
        var told = locked.append(List.of(ConversationEvent.messageRead(locked.callerId(), messageId)));
        var noticed = MessageNotices.read(locked.transaction(), locked.id(), locked.callerId(), locked.now());
        return Future.all(marked, told, noticed).map(all -> new Changed(seq));
    }
}
