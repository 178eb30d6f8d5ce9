package io.gavel.store.conversation;

import io.gavel.conversation.ConversationRequests.CreateConversation;
import io.gavel.conversation.ConversationRequests.Created;
import io.gavel.event.ConversationEvent;
import io.gavel.event.Topic;
import io.gavel.problem.Problem;
import io.gavel.store.sql.Answers;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.Commits;
import io.gavel.store.stream.MeetingRows;
import io.gavel.store.stream.StreamEnd;
import io.gavel.store.stream.Transaction;
import io.gavel.store.user.Users;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes conversations; of those between the same two there is one, whoever asks for it and however often. */
public final class ConversationCreation {
    /** Waits for whoever makes the same direct conversation, and then gives no row. */
    private static final Statement<Row> INSERT = Statement.query("""
            WITH made AS (
                INSERT INTO conversation (kind, title, direct_low, direct_high, created_by, created_at)
                VALUES (#{kind}, #{title}, #{low}, #{high}, #{caller}, now_ms())
                ON CONFLICT (direct_low, direct_high) DO NOTHING
                RETURNING id, created_at
            ), stream AS (
                INSERT INTO conversation_stream (conversation_id, active_at)
                SELECT id, created_at FROM made
                RETURNING epoch
            ), people AS (
                INSERT INTO conversation_member (conversation_id, user_id, joined_at)
                SELECT made.id, user_id, made.created_at FROM made, unnest(#{userIds}::text[]) user_id
            )
            SELECT made.id, made.created_at, stream.epoch FROM made, stream
            """, row -> row);

    private static final Statement<Long> FIND_DIRECT = Statement.query(
            "SELECT id FROM conversation WHERE direct_low = #{low} AND direct_high = #{high}",
            row -> row.getLong("id"));

    private final Commits commits;

    public ConversationCreation(Commits commits) {
        this.commits = commits;
    }

    public Future<Created> create(CreateConversation create) {
        return commits.write(transaction -> Answers.once(
                transaction.connection(),
                create.caller().userId(),
                create.repeatable(),
                Created.class,
                () -> create(transaction, create)));
    }

    private static Future<Created> create(Transaction transaction, CreateConversation create) {
        var connection = transaction.connection();
        var pair = Pair.of(create);
        var people = people(create);
        return Users.mention(connection, people)
                .compose(mentioned -> INSERT.on(connection)
                        .bind("kind", create.direct() ? "direct" : "group")
                        .bind("title", create.title())
                        .bind("low", pair.low())
                        .bind("high", pair.high())
                        .bind("caller", create.caller().userId())
                        .bind("userIds", people.toArray(String[]::new))
                        .first())
                .compose(made -> made.isPresent()
                        ? tell(transaction, create, people, made.get())
                                .compose(id -> answer(transaction, create, id, true))
                        : find(transaction, pair).compose(id -> answer(transaction, create, id, false)));
    }

    private static Future<Long> tell(
            Transaction transaction, CreateConversation create, List<String> people, Row made) {
        var id = made.getLong("id");
        var caller = create.caller().userId();
        return new StreamEnd(Topic.conversation(id), made.getUUID("epoch"), 0, MeetingRows.instant(made, "created_at"))
                .append(
                        transaction,
                        caller,
                        List.of(ConversationEvent.conversationCreated(create.title(), caller, people)))
                .map(id);
    }

    private static Future<Long> find(Transaction transaction, Pair pair) {
        return FIND_DIRECT
                .on(transaction.connection())
                .bind("low", pair.low())
                .bind("high", pair.high())
                .one();
    }

    private static Future<Created> answer(Transaction transaction, CreateConversation create, long id, boolean isNew) {
        return ConversationReads.detail(
                        transaction.connection(), id, create.caller().userId())
                .map(detail -> new Created(detail.orElseThrow(Problem::notFound), isNew));
    }

    /** Everyone in it from the start, whoever makes it first. */
    private static List<String> people(CreateConversation create) {
        var people = new ArrayList<String>();
        people.add(create.caller().userId());
        people.addAll(create.userIds());
        return people;
    }

    /**
     * The two of a direct conversation in an order that does not depend on who asks, nor on the database's locale; of a group
     * nobody.
     */
    private record Pair(@Nullable String low, @Nullable String high) {
        static Pair of(CreateConversation create) {
            if (!create.direct()) {
                return new Pair(null, null);
            }
            var one = create.caller().userId();
            var other = create.userIds().get(0);
            return one.compareTo(other) < 0 ? new Pair(one, other) : new Pair(other, one);
        }
    }
}
