package io.gavel.store.conversation;

import io.gavel.bus.Done;
import io.gavel.conversation.ConversationDetail;
import io.gavel.conversation.ConversationRequests.AddMembers;
import io.gavel.conversation.ConversationRequests.CreateConversation;
import io.gavel.conversation.ConversationRequests.RemoveMember;
import io.gavel.event.ConversationEvent;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.gavel.store.notification.MessageNotices;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.MeetingRows;
import io.gavel.store.user.Users;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds members to groups and removes them. */
public final class Members {
    /** Whoever made it, and those with whom it was made. */
    private static final int MOST_MEMBERS = CreateConversation.MOST_MEMBERS + 1;

    private static final Statement<String> PRESENT = Statement.query("""
            SELECT user_id FROM conversation_member
            WHERE conversation_id = #{conversationId} AND removed_at IS NULL
            """, row -> row.getString("user_id"));

    /** Whoever is new has nothing to catch up with; whoever comes back finds what it had read as it was. */
    private static final Statement<Row> ADD = Statement.update("""
            INSERT INTO conversation_member (conversation_id, user_id, joined_at, read_message_id)
            SELECT s.conversation_id, user_id, #{now}, coalesce(s.last_message_id, 0)
            FROM conversation_stream s, unnest(#{userIds}::text[]) user_id
            WHERE s.conversation_id = #{conversationId}
            ON CONFLICT (conversation_id, user_id) DO UPDATE SET joined_at = excluded.joined_at, removed_at = NULL
            """);

    private static final Statement<String> REMOVE = Statement.query("""
            UPDATE conversation_member p SET removed_at = #{now}
            FROM app_user u
            WHERE p.conversation_id = #{conversationId} AND p.user_id = #{userId} AND p.removed_at IS NULL
              AND u.id = p.user_id
            RETURNING u.name
            """, row -> row.getString("name"));

    private final ConversationWrites writes;

    public Members(ConversationWrites writes) {
        this.writes = writes;
    }

    public Future<ConversationDetail> add(AddMembers add) {
        return writes.change(add.caller(), add.conversationId(), locked -> {
            locked.requireGroup();
            return PRESENT.on(locked.connection())
                    .bind("conversationId", locked.id())
                    .list()
                    .compose(present -> addMissing(locked, present, add.userIds()))
                    .compose(done -> ConversationReads.detail(locked.connection(), locked.id(), locked.callerId()))
                    .map(detail -> detail.orElseThrow(Problem::notFound));
        });
    }

    private static Future<Void> addMissing(LockedConversation locked, List<String> present, List<String> userIds) {
        var added = new LinkedHashSet<>(userIds);
        added.removeAll(Set.copyOf(present));
        if (present.size() + added.size() > MOST_MEMBERS) {
            throw Problem.invalid("userIds", "takes no more than %d members in all".formatted(MOST_MEMBERS));
        }
        return added.isEmpty() ? Future.succeededFuture() : add(locked, added);
    }

    private static Future<Void> add(LockedConversation locked, Set<String> userIds) {
        return Users.mention(locked.connection(), userIds)
                .compose(known -> ADD.on(locked.connection())
                        .bind("conversationId", locked.id())
                        .bind("userIds", userIds.toArray(String[]::new))
                        .bind("now", MeetingRows.timestamp(locked.now()))
                        .count())
                .compose(added -> Users.names(locked.connection(), userIds))
                .compose(names -> locked.append(events(locked, userIds, names)));
    }

    private static List<ConversationEvent> events(
            LockedConversation locked, Set<String> userIds, Map<String, String> names) {
        return userIds.stream()
                .map(id -> ConversationEvent.memberAdded(id, names.getOrDefault(id, id), locked.callerId()))
                .toList();
    }

    /** What is written before the caller's right is judged is undone where it has none. */
    public Future<Done> remove(RemoveMember remove) {
        return writes.change(
                remove.caller(),
                remove.conversationId(),
                locked -> REMOVE.on(locked.connection())
                        .bind("conversationId", locked.id())
                        .bind("userId", remove.userId())
                        .bind("now", MeetingRows.timestamp(locked.now()))
                        .first()
                        .compose(name -> removed(locked, remove.userId(), name.orElseThrow(Problem::notFound)))
                        .map(told -> Done.DONE));
    }

    private static Future<Void> removed(LockedConversation locked, String userId, String userName) {
        var caller = locked.callerId();
        if (!userId.equals(caller) && !caller.equals(locked.createdBy())) {
            throw new Problem(Code.FORBIDDEN, "only who made the conversation may remove others");
        }
        locked.requireGroup();
        return MessageNotices.leave(locked.transaction(), locked.id(), userId)
                .compose(left -> locked.append(List.of(ConversationEvent.memberRemoved(userId, userName, caller))));
    }
}
