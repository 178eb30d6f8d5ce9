package io.gavel.store.conversation;

import io.gavel.conversation.ConversationKind;
import io.gavel.event.ConversationEvent;
import io.gavel.event.Topic;
import io.gavel.identity.Caller;
import io.gavel.meeting.Lifecycle;
import io.gavel.meeting.MeetingStatus;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.MeetingRows;
import io.gavel.store.stream.StreamEnd;
import io.gavel.store.stream.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A conversation while this transaction holds its lock for one of its members: nobody else changes it, and what happens in it
 * gets the next numbers of its stream.
 */
public final class LockedConversation {
    /** Strangers never hold the lock, nor wait for it: for them there is no row. */
    private static final Statement<Long> LOCK = Statement.query("""
            SELECT s.seq FROM conversation_stream s
            WHERE s.conversation_id = #{conversationId}
              AND EXISTS (SELECT FROM conversation_member p
                          WHERE p.conversation_id = s.conversation_id AND p.user_id = #{caller}
                            AND p.removed_at IS NULL)
            FOR UPDATE OF s
            """, row -> row.getLong("seq"));

    /** Looks for the member once more: it may have been removed while it waited for the lock. */
    private static final Statement<Row> STATE = Statement.query("""
            SELECT c.kind, c.created_by, s.epoch, s.seq, p.read_message_id, u.name AS caller_name,
                   m.chat_enabled, m.status, now_ms() AS now
            FROM conversation_member p
            JOIN conversation c ON c.id = p.conversation_id
            JOIN conversation_stream s ON s.conversation_id = p.conversation_id
            JOIN app_user u ON u.id = p.user_id
            LEFT JOIN meeting m ON m.id = c.meeting_id
            WHERE p.conversation_id = #{conversationId} AND p.user_id = #{caller} AND p.removed_at IS NULL
            """, row -> row);

    private final Transaction transaction;
    private final long id;
    private final String callerId;
    private final Row state;
    private long seq;

    private LockedConversation(Transaction transaction, long id, String callerId, Row state) {
        this.transaction = transaction;
        this.id = id;
        this.callerId = callerId;
        this.state = state;
        this.seq = state.getLong("seq");
    }

    /**
     * Waits for the lock. Both statements are sent at once; the second one runs, and sees, after the first one has its lock.
     * Problems: NOT_FOUND for who is no member, UNAVAILABLE after two seconds.
     */
    static Future<LockedConversation> lock(Transaction transaction, Caller caller, long conversationId) {
        var locked = member(LOCK, transaction, caller, conversationId).first();
        var state = member(STATE, transaction, caller, conversationId).first();
        return Future.all(locked, state).map(both -> {
            if (locked.result().isEmpty()) {
                throw Problem.notFound();
            }
            var found = state.result().orElseThrow(Problem::notFound);
            return new LockedConversation(transaction, conversationId, caller.userId(), found);
        });
    }

    private static <T> Statement<T>.Execution member(
            Statement<T> statement, Transaction transaction, Caller caller, long conversationId) {
        return statement
                .on(transaction.connection())
                .bind("conversationId", conversationId)
                .bind("caller", caller.userId());
    }

    public long id() {
        return id;
    }

    public Transaction transaction() {
        return transaction;
    }

    public SqlConnection connection() {
        return transaction.connection();
    }

    public String callerId() {
        return callerId;
    }

    public String callerName() {
        return state.getString("caller_name");
    }

    /** The last message that the caller said to have read. */
    public long readMessageId() {
        return state.getLong("read_message_id");
    }

    /** Who made it; null for a meeting's chat. */
    public @Nullable String createdBy() {
        return state.getString("created_by");
    }

    /** Why nobody writes any more in a meeting's own chat: CHAT_DISABLED, MEETING_ENDED or MEETING_CANCELLED; empty elsewhere. */
    public Optional<Problem> closed() {
        var status = state.getString("status");
        if (status == null) {
            return Optional.empty();
        }
        if (!state.getBoolean("chat_enabled")) {
            return Optional.of(new Problem(Code.CHAT_DISABLED, "this meeting's chat is switched off"));
        }
        var meetingStatus = MeetingStatus.of(status);
        return meetingStatus.isOver() ? Optional.of(Lifecycle.gone(meetingStatus)) : Optional.empty();
    }

    /** Problems: those of {@link #closed}. */
    public void requireOpen() {
        closed().ifPresent(problem -> {
            throw problem;
        });
    }

    /** Problems: MEMBERS_FIXED for all but groups. */
    public void requireGroup() {
        if (ConversationKind.of(state.getString("kind")) != ConversationKind.GROUP) {
            throw new Problem(Code.MEMBERS_FIXED, "only groups change their members");
        }
    }

    /** The database's time, the one moment at which all of this transaction happens. */
    public Instant now() {
        return MeetingRows.instant(state, "now");
    }

    /** The number that the next event will have. */
    public long nextSeq() {
        return seq + 1;
    }

    /** Adds events to the stream, in this order, as the caller's doing. */
    public Future<Void> append(List<ConversationEvent> events) {
        var end = new StreamEnd(Topic.conversation(id), state.getUUID("epoch"), seq, now());
        seq += events.size();
        return end.append(transaction, callerId, events);
    }
}
