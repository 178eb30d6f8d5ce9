package io.gavel.store.conversation;

import io.gavel.problem.Problem;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;

/** Who is in a conversation now. */
public final class Membership {
    private static final Statement<String> USER_IDS = Statement.query("""
            SELECT user_id FROM conversation_member
            WHERE conversation_id = #{conversationId} AND removed_at IS NULL ORDER BY joined_at, user_id
            """, row -> row.getString("user_id"));
    private static final Statement<Boolean> IS_MEMBER = Statement.query("""
            SELECT EXISTS (SELECT FROM conversation_member
                           WHERE conversation_id = #{conversationId} AND user_id = #{userId} AND removed_at IS NULL)
                AS is_member
            """, row -> row.getBoolean("is_member"));

    private Membership() {}

    public static Future<List<String>> userIds(SqlClient client, long conversationId) {
        return USER_IDS.on(client).bind("conversationId", conversationId).list();
    }

    /** Problems: NOT_FOUND. */
    public static Future<Void> require(SqlClient client, long conversationId, String userId) {
        return IS_MEMBER
                .on(client)
                .bind("conversationId", conversationId)
                .bind("userId", userId)
                .one()
                .map(isMember -> {
                    if (!isMember) {
                        throw Problem.notFound();
                    }
                    return null;
                });
    }
}
