package io.gavel.store.meeting;

import io.gavel.conversation.SystemMessage;
import io.gavel.event.MeetingEvent;
import io.gavel.meeting.Lifecycle;
import io.gavel.meeting.Meeting;
import io.gavel.meeting.MeetingRequests.CancelMeeting;
import io.gavel.meeting.MeetingRequests.EndMeeting;
import io.gavel.meeting.MeetingStatus;
import io.gavel.meeting.Visibility;
import io.gavel.store.conversation.MeetingChat;
import io.gavel.store.jitsi.MediaTimes;
import io.gavel.store.notification.Notifications;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.LockedMeeting;
import io.gavel.store.stream.MeetingRows;
import io.gavel.store.stream.MeetingWrites;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends and cancels meetings: one winner under any race, and everything that was open is closed with it. */
public final class MeetingEndings {
    private static final Statement<Row> CLOSE = Statement.update("""
            UPDATE meeting SET status = #{status}::text::meeting_status_types, ended_at = #{endedAt},
                cancel_reason = #{cancelReason}, version = version + 1, rooms_due_at = now_ms()
            WHERE id = #{meetingId}
            """);
    private static final Statement<Row> CLOSE_ADMISSIONS = Statement.update("""
            UPDATE meeting_participant
            SET is_admitted = false, is_unconfirmed = false,
                last_left_at = CASE WHEN is_unconfirmed THEN greatest(last_left_at, last_joined_at)
                                    ELSE last_left_at END
            WHERE meeting_id = #{meetingId} AND (is_admitted OR is_unconfirmed)
            """);
    private static final Statement<Row> STOP_RECORDING = Statement.update("""
            UPDATE meeting_stream SET recording_by = NULL, recording_since = NULL
            WHERE meeting_id = #{meetingId} AND recording_by IS NOT NULL
            """);

    private final MeetingWrites writes;

    public MeetingEndings(MeetingWrites writes) {
        this.writes = writes;
    }

    public Future<Meeting> end(EndMeeting end) {
        return writes.change(end.caller(), end.meetingId(), locked -> {
            Visibility.requireHost(locked.role(), locked.isAdmin());
            var status = locked.meeting().status();
            if (status == MeetingStatus.COMPLETED) {
                return Future.succeededFuture(locked.meeting());
            }
            if (status != MeetingStatus.IN_PROGRESS) {
                throw Lifecycle.invalidTransition(
                        status, status.isOver() ? "the meeting was cancelled" : "not started yet: cancel it");
            }
            return complete(locked, locked.now(), end.caller().userId(), "host").compose(done -> locked.reread());
        });
    }

    public Future<Meeting> cancel(CancelMeeting cancel) {
        return writes.change(cancel.caller(), cancel.meetingId(), locked -> {
            Visibility.requireHost(locked.role(), locked.isAdmin());
            var status = locked.meeting().status();
            if (status == MeetingStatus.CANCELLED) {
                return Future.succeededFuture(locked.meeting());
            }
            if (status == MeetingStatus.COMPLETED) {
                throw Lifecycle.invalidTransition(status, "the meeting has ended");
            }
            return cancel(locked, cancel.reason(), cancel.caller().userId()).compose(done -> locked.reread());
        });
    }

    /**
     * Completes a meeting in progress.
     *
     * @param by a user id, or {@link MeetingEvent#SYSTEM}
     * @param reason {@code host}, {@code empty} or {@code time}
     */
    Future<Void> complete(LockedMeeting locked, Instant endedAt, String by, String reason) {
        var startedAt = locked.meeting().startedAt();
        var duration = startedAt == null ? 0 : MeetingRows.seconds(startedAt, endedAt);
        return close(locked, MeetingStatus.COMPLETED, endedAt, null)
                .compose(closed ->
                        locked.append(last(locked, by, MeetingEvent.meetingEnded(endedAt, duration, by, reason))))
                .compose(appended -> Notifications.complete(locked))
                .compose(told -> MeetingChat.tell(
                        locked,
                        SystemMessage.ended(locked.id(), locked.meeting().title(), duration)));
    }

    /** Cancels a meeting that is not over, and tells everybody but who does it. */
    Future<Void> cancel(LockedMeeting locked, @Nullable String reason, String by) {
        var event = MeetingEvent.meetingCancelled(locked.meeting().title(), reason);
        return close(locked, MeetingStatus.CANCELLED, locked.now(), reason)
                .compose(closed -> locked.append(last(locked, by, event)))
                .compose(appended -> Notifications.cancel(locked, by))
                .compose(told -> MeetingChat.tell(
                        locked,
                        SystemMessage.cancelled(locked.id(), locked.meeting().title(), reason)));
    }

    private static Future<Void> close(
            LockedMeeting locked, MeetingStatus status, Instant endedAt, @Nullable String cancelReason) {
        return CLOSE.on(locked.connection())
                .bind("meetingId", locked.id())
                .bind("status", status.wire())
                .bind("endedAt", MeetingRows.timestamp(endedAt))
                .bind("cancelReason", cancelReason)
                .count()
                .compose(closed -> Attendance.end(locked, null, endedAt))
                .compose(people -> MediaTimes.reckon(locked, null))
                .compose(reckoned -> CLOSE_ADMISSIONS
                        .on(locked.connection())
                        .bind("meetingId", locked.id())
                        .count())
                .compose(admissions -> STOP_RECORDING
                        .on(locked.connection())
                        .bind("meetingId", locked.id())
                        .count())
                .mapEmpty();
    }

    /** Only a recording's stop goes before the last event; all else that ends with the meeting follows from it. */
    private static List<MeetingEvent> last(LockedMeeting locked, String by, MeetingEvent event) {
        var events = new ArrayList<MeetingEvent>();
        if (locked.recordingBy() != null) {
            events.add(MeetingEvent.recordingStopped(by));
        }
        events.add(event);
        return events;
    }
}
