package io.gavel.store.meeting;

import io.gavel.event.MeetingEvent;
import io.gavel.meeting.Lifecycle;
import io.gavel.meeting.Meeting;
import io.gavel.meeting.MeetingFields;
import io.gavel.meeting.MeetingRequests.EditMeeting;
import io.gavel.meeting.MeetingStatus;
import io.gavel.meeting.Visibility;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.gavel.store.access.Passwords;
import io.gavel.store.conversation.MeetingChat;
import io.gavel.store.conversation.Membership;
import io.gavel.store.notification.Notifications;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.LockedMeeting;
import io.gavel.store.stream.MeetingRows;
import io.gavel.store.stream.MeetingWrites;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Changes what the Host may decide about a meeting. */
public final class MeetingEdits {
    private static final Statement<Row> UPDATE = Statement.update("""
            UPDATE meeting SET title = #{title}, title_folded = #{titleFolded}, description = #{description},
                scheduled_at = #{scheduledAt}, duration_minutes = #{durationMinutes}, time_zone = #{timeZone},
                password_hash = #{passwordHash}, recording_enabled = #{recordingEnabled},
                conversation_id = #{conversationId}, external_ref = #{externalRef},
                max_participants = #{maxParticipants}, chat_enabled = #{chatEnabled}, version = version + 1
            WHERE id = #{meetingId}
            """);
    private static final Statement<Row> RESCHEDULE = Statement.update(
            "UPDATE meeting_participant SET scheduled_at = #{scheduledAt} WHERE meeting_id = #{meetingId}");

    private final MeetingWrites writes;
    private final Passwords passwords;

    public MeetingEdits(MeetingWrites writes, Passwords passwords) {
        this.writes = writes;
        this.passwords = passwords;
    }

    /** Judges an edit under the meeting's lock; a password is compared and hashed outside of it, for that takes long. */
    public Future<Meeting> edit(EditMeeting edit) {
        return edit(edit, null);
    }

    private Future<Meeting> edit(EditMeeting edit, @Nullable NewPassword newPassword) {
        return writes.change(edit.caller(), edit.meetingId(), locked -> {
                    requireEditable(locked, edit);
                    return settlesPassword(locked, edit, newPassword)
                            ? apply(locked, edit, newPassword).map(Verdict::edited)
                            : Future.succeededFuture(Verdict.passwordFirst(locked.passwordHash()));
                })
                .compose(verdict -> {
                    var meeting = verdict.meeting();
                    return meeting != null
                            ? Future.succeededFuture(meeting)
                            : newPassword(edit, verdict.presentHash()).compose(settled -> edit(edit, settled));
                });
    }

    /** Whether what to store as the password is known for the hash that is stored now. */
    private static boolean settlesPassword(LockedMeeting locked, EditMeeting edit, @Nullable NewPassword newPassword) {
        return edit.fields().password() == null
                || (newPassword != null && Objects.equals(newPassword.inPlaceOf(), locked.passwordHash()));
    }

    /** The hash to store: the present one where the password is the same, so that nothing changes. */
    private Future<NewPassword> newPassword(EditMeeting edit, @Nullable String presentHash) {
        var password = Objects.requireNonNull(edit.fields().password(), "asked only when one is given");
        var userId = edit.caller().userId();
        var same =
                presentHash == null ? Future.succeededFuture(false) : passwords.verify(userId, password, presentHash);
        return same.compose(unchanged -> unchanged
                ? Future.succeededFuture(new NewPassword(presentHash, presentHash))
                : passwords.hash(userId, password).map(hash -> new NewPassword(presentHash, hash)));
    }

    private static void requireEditable(LockedMeeting locked, EditMeeting edit) {
        Visibility.requireHost(locked.role(), locked.isAdmin());
        var meeting = locked.meeting();
        var scheduledAt = edit.fields().scheduledAt();
        if (scheduledAt != null && !scheduledAt.equals(meeting.scheduledAt())) {
            Schedule.requireNotPast(scheduledAt, locked.now());
        }
        var ifVersions = edit.ifVersions();
        if (ifVersions != null && !ifVersions.contains(meeting.version())) {
            throw new Problem(Code.VERSION_MISMATCH, "the meeting is at version " + meeting.version());
        }
        Lifecycle.requireNotOver(meeting.status());
        if (meeting.status() == MeetingStatus.IN_PROGRESS
                && (edit.given().contains("scheduledAt") || edit.given().contains("timeZone"))) {
            throw Lifecycle.invalidTransition(meeting.status(), "a meeting in progress keeps its start and time zone");
        }
    }

