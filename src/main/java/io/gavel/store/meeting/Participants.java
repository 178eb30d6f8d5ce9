package io.gavel.store.meeting;

import io.gavel.bus.Done;
import io.gavel.event.MeetingEvent;
import io.gavel.meeting.Lifecycle;
import io.gavel.meeting.MeetingDetail;
import io.gavel.meeting.MeetingFields;
import io.gavel.meeting.MeetingRequests.InviteParticipants;
import io.gavel.meeting.MeetingRequests.RemoveParticipant;
import io.gavel.meeting.MeetingRequests.SetRole;
import io.gavel.meeting.Participant;
import io.gavel.meeting.Role;
import io.gavel.meeting.Visibility;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.gavel.store.conversation.MeetingChat;
import io.gavel.store.jitsi.MediaTimes;
import io.gavel.store.notification.Notifications;
import io.gavel.store.sql.Answers;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.LockedMeeting;
import io.gavel.store.stream.MeetingRows;
import io.gavel.store.stream.MeetingWrites;
import io.gavel.store.user.Users;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Invites people, removes them and gives them roles. */
public final class Participants {
    private static final Statement<String> INVITED = Statement.query("""
            SELECT user_id FROM meeting_participant WHERE meeting_id = #{meetingId} AND removed_at IS NULL
            """, row -> row.getString("user_id"));
    private static final Statement<Row> INVITE = Statement.update("""
            INSERT INTO meeting_participant (meeting_id, user_id, role, scheduled_at, invited_at)
            SELECT #{meetingId}, user_id, 'Participant', #{scheduledAt}, #{now} FROM unnest(#{userIds}::text[]) user_id
            ON CONFLICT (meeting_id, user_id) DO UPDATE
                SET role = excluded.role, scheduled_at = excluded.scheduled_at, invited_at = excluded.invited_at,
                    removed_at = NULL
            """);
    private static final Statement<Row> REMOVE = Statement.update("""
            UPDATE meeting_participant
            SET removed_at = #{now}, is_admitted = false, passed_password = false, is_unconfirmed = false,
                last_left_at = CASE WHEN is_unconfirmed THEN greatest(last_left_at, last_joined_at)
                                    ELSE last_left_at END
            WHERE meeting_id = #{meetingId} AND user_id = #{userId}
            """);
    private static final Statement<Row> SET_ROLE = Statement.update("""
            UPDATE meeting_participant SET role = #{role}::text::mp_role_types
            WHERE meeting_id = #{meetingId} AND user_id = #{userId}
            """);

    private final MeetingWrites writes;

    public Participants(MeetingWrites writes) {
        this.writes = writes;
    }

    public Future<MeetingDetail> invite(InviteParticipants invite) {
        return writes.change(invite.caller(), invite.meetingId(), locked -> {
            Visibility.requireHost(locked.role(), locked.isAdmin());
            return Answers.once(
                    locked.connection(),
                    invite.caller().userId(),
                    invite.repeatable(),
                    MeetingDetail.class,
                    () -> invite(locked, invite));
        });
    }

    private static Future<MeetingDetail> invite(LockedMeeting locked, InviteParticipants invite) {
        return INVITED.on(locked.connection())
                .bind("meetingId", locked.id())
                .list()
                .compose(present -> {
                    var added = new LinkedHashSet<>(invite.userIds());
                    added.removeAll(Set.copyOf(present));
                    // The Host is among those present.
                    if (present.size() - 1 + added.size() > MeetingFields.MOST_INVITEES) {
                        throw Problem.invalid(
                                "userIds",
                                "takes no more than %d invitees in all".formatted(MeetingFields.MOST_INVITEES));
                    }
                    Lifecycle.requireNotOver(locked.meeting().status());
                    return added.isEmpty() ? Future.succeededFuture() : add(locked, added);
                })
                .compose(done -> MeetingReads.detail(
                        locked.connection(), locked.id(), invite.caller().userId()))
                .map(detail -> detail.orElseThrow(Problem::notFound));
    }

    private static Future<Void> add(LockedMeeting locked, Set<String> userIds) {
        return Users.mention(locked.connection(), userIds)
                .compose(known -> INVITE.on(locked.connection())
                        .bind("meetingId", locked.id())
                        .bind("userIds", userIds.toArray(String[]::new))
                        .bind(
                                "scheduledAt",
                                MeetingRows.timestamp(locked.meeting().scheduledAt()))
                        .bind("now", MeetingRows.timestamp(locked.now()))
                        .count())
                // Who was sent out, or came without being invited, may be in Jitsi at this moment.
                .compose(invited -> MediaTimes.reckon(locked, List.copyOf(userIds)))
                .compose(reckoned -> Notifications.invite(locked.transaction(), locked.id(), locked.now(), userIds))
                .compose(told -> Users.names(locked.connection(), userIds))
                .compose(names -> locked.append(invitations(userIds, names))
                        .compose(appended -> MeetingChat.add(locked, userIds, names)));
    }

    private static List<MeetingEvent> invitations(Set<String> userIds, Map<String, String> names) {
        return userIds.stream()
                .map(id -> MeetingEvent.participantInvited(id, names.getOrDefault(id, id), Role.PARTICIPANT))
                .toList();
    }

    public Future<Done> remove(RemoveParticipant remove) {
        return writes.change(
                remove.caller(),
                remove.meetingId(),
                locked -> target(locked, remove.userId())
                        .compose(target -> Attendance.end(locked, target.userId(), locked.now())
                                .compose(ended -> REMOVE.on(locked.connection())
                                        .bind("meetingId", locked.id())
                                        .bind("userId", target.userId())
                                        .bind("now", MeetingRows.timestamp(locked.now()))
                                        .count())
                                .compose(removed -> Notifications.uninvite(locked, target.userId()))
                                .compose(uninvited -> locked.append(
                                        List.of(MeetingEvent.participantRemoved(target.userId(), target.userName()))))
                                .compose(appended -> MeetingChat.remove(locked, target.userId(), target.userName())))
                        .map(done -> Done.DONE));
    }

    public Future<Participant> setRole(SetRole set) {
        return writes.change(
                set.caller(),
                set.meetingId(),
                locked -> target(locked, set.userId())
                        .compose(target ->
                                target.role() == set.role() ? Future.succeededFuture() : changeRole(locked, set))
                        .compose(done -> ParticipantRows.find(locked.connection(), locked.id(), set.userId()))
                        .map(participant -> participant.orElseThrow(Problem::notFound)));
    }

    private static Future<Void> changeRole(LockedMeeting locked, SetRole set) {
        return SET_ROLE.on(locked.connection())
                .bind("meetingId", locked.id())
                .bind("userId", set.userId())
                .bind("role", set.role().wire())
                .count()
                .compose(changed -> locked.append(List.of(MeetingEvent.roleChanged(
                        set.userId(), set.role(), set.caller().userId()))));
    }

    /**
     * The person to remove or to give a role to: a member, not the Host, of a meeting that is not over. Every member may know
     * who is not there, and is told that before it is told that it may not ask.
     */
    private static Future<Participant> target(LockedMeeting locked, String userId) {
        Visibility.requireMember(locked.role(), locked.isAdmin());
        return ParticipantRows.find(locked.connection(), locked.id(), userId).map(found -> {
            var target = found.orElseThrow(Problem::notFound);
            Visibility.requireHost(locked.role(), locked.isAdmin());
            Lifecycle.requireNotOver(locked.meeting().status());
            if (target.role() == Role.HOST) {
                throw new Problem(Code.HOST_REQUIRED, "the Host stays and stays the Host");
            }
            return target;
        });
    }
}
