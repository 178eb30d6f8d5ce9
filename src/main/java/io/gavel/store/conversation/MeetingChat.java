package io.gavel.store.conversation;

import io.gavel.conversation.SystemMessage;
import io.gavel.event.ConversationEvent;
import io.gavel.event.MeetingEvent;
import io.gavel.event.Topic;
import io.gavel.json.WireJson;
import io.gavel.meeting.Meeting;
import io.gavel.store.notification.MessageNotices;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.LockedMeeting;
import io.gavel.store.stream.MeetingRows;
import io.gavel.store.stream.StreamEnd;
import io.gavel.store.stream.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What happens to a meeting, told in the conversation that it is linked to, or in its own chat; and the people of its own
 * chat, who are the meeting's. All of it is part of the meeting's change: the meeting's lock is held, the conversation's is
 * taken after it.
 */
public final class MeetingChat {
    /** The Host is in the meeting's own chat; where it is not in a linked conversation any more, nothing is said there. */
    private static final Statement<Row> LOCK = Statement.query("""
            SELECT s.seq, s.epoch, s.active_at FROM conversation_stream s
            WHERE s.conversation_id = #{conversationId}
              AND EXISTS (SELECT FROM conversation_member p
                          WHERE p.conversation_id = s.conversation_id AND p.user_id = #{host} AND p.removed_at IS NULL)
            FOR UPDATE OF s
            """, row -> row);

    /**
     * A part of the statement that has {@code made} a meeting of #{userIds}: its own chat with the first message there, if
     * #{ownChat}; {@code chat} is the conversation then. {@link #begin} binds the rest.
     */
    public static final String BEGUN = """
            chat AS (
                INSERT INTO conversation (id, kind, meeting_id, created_at) OVERRIDING SYSTEM VALUE
                SELECT #{chatId}::bigint, 'meeting', id, created_at FROM made WHERE #{ownChat}
                RETURNING id, created_at
            ), chat_stream AS (
                INSERT INTO conversation_stream (conversation_id, epoch, seq, last_message_id, active_at)
                SELECT id, #{chatEpoch}, 1, #{messageId}::bigint, created_at FROM chat
            ), chat_members AS (
                INSERT INTO conversation_member (conversation_id, user_id, joined_at)
                SELECT chat.id, x.user_id, chat.created_at FROM chat, unnest(#{userIds}::text[]) x(user_id)
            ), said AS (
                INSERT INTO message (id, conversation_id, seq, text, system, created_at) OVERRIDING SYSTEM VALUE
                SELECT #{messageId}::bigint, id, 1, #{text}, #{system}::text::json, created_at FROM chat
            ), said_event AS (
                INSERT INTO conversation_event (conversation_id, seq, type, body, actor, at)
                SELECT id, 1, #{event}, #{eventBody}::text::json, '%s', created_at FROM chat
            )
            """.formatted(MeetingEvent.SYSTEM);

    private static final Statement<Long> WRITE = Statement.query("""
            WITH written AS (
                INSERT INTO message (conversation_id, seq, text, system, created_at)
                VALUES (#{conversationId}, #{seq}, #{text}, #{system}::text::json, #{now})
                RETURNING id, created_at
            ), last AS (
                UPDATE conversation_stream s SET last_message_id = written.id, active_at = written.created_at
                FROM written WHERE s.conversation_id = #{conversationId}
            )
            SELECT id FROM written
            """, row -> row.getLong("id"));
    private static final Statement<Long> OPEN = Statement.query("""
            WITH chat AS (
                INSERT INTO conversation (kind, meeting_id, created_at) VALUES ('meeting', #{meetingId}, #{now})
                ON CONFLICT (meeting_id) DO NOTHING
                RETURNING id, created_at
            ), stream AS (
                INSERT INTO conversation_stream (conversation_id, active_at) SELECT id, created_at FROM chat
            ), members AS (
                INSERT INTO conversation_member (conversation_id, user_id, joined_at)
                SELECT chat.id, p.user_id, chat.created_at FROM chat, meeting_participant p
                WHERE p.meeting_id = #{meetingId} AND p.removed_at IS NULL
            )
            SELECT id FROM chat
            """, row -> row.getLong("id"));
    private static final Statement<Row> ADD = Statement.update("""
            INSERT INTO conversation_member (conversation_id, user_id, joined_at, read_message_id)
            SELECT s.conversation_id, user_id, #{now}, coalesce(s.last_message_id, 0)
            FROM conversation_stream s, unnest(#{userIds}::text[]) user_id
            WHERE s.conversation_id = #{conversationId}
            ON CONFLICT (conversation_id, user_id) DO UPDATE SET joined_at = excluded.joined_at, removed_at = NULL
            """);
    private static final Statement<Row> REMOVE = Statement.update("""
            UPDATE conversation_member SET removed_at = #{now}
            WHERE conversation_id = #{conversationId} AND user_id = #{userId}
            """);

    private MeetingChat() {}

    /** Says it where the meeting is talked about, if that is anywhere. */
    public static Future<Void> tell(LockedMeeting locked, SystemMessage message) {
        return tell(locked.transaction(), locked.meeting(), locked.now(), message);
    }

