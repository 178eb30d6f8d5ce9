package io.gavel.store.conversation;

import io.gavel.conversation.Conversation;
import io.gavel.conversation.ConversationDetail;
import io.gavel.conversation.ConversationKind;
import io.gavel.conversation.ConversationPage;
import io.gavel.conversation.ConversationRequests.FindConversation;
import io.gavel.conversation.ConversationRequests.ListConversations;
import io.gavel.conversation.Member;
import io.gavel.json.WireJson;
import io.gavel.problem.Problem;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds and lists conversations. */
public final class ConversationReads {
    private static final String COLUMNS = """
            c.id AS conversation_id, c.kind, c.title, c.meeting_id, other.id AS other_id, other.name AS other_name,
            c.created_by, c.created_at, s.active_at, s.seq,
            (SELECT count(*) FROM conversation_member x
             WHERE x.conversation_id = c.id AND x.removed_at IS NULL) AS member_count,
            unread_messages(c.id, p.user_id, p.read_message_id) AS unread,
            """ + MessageRows.COLUMNS;

    private static final String OF_CALLER = """
            FROM conversation_member p
            JOIN conversation c ON c.id = p.conversation_id
            JOIN conversation_stream s ON s.conversation_id = c.id
            LEFT JOIN app_user other
                ON other.id = CASE p.user_id WHEN c.direct_low THEN c.direct_high ELSE c.direct_low END
            LEFT JOIN message m ON m.id = s.last_message_id
            LEFT JOIN app_user author ON author.id = m.user_id
            WHERE p.user_id = #{caller} AND p.removed_at IS NULL
            """;

    /** One statement, hence one snapshot: the conversation, its members and its last message agree with its seq. */
    private static final Statement<ConversationDetail> DETAIL = Statement.query(
            """
            SELECT wire_epoch(s.epoch) AS epoch,
                   (SELECT json_agg(person)::text FROM (
                       SELECT x.user_id AS "userId", u.name AS "userName", x.joined_at AS "joinedAt",
                              x.read_message_id AS "readMessageId"
                       FROM conversation_member x
                       JOIN app_user u ON u.id = x.user_id
                       WHERE x.conversation_id = c.id AND x.removed_at IS NULL
                       ORDER BY x.joined_at, x.user_id COLLATE "C") person) AS members,
                   %s
            %s AND p.conversation_id = #{conversationId}
            """.formatted(COLUMNS, OF_CALLER),
            row -> new ConversationDetail(
                    conversation(row),
                    row.getString("epoch"),
                    List.of(WireJson.decode(row.getString("members"), Member[].class))));

    /** The page is chosen first, for nothing else of the many that are not on it need be read. */
    private static final Statement<Conversation> LIST =
            Statement.query("""
            SELECT %s
            %s AND p.conversation_id = ANY (ARRAY(
                SELECT l.conversation_id
                FROM conversation_member l
                JOIN conversation_stream o ON o.conversation_id = l.conversation_id
                WHERE l.user_id = #{caller} AND l.removed_at IS NULL
                  AND (o.active_at, l.conversation_id)
                      < (coalesce(#{afterTime}::timestamptz, 'infinity'), coalesce(#{afterId}::bigint, 0))
                ORDER BY o.active_at DESC, l.conversation_id DESC
                LIMIT #{limit}))
            ORDER BY s.active_at DESC, c.id DESC
            """.formatted(COLUMNS, OF_CALLER), ConversationReads::conversation);

    private final Database database;

    public ConversationReads(Database database) {
        this.database = database;
    }

    public Future<ConversationDetail> find(FindConversation find) {
        return database.read(client ->
                        detail(client, find.conversationId(), find.caller().userId()))
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    /** The conversation as this member sees it; empty for who is none. */
    static Future<Optional<ConversationDetail>> detail(SqlClient client, long conversationId, String userId) {
        return DETAIL.on(client)
                .bind("conversationId", conversationId)
                .bind("caller", userId)
                .first();
    }

    public Future<ConversationPage> list(ListConversations list) {
        var after = list.after();
        return database.read(client -> LIST.on(client)
                        .bind("caller", list.caller().userId())
                        .bind("afterTime", after == null ? null : MeetingRows.timestamp(after.activeAt()))
                        .bind("afterId", after == null ? null : after.id())
                        .bind("limit", list.limit() + 1)
                        .list())
                .map(found -> page(found, list.limit()));
    }

    /** One row more than asked for was read: its presence tells that there is a next page. */
    private static ConversationPage page(List<Conversation> found, int limit) {
        if (found.size() <= limit) {
            return new ConversationPage(found, null);
        }
        var items = List.copyOf(found.subList(0, limit));
        var last = items.get(limit - 1);
        return new ConversationPage(items, new ListConversations.Place(last.activeAt(), last.id()).cursor());
    }

    private static Conversation conversation(Row row) {
        return new Conversation(
                row.getLong("conversation_id"),
                ConversationKind.of(row.getString("kind")),
                row.getString("title"),
                row.getLong("meeting_id"),
                row.getString("other_id"),
                row.getString("other_name"),
                row.getString("created_by"),
                MeetingRows.instant(row, "created_at"),
                MeetingRows.instant(row, "active_at"),
                Objects.requireNonNull(row.getInteger("member_count")),
                row.getLong("seq"),
                row.getLong("unread"),
                MessageRows.messageIfAny(row).orElse(null));
    }
}
