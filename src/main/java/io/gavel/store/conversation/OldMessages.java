package io.gavel.store.conversation;

import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;

/** Forgets messages, and the events of their conversations up to them: who asks for those is told to begin anew. */
public final class OldMessages {
    /** What one statement forgets. Few, for what happened between two of them goes with them, and may be much. */
    public static final int MOST = 100;

    /** A conversation that somebody holds is left for the next time. */
    private static final Statement<Integer> FORGET = Statement.query("""
            WITH old AS MATERIALIZED (
                SELECT id, conversation_id, seq FROM message
                WHERE created_at <= statement_timestamp() - make_interval(days => #{days})
                ORDER BY created_at LIMIT #{most}
            ), held AS MATERIALIZED (
                SELECT conversation_id FROM conversation_stream
                WHERE conversation_id IN (SELECT conversation_id FROM old) FOR UPDATE SKIP LOCKED
            ), due AS MATERIALIZED (
                SELECT conversation_id, max(old.id) AS id, max(old.seq) AS seq FROM old JOIN held USING (conversation_id)
                GROUP BY conversation_id
            ), messages AS (
                DELETE FROM message m USING old, due WHERE m.id = old.id AND due.conversation_id = old.conversation_id
                RETURNING m.id
            ), events AS (
                DELETE FROM conversation_event e USING due
                WHERE e.conversation_id = due.conversation_id AND e.seq <= due.seq
            ), floors AS (
                UPDATE conversation_stream s
                SET floor_seq = greatest(s.floor_seq, due.seq),
                    last_message_id = CASE WHEN s.last_message_id > due.id THEN s.last_message_id END
                FROM due WHERE s.conversation_id = due.conversation_id
            )
            SELECT count(*)::integer AS forgotten FROM messages
            """, row -> row.getInteger("forgotten"));

    private final Database database;
    private final int days;

    /** @param days for how many days messages are kept; 0 for ever */
    public OldMessages(Database database, int days) {
        this.database = database;
        this.days = days;
    }

    /** Forgets some; there are more if these are {@link #MOST}. */
    public Future<Integer> forget() {
        return days == 0
                ? Future.succeededFuture(0)
                : database.read(client ->
                        FORGET.on(client).bind("days", days).bind("most", MOST).one());
    }
}
