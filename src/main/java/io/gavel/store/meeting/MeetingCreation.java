package io.gavel.store.meeting;

import io.gavel.conversation.SystemMessage;
import io.gavel.event.Topic;
import io.gavel.json.WireJson;
import io.gavel.meeting.Meeting;
import io.gavel.meeting.MeetingFields;
import io.gavel.meeting.MeetingRequests.CreateMeeting;
import io.gavel.meeting.Role;
import io.gavel.problem.Problem;
import io.gavel.store.access.Passwords;
import io.gavel.store.conversation.MeetingChat;
import io.gavel.store.conversation.Membership;
import io.gavel.store.notification.Notifications;
import io.gavel.store.sql.Answers;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.Commits;
import io.gavel.store.stream.MeetingRows;
import io.gavel.store.stream.StreamEnd;
import io.gavel.store.stream.Transaction;
import io.gavel.store.user.Users;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes meetings, with their people and the invitations. */
public final class MeetingCreation {
    /** All that the statement after it needs, and what it says of itself in JSON. */
    private static final Statement<Start> START = Statement.query(
            """
            SELECT now_ms() AS now, nextval('meeting_id_seq') AS id, nextval('conversation_id_seq') AS chat_id,
                   gen_random_uuid() AS chat_epoch, nextval('message_id_seq') AS message_id
            """,
            row -> new Start(
                    MeetingRows.instant(row, "now"),
                    row.getLong("id"),
                    new StreamEnd(
                            Topic.conversation(row.getLong("chat_id")),
                            row.getUUID("chat_epoch"),
                            0,
                            MeetingRows.instant(row, "now")),
                    row.getLong("message_id")));

    /** Nobody knows of the meeting yet, so that all of it can be written without looking, and by one statement. */
    private static final Statement<Made> INSERT = Statement.query(
            """
            WITH mentioned AS (
                %s
            ), made AS (
                INSERT INTO meeting (id, title, title_folded, description, room_name, host_user_id, scheduled_at,
                    duration_minutes, time_zone, password_hash, recording_enabled, conversation_id, external_ref,
                    max_participants, chat_enabled, created_at)
                OVERRIDING SYSTEM VALUE
                VALUES (#{id}, #{title}, #{titleFolded}, #{description}, #{roomName}, #{host}, #{scheduledAt},
                    #{durationMinutes}, #{timeZone}, #{passwordHash}, #{recordingEnabled}, #{conversationId},
                    #{externalRef}, #{maxParticipants}, #{chatEnabled}, #{now})
                RETURNING *
            ), stream AS (
                INSERT INTO meeting_stream (meeting_id) SELECT id FROM made
            ), people AS (
                INSERT INTO meeting_participant (meeting_id, user_id, role, scheduled_at, invited_at)
                SELECT made.id, x.user_id, x.role::mp_role_types, made.scheduled_at, made.created_at
                FROM made, unnest(#{userIds}::text[], #{roles}::text[]) x(user_id, role)
            ), invited AS (
                %s
            ), %s
            SELECT %s, coalesce(h.name, m.host_user_id) AS host_name, 'Host' AS role, 0::bigint AS seq,
                   (SELECT id FROM chat) AS chat_conversation_id, ARRAY(SELECT user_id FROM invited) AS invited
            FROM made m LEFT JOIN app_user h ON h.id = m.host_user_id
            """.formatted(Users.MENTIONED, Notifications.INVITED, MeetingChat.BEGUN, MeetingRows.OWN_COLUMNS),
            row -> new Made(MeetingRows.meeting(row), List.of(row.getArrayOfStrings("invited"))));

    private final Commits commits;
    private final Passwords passwords;
    private final RoomNames roomNames;

    public MeetingCreation(Commits commits, Passwords passwords, RoomNames roomNames) {
        this.commits = commits;
        this.passwords = passwords;
        this.roomNames = roomNames;
    }

    public Future<Meeting> create(CreateMeeting create) {
        return passwords
                .hashOrNone(create.caller().userId(), create.fields().password())
                .compose(hash -> create.repeatable() == null && create.fields().conversationId() == null
                        ? commits.writeAlone(transaction -> insert(transaction, create, hash.orElse(null)))
                        : commits.write(transaction -> Answers.once(
                                transaction.connection(),
                                create.caller().userId(),
                                create.repeatable(),
                                Meeting.class,
                                () -> insert(transaction, create, hash.orElse(null)))));
    }

    private Future<Meeting> insert(Transaction transaction, CreateMeeting create, @Nullable String passwordHash) {
        var connection = transaction.connection();
        return invited(connection, create)
                .compose(people -> START.on(connection)
                        .one()
                        .compose(start -> insert(transaction, create, people, passwordHash, start)
                                .compose(made -> tell(transaction, create, made, start))));
    }