    /** As {@link #tell(LockedMeeting, SystemMessage)}, of a meeting that nobody else knows yet. */
    public static Future<Void> tell(Transaction transaction, Meeting meeting, Instant now, SystemMessage message) {
        var linked = meeting.conversationId();
        var conversationId = linked == null ? meeting.chat().chatConversationId() : linked;
        return conversationId == null
                ? Future.succeededFuture()
                : end(transaction, meeting.hostUserId(), conversationId, now)
                        .compose(end ->
                                end.isEmpty() ? Future.succeededFuture() : write(transaction, end.get(), message));
    }

    /**
     * Binds the first message of {@link #BEGUN}.
     *
     * @param start where the chat's stream begins
     * @param id the message's
     * @param isOwn whether there is to be such a chat
     */
    public static <T> Statement<T>.Execution begin(
            Statement<T>.Execution execution,
            Transaction transaction,
            StreamEnd start,
            long id,
            SystemMessage message,
            boolean isOwn) {
        var said =
                isOwn ? start.tell(transaction, List.of(created(id, message))).get(0) : null;
        return execution
                .bind("ownChat", isOwn)
                .bind("chatId", start.topic().id())
                .bind("chatEpoch", start.epoch())
                .bind("messageId", id)
                .bind("text", message.text())
                .bind("system", WireJson.encode(message.system()))
                .bind("event", said == null ? null : said.type())
                .bind("eventBody", said == null ? null : said.payload());
    }

    private static ConversationEvent created(long id, SystemMessage message) {
        return ConversationEvent.messageCreated(id, null, null, message.text(), message.system(), null, null);
    }

    private static Future<Void> write(Transaction transaction, StreamEnd end, SystemMessage message) {
        return WRITE.on(transaction.connection())
                .bind("conversationId", end.topic().id())
                .bind("seq", end.seq() + 1)
                .bind("text", message.text())
                .bind("system", WireJson.encode(message.system()))
                .bind("now", MeetingRows.timestamp(end.at()))
                .one()
                .compose(id -> end.append(transaction, MeetingEvent.SYSTEM, List.of(created(id, message))));
    }

    /** Gives the meeting a chat of its own where it has none; one that it had goes on. */
    public static Future<Void> open(LockedMeeting locked) {
        return OPEN.on(locked.connection())
                .bind("meetingId", locked.id())
                .bind("now", MeetingRows.timestamp(locked.now()))
                .first()
                .mapEmpty();
    }

    /** Those who come to the meeting come to its own chat. */
    public static Future<Void> add(LockedMeeting locked, Collection<String> userIds, Map<String, String> names) {
        return change(
                locked,
                chat -> ADD.on(locked.connection())
                        .bind("conversationId", chat.topic().id())
                        .bind("userIds", userIds.toArray(String[]::new))
                        .bind("now", MeetingRows.timestamp(locked.now()))
                        .count()
                        .compose(added -> chat.append(
                                locked.transaction(),
                                locked.callerId(),
                                userIds.stream()
                                        .map(id -> ConversationEvent.memberAdded(
                                                id, names.getOrDefault(id, id), locked.callerId()))
                                        .toList())));
    }

    /** Whoever is removed from the meeting is removed from its own chat. */
    public static Future<Void> remove(LockedMeeting locked, String userId, String userName) {
        return change(
                locked,
                chat -> REMOVE.on(locked.connection())
                        .bind("conversationId", chat.topic().id())
                        .bind("userId", userId)
                        .bind("now", MeetingRows.timestamp(locked.now()))
                        .count()
                        .compose(removed -> MessageNotices.leave(
                                locked.transaction(), chat.topic().id(), userId))
                        .compose(left -> chat.append(
                                locked.transaction(),
                                locked.callerId(),
                                List.of(ConversationEvent.memberRemoved(userId, userName, locked.callerId())))));
    }

    private static Future<Void> change(LockedMeeting locked, Function<StreamEnd, Future<Void>> change) {
        var chatId = locked.meeting().chat().chatConversationId();
        return chatId == null
                ? Future.succeededFuture()
                : end(locked.transaction(), locked.meeting().hostUserId(), chatId, locked.now())
                        .compose(end -> end.map(change).orElseGet(Future::succeededFuture));
    }

    /** Takes the conversation's lock; empty where the meeting's Host is in no such conversation. */
    private static Future<Optional<StreamEnd>> end(
            Transaction transaction, String hostUserId, long conversationId, Instant now) {
        return LOCK.on(transaction.connection())
                .bind("conversationId", conversationId)
                .bind("host", hostUserId)
                .first()
                .map(found -> found.map(row -> end(row, conversationId, now)));
    }

    /** The meeting's time was taken before the wait for this lock: what was said meanwhile stays before it. */
    private static StreamEnd end(Row row, long conversationId, Instant now) {
        var last = MeetingRows.instant(row, "active_at");
        return new StreamEnd(
                Topic.conversation(conversationId),
                row.getUUID("epoch"),
                row.getLong("seq"),
                now.isBefore(last) ? last : now);
    }
}
