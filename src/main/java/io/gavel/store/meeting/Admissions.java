package io.gavel.store.meeting;

import io.gavel.access.AccessRequests.AdmitCaller;
import io.gavel.access.Admission;
import io.gavel.access.Entry;
import io.gavel.bus.Done;
import io.gavel.conversation.SystemMessage;
import io.gavel.event.MeetingEvent;
import io.gavel.json.WireJson;
import io.gavel.meeting.Meeting;
import io.gavel.meeting.MeetingRequests.LeaveMeeting;
import io.gavel.meeting.MeetingStatus;
import io.gavel.meeting.Role;
import io.gavel.meeting.Visibility;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.gavel.store.access.PasswordAttempts;
import io.gavel.store.access.Passwords;
import io.gavel.store.conversation.MeetingChat;
import io.gavel.store.jitsi.OccupantNews;
import io.gavel.store.notification.Notifications;
import io.gavel.store.sql.LastWrites;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.LockedMeeting;
import io.gavel.store.stream.MeetingRows;
import io.gavel.store.stream.MeetingWrites;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets people in, and out. */
public final class Admissions {
    private static final Statement<Long> SEATS_TAKEN = Statement.query("""
            SELECT count(*) AS taken FROM meeting_participant
            WHERE meeting_id = #{meetingId} AND role = 'Participant' AND removed_at IS NULL AND user_id <> #{userId}
              AND (inside_since IS NOT NULL OR in_media_since IS NOT NULL
                   OR is_admitted AND last_joined_at > #{now}::timestamptz - make_interval(secs => #{unconfirmed}))
            """, row -> row.getLong("taken"));
    private static final String ADMITTED = """
            UPDATE meeting_participant p
            SET is_admitted = true, passed_password = true, first_joined_at = coalesce(first_joined_at, #{now}),
                last_joined_at = #{now}, is_unconfirmed = inside_since IS NULL AND in_media_since IS NULL
            FROM app_user u
            WHERE p.meeting_id = #{meetingId} AND p.user_id = #{userId} AND u.id = p.user_id
            RETURNING u.name, u.email, u.avatar, p.role
            """;
    private static final String AUDITED = """
            INSERT INTO audit_entry (at, action, actor, meeting_id, detail)
            SELECT #{now}, 'joined', #{userId}, #{meetingId}, jsonb_build_object('role', role) FROM admitted
            """;

    /** Lets somebody in, and tells who that is. */
    private static final Statement<Row> ENTER = Statement.query(
            "WITH admitted AS (%s), audited AS (%s) SELECT *, false AS has_read FROM admitted"
                    .formatted(ADMITTED, AUDITED),
            row -> row);

    /** Whoever comes in has no need to be invited to it any more. */
    private static final Statement<Row> ENTER_AND_READ =
            Statement.query("""
            WITH admitted AS (%s), audited AS (%s), overtaken AS (%s)
            SELECT *, EXISTS (SELECT FROM overtaken) AS has_read FROM admitted
            """.formatted(ADMITTED, AUDITED, Notifications.READ_OVERTAKEN), row -> row);

    private static final Statement<Row> START = Statement.update("""
            UPDATE meeting SET status = 'InProgress', started_at = #{now}, version = version + 1
            WHERE id = #{meetingId}
            """);
    private static final Statement<Row> PROFILE =
            Statement.query("SELECT name, email, avatar FROM app_user WHERE id = #{userId}", row -> row);
    private static final Statement<Row> END_ADMISSION = Statement.update("""
            UPDATE meeting_participant
            SET is_admitted = false, is_unconfirmed = false,
                last_left_at = CASE WHEN is_unconfirmed THEN #{now} ELSE last_left_at END
            WHERE meeting_id = #{meetingId} AND user_id = #{userId} AND (is_admitted OR is_unconfirmed)
            """);

    private final MeetingWrites writes;
    private final Passwords passwords;
    private final PasswordAttempts attempts;
    private final Duration unconfirmed;

    /** @param unconfirmed how long a join holds a seat that no session has confirmed */
    public Admissions(MeetingWrites writes, Passwords passwords, PasswordAttempts attempts, Duration unconfirmed) {
        this.writes = writes;
        this.passwords = passwords;
        this.attempts = attempts;
        this.unconfirmed = unconfirmed;
    }

    /** Judges a join under the meeting's lock; a password is checked outside of it, for hashing takes long. */
    public Future<Admission> admit(AdmitCaller admit) {
        return admit(admit, null);
    }

    private Future<Admission> admit(AdmitCaller admit, @Nullable String verifiedHash) {
        return writes.changeLast(admit.caller(), admit.meetingId(), locked -> judge(locked, admit, verifiedHash))
                .compose(verdict -> {
                    var admission = verdict.admission();
                    return admission == null ? checkPassword(admit, verdict.hash()) : Future.succeededFuture(admission);
                });
    }

