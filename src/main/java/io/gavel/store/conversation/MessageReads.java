package io.gavel.store.conversation;

import io.gavel.conversation.ConversationRequests.ListMessages;
import io.gavel.conversation.ConversationRequests.SearchMessages;
import io.gavel.conversation.Message;
import io.gavel.conversation.MessagePage;
import io.gavel.problem.Problem;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Lists the messages of a conversation, and finds messages by their words. */
public final class MessageReads {
    /** For a member always a row, without a message where there is none. */
    private static final String LIST = """
            SELECT p.conversation_id, %s
            FROM conversation_member p
            LEFT JOIN LATERAL (
                SELECT id FROM message
                WHERE conversation_id = p.conversation_id AND id %s #{from}
                ORDER BY id %s
                LIMIT #{limit}
            ) page ON true
            LEFT JOIN message m ON m.id = page.id
            LEFT JOIN app_user author ON author.id = m.user_id
            WHERE p.conversation_id = #{conversationId} AND p.user_id = #{caller} AND p.removed_at IS NULL
            ORDER BY m.id %s
            """;

    private static final Statement<Optional<Message>> BEFORE = list("<", "DESC");
    private static final Statement<Optional<Message>> AFTER = list(">", "ASC");

    /** No row where the conversation is none of the caller's. */
    private static final Statement<Optional<Message>> SEARCH =
            Statement.query("""
            SELECT m.conversation_id, %s
            FROM (SELECT WHERE #{conversationId}::bigint IS NULL
                            OR EXISTS (SELECT FROM conversation_member
                                       WHERE conversation_id = #{conversationId}::bigint AND user_id = #{caller}
                                         AND removed_at IS NULL)) known
            LEFT JOIN LATERAL (
                SELECT x.id
                FROM message x
                JOIN conversation_member p
                    ON p.conversation_id = x.conversation_id AND p.user_id = #{caller} AND p.removed_at IS NULL
                WHERE x.words @@ websearch_to_tsquery('simple', translate(#{words}, '<>', '  '))
                  AND x.deleted_at IS NULL
                  AND (#{conversationId}::bigint IS NULL OR x.conversation_id = #{conversationId}::bigint)
                  AND x.id < #{before}
                ORDER BY x.id DESC
                LIMIT #{limit}
            ) page ON true
            LEFT JOIN message m ON m.id = page.id
            LEFT JOIN app_user author ON author.id = m.user_id
            ORDER BY m.id DESC
            """.formatted(MessageRows.COLUMNS), MessageRows::messageIfAny);

    private final Database database;

    public MessageReads(Database database) {
        this.database = database;
    }

    public Future<MessagePage> list(ListMessages list) {
        var after = list.after();
        var before = list.before();
        var from = after != null ? after : before != null ? before : Long.MAX_VALUE;
        return database.read(client -> (after == null ? BEFORE : AFTER)
                        .on(client)
                        .bind("conversationId", list.conversationId())
                        .bind("caller", list.caller().userId())
                        .bind("from", from)
                        .bind("limit", list.limit() + 1)
                        .list())
                .map(rows -> page(rows, list.limit()))
                .map(page -> after == null ? new MessagePage(oldestFirst(page.items()), page.more()) : page);
    }

    /** Newest first. */
    public Future<MessagePage> search(SearchMessages search) {
        var before = search.before();
        return database.read(client -> SEARCH.on(client)
                        .bind("caller", search.caller().userId())
                        .bind("words", search.words())
                        .bind("conversationId", search.conversationId())
                        .bind("before", before == null ? Long.MAX_VALUE : before)
                        .bind("limit", search.limit() + 1)
                        .list())
                .map(rows -> page(rows, search.limit()));
    }

    /** One row more than asked for was read: its presence tells that others follow. */
    private static MessagePage page(List<Optional<Message>> rows, int limit) {
        if (rows.isEmpty()) {
            throw Problem.notFound();
        }
        var found = rows.stream().flatMap(Optional::stream).toList();
        return new MessagePage(found.subList(0, Math.min(limit, found.size())), found.size() > limit);
    }

    private static List<Message> oldestFirst(List<Message> newestFirst) {
        var items = new ArrayList<>(newestFirst);
        Collections.reverse(items);
        return items;
    }

    private static Statement<Optional<Message>> list(String beyond, String order) {
        return Statement.query(
                LIST.formatted(MessageRows.COLUMNS, beyond, order, order), (Row row) -> MessageRows.messageIfAny(row));
    }
}