    private static Future<Meeting> apply(LockedMeeting locked, EditMeeting edit, @Nullable NewPassword newPassword) {
        var before = locked.meeting();
        var after = merge(before, edit);
        var hash = passwordHash(locked, edit, newPassword);
        var changed = changedFields(before, after);
        if (!Objects.equals(hash, locked.passwordHash())) {
            changed.add("password");
        }
        if (changed.isEmpty()) {
            return Future.succeededFuture(before);
        }
        return requireConversation(locked, after)
                .compose(member -> update(locked, after, hash))
                .compose(updated -> reschedule(locked, after))
                .compose(rescheduled -> openChat(locked, after))
                .compose(opened -> locked.append(List.of(MeetingEvent.meetingUpdated(changed))))
                .compose(appended -> Notifications.update(locked, changed))
                .compose(told -> locked.reread());
    }

    /** The Host links the meeting to conversations of which it is a member, and to no others. */
    private static Future<Void> requireConversation(LockedMeeting locked, MeetingFields after) {
        var conversationId = after.conversationId();
        return conversationId == null || conversationId.equals(locked.meeting().conversationId())
                ? Future.succeededFuture()
                : Membership.require(locked.connection(), conversationId, locked.callerId());
    }

    private static Future<Void> openChat(LockedMeeting locked, MeetingFields after) {
        return after.chatEnabled() && after.conversationId() == null
                ? MeetingChat.open(locked)
                : Future.succeededFuture();
    }

    private static @Nullable String passwordHash(
            LockedMeeting locked, EditMeeting edit, @Nullable NewPassword newPassword) {
        if (!edit.given().contains("password")) {
            return locked.passwordHash();
        }
        return newPassword == null ? null : newPassword.hash();
    }

    private static MeetingFields merge(Meeting before, EditMeeting edit) {
        var given = edit.given();
        var fields = edit.fields();
        return new MeetingFields(
                given.contains("title") ? fields.title() : before.title(),
                given.contains("description") ? fields.description() : before.description(),
                given.contains("scheduledAt") ? fields.scheduledAt() : before.scheduledAt(),
                given.contains("durationMinutes") ? fields.durationMinutes() : before.durationMinutes(),
                given.contains("timeZone") ? fields.timeZone() : before.timeZone(),
                null,
                given.contains("recordingEnabled") ? fields.recordingEnabled() : before.recordingEnabled(),
                given.contains("conversationId") ? fields.conversationId() : before.conversationId(),
                given.contains("externalRef") ? fields.externalRef() : before.externalRef(),
                given.contains("maxParticipants") ? fields.maxParticipants() : before.maxParticipants(),
                given.contains("chatEnabled")
                        ? fields.chatEnabled()
                        : before.chat().chatEnabled());
    }

    private static List<String> changedFields(Meeting before, MeetingFields after) {
        var changed = new ArrayList<String>();
        note(changed, "title", before.title(), after.title());
        note(changed, "description", before.description(), after.description());
        note(changed, "scheduledAt", before.scheduledAt(), after.scheduledAt());
        note(changed, "durationMinutes", before.durationMinutes(), after.durationMinutes());
        note(changed, "timeZone", before.timeZone(), after.timeZone());
        note(changed, "recordingEnabled", before.recordingEnabled(), after.recordingEnabled());
        note(changed, "conversationId", before.conversationId(), after.conversationId());
        note(changed, "externalRef", before.externalRef(), after.externalRef());
        note(changed, "maxParticipants", before.maxParticipants(), after.maxParticipants());
        note(changed, "chatEnabled", before.chat().chatEnabled(), after.chatEnabled());
        return changed;
    }

    private static void note(List<String> changed, String field, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            changed.add(field);
        }
    }

    private static Future<Integer> update(LockedMeeting locked, MeetingFields after, @Nullable String hash) {
        return MeetingCreation.bind(UPDATE.on(locked.connection()), after)
                .bind("meetingId", locked.id())
                .bind("scheduledAt", MeetingRows.timestamp(after.scheduledAt()))
                .bind("passwordHash", hash)
                .count();
    }

    private static Future<Void> reschedule(LockedMeeting locked, MeetingFields after) {
        var scheduledAt = after.scheduledAt();
        return locked.meeting().scheduledAt().equals(scheduledAt)
                ? Future.succeededFuture()
                : RESCHEDULE
                        .on(locked.connection())
                        .bind("meetingId", locked.id())
                        .bind("scheduledAt", MeetingRows.timestamp(scheduledAt))
                        .count()
                        .mapEmpty();
    }

    /** A password's hash, and the stored one that it was made to replace. */
    private record NewPassword(
            @Nullable String inPlaceOf, @Nullable String hash) {
        /** Shows no hash: a short password is found by trying. */
        @Override
        public String toString() {
            return "NewPassword[***]";
        }
    }

    /** Either the edited meeting, or the stored hash against which the new password must be compared first. */
    private record Verdict(
            @Nullable Meeting meeting, @Nullable String presentHash) {
        static Verdict edited(Meeting meeting) {
            return new Verdict(meeting, null);
        }

        static Verdict passwordFirst(@Nullable String presentHash) {
            return new Verdict(null, presentHash);
        }

        /** Shows no hash. */
        @Override
        public String toString() {
            return "Verdict[" + meeting + ", ***]";
        }
    }
}
