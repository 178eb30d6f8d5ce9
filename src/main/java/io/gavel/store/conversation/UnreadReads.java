package io.gavel.store.conversation;

import io.gavel.conversation.ConversationRequests.CountUnread;
import io.gavel.conversation.ConversationRequests.News;
import io.gavel.conversation.ConversationRequests.ReadNews;
import io.gavel.conversation.ConversationRequests.Reader;
import io.gavel.conversation.ConversationRequests.Unread;
import io.gavel.conversation.ConversationRequests.UnreadCounts;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;

/** Tells how far conversations have come, and how much of them their members have not read. */
public final class UnreadReads {
    /** One snapshot of the events since a position and of the newest position, which always has a row. */
    private static final Statement<Row> NEWS = Statement.query("""
            SELECT head.newest, since.conversation_id, since.reader_id, since.seq
            FROM (SELECT coalesce(max(position), 0) AS newest FROM conversation_event) head
            LEFT JOIN (
                SELECT conversation_id, CASE WHEN type = 'message_read' THEN actor END AS reader_id, max(seq) AS seq
                FROM conversation_event
                WHERE position > #{after}
                GROUP BY 1, 2
            ) since ON true
            """, row -> row);

    private static final Statement<Unread> COUNT = Statement.query(
            """
            WITH asked AS (
                SELECT conversation_id, user_id FROM conversation_member
                WHERE conversation_id = ANY (#{conversationIds}::bigint[]) AND user_id = ANY (#{userIds}::text[])
                UNION
                SELECT conversation_id, user_id
                FROM unnest(#{readConversationIds}::bigint[], #{readerIds}::text[]) r(conversation_id, user_id)
            )
            SELECT p.user_id, p.conversation_id, s.seq, now_ms() AS at,
                   unread_messages(p.conversation_id, p.user_id, p.read_message_id) AS unread
            FROM asked
            JOIN conversation_member p
                ON p.conversation_id = asked.conversation_id AND p.user_id = asked.user_id AND p.removed_at IS NULL
            JOIN conversation_stream s ON s.conversation_id = p.conversation_id
            """,
            row -> new Unread(
                    row.getString("user_id"),
                    row.getLong("conversation_id"),
                    row.getLong("seq"),
                    row.getLong("unread"),
                    MeetingRows.instant(row, "at")));

    private final Database database;

    public UnreadReads(Database database) {
        this.database = database;
    }

    public Future<News> news(ReadNews read) {
        return database.read(
                        client -> NEWS.on(client).bind("after", read.after()).list())
                .map(UnreadReads::answer);
    }

    private static News answer(List<Row> rows) {
        var heads = rows.stream()
                .filter(row -> row.getLong("conversation_id") != null)
                .map(row ->
                        new News.Head(row.getLong("conversation_id"), row.getLong("seq"), row.getString("reader_id")))
                .toList();
        return new News(heads, rows.get(0).getLong("newest"));
    }

    public Future<UnreadCounts> count(CountUnread count) {
        var readers = count.readers();
        return database.read(client -> COUNT.on(client)
                        .bind("conversationIds", count.conversationIds().toArray(Long[]::new))
                        .bind("userIds", count.userIds().toArray(String[]::new))
                        .bind(
                                "readConversationIds",
                                readers.stream().map(Reader::conversationId).toArray(Long[]::new))
                        .bind("readerIds", readers.stream().map(Reader::userId).toArray(String[]::new))
                        .list())
                .map(UnreadCounts::new);
    }
}