    /** A conversation that is linked is others' too: what is said there waits for its lock. */
    private static Future<Meeting> tell(Transaction transaction, CreateMeeting create, Made made, Start start) {
        transaction.tellUsers(made.invited());
        return hasOwnChat(create.fields())
                ? Future.succeededFuture(made.meeting())
                : MeetingChat.tell(transaction, made.meeting(), start.now(), scheduled(create.fields(), start))
                        .map(made.meeting());
    }

    private static boolean hasOwnChat(MeetingFields fields) {
        return fields.chatEnabled() && fields.conversationId() == null;
    }

    private static SystemMessage scheduled(MeetingFields fields, Start start) {
        return SystemMessage.scheduled(start.id(), title(fields), WireJson.time(scheduledAt(fields, start)));
    }

    private static Instant scheduledAt(MeetingFields fields, Start start) {
        var scheduledAt = fields.scheduledAt();
        return scheduledAt == null ? start.now() : scheduledAt;
    }

    private static String title(MeetingFields fields) {
        return Objects.requireNonNull(fields.title(), "a meeting has a title");
    }

    /** Whom the request names, and with them the conversation's members where it asks for that. */
    private static Future<SortedMap<String, Role>> invited(SqlConnection connection, CreateMeeting create) {
        var conversationId = create.fields().conversationId();
        if (conversationId == null) {
            return Future.succeededFuture(people(create, List.of()));
        }
        return Membership.require(connection, conversationId, create.caller().userId())
                .compose(member -> create.inviteConversation()
                        ? Membership.userIds(connection, conversationId)
                        : Future.succeededFuture(List.of()))
                .map(members -> people(create, members));
    }

    private Future<Made> insert(
            Transaction transaction,
            CreateMeeting create,
            SortedMap<String, Role> people,
            @Nullable String passwordHash,
            Start start) {
        var fields = create.fields();
        var scheduledAt = scheduledAt(fields, start);
        Schedule.requireNotPast(scheduledAt, start.now());
        var insert = bind(INSERT.on(transaction.connection()), fields)
                .bind("id", start.id())
                .bind("roomName", roomNames.next())
                .bind("host", create.caller().userId())
                .bind("scheduledAt", MeetingRows.timestamp(scheduledAt))
                .bind("passwordHash", passwordHash)
                .bind("now", MeetingRows.timestamp(start.now()))
                .bind("userIds", people.keySet().toArray(String[]::new))
                .bind("roles", people.values().stream().map(Role::wire).toArray(String[]::new));
        var message = scheduled(fields, start);
        return MeetingChat.begin(insert, transaction, start.chat(), start.messageId(), message, hasOwnChat(fields))
                .one();
    }

    /** Binds the fields that are stored as they are given; an edit stores the same ones. */
    static <T> Statement<T>.Execution bind(Statement<T>.Execution execution, MeetingFields fields) {
        var title = title(fields);
        return execution
                .bind("title", title)
                .bind("titleFolded", TitleSearch.fold(title))
                .bind("description", fields.description())
                .bind("durationMinutes", fields.durationMinutes())
                .bind("timeZone", fields.timeZone())
                .bind("recordingEnabled", fields.recordingEnabled())
                .bind("conversationId", fields.conversationId())
                .bind("externalRef", fields.externalRef())
                .bind("maxParticipants", fields.maxParticipants())
                .bind("chatEnabled", fields.chatEnabled());
    }

    /** Who is in the meeting from the start, in the order of ids: each person once, with the highest role that is asked for. */
    private static SortedMap<String, Role> people(CreateMeeting create, List<String> members) {
        var people = new TreeMap<String, Role>();
        create.participantUserIds().forEach(id -> people.put(id, Role.PARTICIPANT));
        members.forEach(id -> people.put(id, Role.PARTICIPANT));
        create.moderatorUserIds().forEach(id -> people.put(id, Role.MODERATOR));
        people.put(create.caller().userId(), Role.HOST);
        if (people.size() - 1 > MeetingFields.MOST_INVITEES) {
            throw Problem.invalid(
                    "inviteConversation",
                    "takes no more than %d invitees together".formatted(MeetingFields.MOST_INVITEES));
        }
        return people;
    }

    /**
     * What is fixed before anything is written.
     *
     * @param chat where the stream of the meeting's own chat begins, if it gets one
     * @param messageId the first message's there
     */
    private record Start(Instant now, long id, StreamEnd chat, long messageId) {}

    /** @param invited who was told of it */
    private record Made(Meeting meeting, List<String> invited) {}
}
