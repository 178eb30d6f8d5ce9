package io.gavel.store.notification;

import io.gavel.store.sql.Statement;
import io.gavel.store.stream.MeetingRows;
import io.gavel.store.stream.Transaction;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;

/**
 * Tells people who are away that there is something to read in their conversations: one notification for each conversation,
 * until it is read. Belongs into the transaction that changes the conversation.
 */
public final class MessageNotices {
    private static final Statement<String> TELL_OFFLINE =
            Statement.query("""
            WITH readers AS MATERIALIZED (
                SELECT p.user_id FROM conversation_member p
                WHERE p.conversation_id = #{conversationId} AND p.removed_at IS NULL AND p.user_id <> #{authorId}
                  AND NOT EXISTS (SELECT FROM notification n
                                  WHERE n.user_id = p.user_id AND n.conversation_id = p.conversation_id
                                    AND n.type = 'message' AND n.read_at IS NULL)
                  AND %s
            )
            INSERT INTO notification (user_id, type, conversation_id, created_at)
            SELECT r.user_id, 'message', #{conversationId}, #{now} FROM readers r
            WHERE NOT EXISTS (
                SELECT FROM users_seen(ARRAY(SELECT user_id FROM readers)) s
                WHERE s.user_id = r.user_id AND s.seen_at > statement_timestamp() - make_interval(secs => #{offline}))
            ORDER BY r.user_id
            ON CONFLICT (user_id, conversation_id, type) WHERE read_at IS NULL DO NOTHING
            RETURNING user_id
            """.formatted(Notifications.wanted("'message'")), row -> row.getString("user_id"));
    private static final Statement<String> READ = Statement.query("""
            UPDATE notification n SET read_at = #{now}
            FROM conversation_member p
            WHERE n.user_id = #{userId} AND n.conversation_id = #{conversationId} AND n.type = 'message'
              AND n.read_at IS NULL AND p.conversation_id = n.conversation_id AND p.user_id = n.user_id
              AND unread_messages(n.conversation_id, n.user_id, p.read_message_id) = 0
            RETURNING n.user_id
            """, row -> row.getString("user_id"));
    private static final Statement<String> DELETE = Statement.query("""
            DELETE FROM notification WHERE conversation_id = #{conversationId} AND user_id = #{userId} RETURNING user_id
            """, row -> row.getString("user_id"));

    private final Duration offline;

    /**
     * Tells those who are away.
     *
     * @param offline how long somebody without a connection still counts as online
     */
    public MessageNotices(Duration offline) {
        this.offline = offline;
    }

    /** A message was sent: its readers who are offline are told, unless they still have such a notification to read. */
    public Future<Void> tellOffline(Transaction transaction, long conversationId, String authorId, Instant now) {
        return TELL_OFFLINE
                .on(transaction.connection())
                .bind("conversationId", conversationId)
                .bind("authorId", authorId)
                .bind("now", MeetingRows.timestamp(now))
                .bind("offline", offline.toMillis() / 1000.0)
                .list()
                .map(told -> {
                    transaction.tellUsers(told);
                    return null;
                });
    }

    /** Somebody has read on; who has nothing left to read there has read the notification, too. */
    public static Future<Void> read(Transaction transaction, long conversationId, String userId, Instant now) {
        return READ.on(transaction.connection())
                .bind("conversationId", conversationId)
                .bind("userId", userId)
                .bind("now", MeetingRows.timestamp(now))
                .list()
                .map(read -> {
                    transaction.tellUsers(read);
                    return null;
                });
    }

    /** Takes back what somebody was told of a conversation that is no longer for them to know of. */
    public static Future<Void> leave(Transaction transaction, long conversationId, String userId) {
        return DELETE.on(transaction.connection())
                .bind("conversationId", conversationId)
                .bind("userId", userId)
                .list()
                .map(deleted -> {
                    transaction.tellUsers(deleted);
                    return null;
                });
    }
}
