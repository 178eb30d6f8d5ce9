package io.gavel.store.conversation;

import io.gavel.conversation.Message;
import io.gavel.conversation.Message.Reaction;
import io.gavel.json.WireJson;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Optional;

/** How rows become messages: the columns, and what is made of them. */
final class MessageRows {
    /** Expects the tables as m (message) and author; the conversation's id stands beside as conversation_id. */
    static final String COLUMNS = """
            m.id AS message_id, m.seq AS message_seq, m.user_id AS author_id, author.name AS author_name,
            m.text AS message_text, m.system::text AS message_system, m.reply_to_id, m.client_message_id,
            m.created_at AS written_at, m.edited_at, m.deleted_at,
            (SELECT json_agg(json_build_object('reaction', r.reaction, 'userIds', r.user_ids)
                             ORDER BY r.first_at, r.reaction COLLATE "C")::text
             FROM (SELECT reaction, min(at) AS first_at,
                          json_agg(user_id ORDER BY at, user_id COLLATE "C") AS user_ids
                   FROM message_reaction WHERE message_id = m.id GROUP BY reaction) r) AS reactions
            """;

    private static final Statement<Message> FIND = Statement.query("""
            SELECT m.conversation_id, %s
            FROM message m
            LEFT JOIN app_user author ON author.id = m.user_id
            WHERE m.id = #{messageId} AND m.conversation_id = #{conversationId}
            """.formatted(COLUMNS), MessageRows::message);

    private MessageRows() {}

    /** A message of this conversation. */
    static Future<Optional<Message>> find(SqlClient client, long conversationId, long messageId) {
        return FIND.on(client)
                .bind("conversationId", conversationId)
                .bind("messageId", messageId)
                .first();
    }

    /** The row's message; empty where an outer join found none. */
    static Optional<Message> messageIfAny(Row row) {
        return row.getLong("message_id") == null ? Optional.empty() : Optional.of(message(row));
    }

    static Message message(Row row) {
        var system = row.getString("message_system");
        var reactions = row.getString("reactions");
        return new Message(
                row.getLong("message_id"),
                row.getLong("conversation_id"),
                row.getLong("message_seq"),
                row.getString("author_id"),
                row.getString("author_name"),
                row.getString("message_text"),
                system == null ? null : WireJson.decodeObject(system),
                row.getLong("reply_to_id"),
                row.getString("client_message_id"),
                MeetingRows.instant(row, "written_at"),
                MeetingRows.instantOrNull(row, "edited_at"),
                MeetingRows.instantOrNull(row, "deleted_at"),
                reactions == null ? List.of() : List.of(WireJson.decode(reactions, Reaction[].class)));
    }
}
