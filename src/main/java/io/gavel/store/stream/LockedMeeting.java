package io.gavel.store.stream;

import io.gavel.event.MeetingEvent;
import io.gavel.event.Topic;
import io.gavel.identity.Caller;
import io.gavel.meeting.Meeting;
import io.gavel.meeting.Role;
import io.gavel.problem.Problem;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A meeting while this transaction holds its lock: nobody else changes it, and what happens to it gets the next numbers of
 * its stream. The lock is taken first, so that every later statement of the transaction sees what came before it.
 */
public final class LockedMeeting {
    /** Strangers never hold the lock, nor wait for it: for them there is no row. */
    private static final Statement<Long> LOCK = Statement.query("""
            SELECT s.seq FROM meeting_stream s
            WHERE s.meeting_id = #{meetingId}
              AND (#{admin} OR (SELECT true FROM meeting_participant p
                                WHERE p.meeting_id = #{meetingId} AND p.user_id = #{caller} AND p.removed_at IS NULL))
            FOR UPDATE OF s
            """, row -> row.getLong("seq"));

    private static final Statement<Long> LOCK_ANY = Statement.query(
            "SELECT seq FROM meeting_stream WHERE meeting_id = #{meetingId} FOR UPDATE", row -> row.getLong("seq"));
    private static final Statement<Long> TRY_LOCK = Statement.query(
            "SELECT seq FROM meeting_stream WHERE meeting_id = #{meetingId} FOR UPDATE SKIP LOCKED",
            row -> row.getLong("seq"));
    private static final Statement<Row> TRY_HOLD =
            Statement.query("SELECT id FROM meeting WHERE id = #{meetingId} FOR NO KEY UPDATE SKIP LOCKED", row -> row);
    private static final Statement<Row> STATE =
            Statement.query("""
            SELECT %s, m.password_hash, s.epoch AS stream_epoch, s.recording_by, p.passed_password, now_ms() AS now,
                   EXISTS (SELECT FROM notification n
                           WHERE n.user_id = #{caller} AND n.meeting_id = m.id AND n.read_at IS NULL) AS has_unread_notice
            FROM %s
            WHERE m.id = #{meetingId}
            """.formatted(MeetingRows.COLUMNS, MeetingRows.TABLES), row -> row);
    private final Transaction transaction;
    private final String callerId;
    private final boolean admin;
    private final Meeting meeting;
    private final Row state;
    private long seq;

    private LockedMeeting(Transaction transaction, String callerId, boolean admin, Row state) {
        this.transaction = transaction;
        this.callerId = callerId;
        this.admin = admin;
        this.state = state;
        this.meeting = MeetingRows.meeting(state);
        this.seq = meeting.seq();
    }

    /** Waits for the lock. Problems: NOT_FOUND when there is no such meeting, UNAVAILABLE after two seconds. */
    public static Future<LockedMeeting> lock(Transaction transaction, Caller caller, long meetingId) {
        var lock = LOCK.on(transaction.connection())
                .bind("meetingId", meetingId)
                .bind("admin", caller.admin())
                .bind("caller", caller.userId());
        return take(lock, transaction, caller.userId(), caller.admin(), meetingId)
                .map(locked -> locked.orElseThrow(Problem::notFound));
    }

    /** Waits for the lock, for the system. Problems: as of {@link #lock(Transaction, Caller, long)}. */
    public static Future<LockedMeeting> lock(Transaction transaction, long meetingId) {
        var lock = LOCK_ANY.on(transaction.connection()).bind("meetingId", meetingId);
        return take(lock, transaction, MeetingEvent.SYSTEM, false, meetingId)
                .map(locked -> locked.orElseThrow(Problem::notFound));
    }

    /** Takes the lock for the system, or nothing when somebody else holds it or the meeting is gone. */
    public static Future<Optional<LockedMeeting>> tryLock(Transaction transaction, long meetingId) {
        var lock = TRY_LOCK.on(transaction.connection()).bind("meetingId", meetingId);
        return take(lock, transaction, MeetingEvent.SYSTEM, false, meetingId);
    }

    /** Both statements are sent at once; the second one runs, and sees, after the first one has its lock. */
    private static Future<Optional<LockedMeeting>> take(
            Statement<Long>.Execution lock, Transaction transaction, String callerId, boolean admin, long meetingId) {
        var locked = lock.first();
        var state = STATE.on(transaction.connection())
                .bind("meetingId", meetingId)
                .bind("caller", callerId)
                .first();
        return Future.all(locked, state)
                .map(both -> locked.result().isEmpty()
                        ? Optional.empty()
                        : state.result().map(row -> new LockedMeeting(transaction, callerId, admin, row)));
    }

    /**
     * Takes the meeting's row too, by a statement of its own: whoever lets a room come about in Jitsi holds it without the
     * lock, so that what he writes is there for all that is read after this, or does not come about. False where one is at it
     * just now.
     */
    public Future<Boolean> tryHold() {
        return TRY_HOLD.on(connection()).bind("meetingId", id()).first().map(Optional::isPresent);
    }

    /** As it was when the lock was taken, as the caller sees it. */
    public Meeting meeting() {
        return meeting;
    }

    public long id() {
        return meeting.id();
    }

    /** For what changes together with the meeting. */
    public Transaction transaction() {
        return transaction;
    }

    public SqlConnection connection() {
        return transaction.connection();
    }

    /** The caller's role, or null for a stranger and for the system. */
    public @Nullable Role role() {
        return meeting.role();
    }

    /** A user id, or {@link MeetingEvent#SYSTEM}. */
    public String callerId() {
        return callerId;
    }

    public boolean isAdmin() {
        return admin;
    }

    public @Nullable String passwordHash() {
        return state.getString("password_hash");
    }

    /** The caller was admitted before and not removed since. */
    public boolean hasPassedPassword() {
        return Boolean.TRUE.equals(state.getBoolean("passed_password"));
    }

    /** The caller has not read all that it was told of the meeting: looked up here, for to read nothing costs as much as to read. */
    public boolean hasUnreadNotice() {
        return state.getBoolean("has_unread_notice");
    }

    public @Nullable String recordingBy() {
        return state.getString("recording_by");
    }

    /** The database's time, the one moment at which all of this transaction happens. */
    public Instant now() {
        return MeetingRows.instant(state, "now");
    }

    /** Adds events to the stream, in this order, as the caller's doing. */
    public Future<Void> append(List<MeetingEvent> events) {
        var end = new StreamEnd(Topic.meeting(id()), state.getUUID("stream_epoch"), seq, now());
        seq += events.size();
        return end.append(transaction, callerId, events);
    }

    /** The meeting with all that this transaction has changed. */
    public Future<Meeting> reread() {
        return MeetingRows.FIND
                .on(connection())
                .bind("meetingId", id())
                .bind("caller", callerId)
                .one();
    }
}