    private Future<LastWrites<Verdict>> judge(LockedMeeting locked, AdmitCaller admit, @Nullable String verifiedHash) {
        var role = Visibility.requireMember(locked.role(), locked.isAdmin());
        var meeting = locked.meeting();
        Entry.requireOpen(meeting.status(), role, meeting.scheduledAt(), locked.now());
        var hash = locked.passwordHash();
        if (hash != null && Entry.asksPassword(role, locked.hasPassedPassword()) && !hash.equals(verifiedHash)) {
            return Future.succeededFuture(LastWrites.none(new Verdict(null, hash)));
        }
        return requireSeat(locked, role, admit.caller().userId()).compose(seated -> {
            var entered = enter(locked, role, admit).map(admission -> new Verdict(admission, ""));
            return locked.meeting().status() == MeetingStatus.SCHEDULED
                    ? entered.map(LastWrites::none)
                    : Future.succeededFuture(new LastWrites<>(entered));
        });
    }

    private Future<Admission> checkPassword(AdmitCaller admit, String hash) {
        var password = admit.password();
        if (password == null) {
            throw new Problem(Code.PASSWORD_REQUIRED, "this meeting asks for a password");
        }
        var userId = admit.caller().userId();
        return passwords
                .verifyAfter(userId, () -> attempts.count(admit.meetingId(), userId), password, hash)
                .compose(right -> {
                    if (!right) {
                        throw new Problem(Code.WRONG_PASSWORD, "this is not the meeting's password");
                    }
                    return attempts.reset(admit.meetingId(), userId);
                })
                .compose(reset -> admit(admit, hash));
    }

    private Future<Void> requireSeat(LockedMeeting locked, Role role, String userId) {
        var most = locked.meeting().maxParticipants();
        if (most == null || role.moderates()) {
            return Future.succeededFuture();
        }
        return SEATS_TAKEN
                .on(locked.connection())
                .bind("meetingId", locked.id())
                .bind("userId", userId)
                .bind("now", MeetingRows.timestamp(locked.now()))
                .bind("unconfirmed", (double) unconfirmed.toSeconds())
                .one()
                .map(taken -> {
                    Entry.requireSeat(role, most, taken);
                    return null;
                });
    }

    /** Where the meeting has started this is one statement. Else the ones that start it follow, and a failed one undoes them all. */
    private static Future<Admission> enter(LockedMeeting locked, Role role, AdmitCaller admit) {
        var userId = admit.caller().userId();
        var entered = (locked.hasUnreadNotice() ? ENTER_AND_READ : ENTER)
                .on(locked.connection())
                .bind("meetingId", locked.id())
                .bind("userId", userId)
                .bind("now", MeetingRows.timestamp(locked.now()))
                .one();
        var meeting = start(locked, userId);
        return Future.all(entered, meeting).map(done -> {
            if (entered.result().getBoolean("has_read")) {
                locked.transaction().tellUsers(List.of(userId));
            }
            return admission(meeting.result(), role, userId, entered.result(), locked.now());
        });
    }

    private static Admission admission(Meeting meeting, Role role, String userId, Row profile, Instant now) {
        return new Admission(
                meeting,
                role,
                userId,
                profile.getString("name"),
                profile.getString("email"),
                profile.getString("avatar"),
                now);
    }

    /** The first join of all starts the meeting. The meeting as it is then. */
    private static Future<Meeting> start(LockedMeeting locked, String userId) {
        if (locked.meeting().status() != MeetingStatus.SCHEDULED) {
            return Future.succeededFuture(locked.meeting());
        }
        var started = START.on(locked.connection())
                .bind("meetingId", locked.id())
                .bind("now", MeetingRows.timestamp(locked.now()))
                .count();
        var told = locked.append(List.of(MeetingEvent.meetingStarted(locked.now())));
        return Future.all(started, told, Notifications.start(locked, userId), MeetingChat.tell(locked, started(locked)))
                .compose(done -> OccupantNews.begin(locked))
                .compose(begun -> locked.reread());
    }

    private static SystemMessage started(LockedMeeting locked) {
        return SystemMessage.started(locked.id(), locked.meeting().title(), WireJson.time(locked.now()));
    }

    private static Future<Row> profile(SqlConnection connection, String userId) {
        return PROFILE.on(connection).bind("userId", userId).one();
    }

    /** Ends the caller's admission and all of its sessions; harmless when there is none. */
    public Future<Done> leave(LeaveMeeting leave) {
        var userId = leave.caller().userId();
        return writes.change(leave.caller(), leave.meetingId(), locked -> {
                    Visibility.requireMember(locked.role(), locked.isAdmin());
                    return locked.meeting().status().isOver() ? Future.succeededFuture() : leave(locked, userId);
                })
                .map(left -> Done.DONE);
    }

    private static Future<Void> leave(LockedMeeting locked, String userId) {
        return Attendance.end(locked, userId, locked.now())
                .compose(wasInside -> END_ADMISSION
                        .on(locked.connection())
                        .bind("meetingId", locked.id())
                        .bind("userId", userId)
                        .bind("now", MeetingRows.timestamp(locked.now()))
                        .count()
                        .compose(ended -> wasInside == 0
                                ? Future.succeededFuture()
                                : profile(locked.connection(), userId)
                                        .compose(profile -> locked.append(List.of(
                                                MeetingEvent.userLeftMeeting(userId, profile.getString("name")))))));
    }

    /** Either let in, or the hash that the password must match first. */
    private record Verdict(@Nullable Admission admission, String hash) {
        /** Shows no hash: a short password is found by trying. */
        @Override
        public String toString() {
            return "Verdict[" + admission + ", ***]";
        }
    }
}
