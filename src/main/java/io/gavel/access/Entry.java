package io.gavel.access;

import io.gavel.json.WireJson;
import io.gavel.meeting.Lifecycle;
import io.gavel.meeting.MeetingStatus;
import io.gavel.meeting.Role;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import java.time.Duration;
import java.time.Instant;

/** The rules of the door, in the order in which they are judged: not over, not too early, the password, room for one more. */
public final class Entry {
    /** How long before its start Participants may enter a meeting. */
    public static final Duration EARLIEST = Duration.ofMinutes(10);

    private Entry() {}

    public static void requireOpen(MeetingStatus status, Role role, Instant scheduledAt, Instant now) {
        if (status.isOver()) {
            throw Lifecycle.gone(status);
        }
        var opensAt = scheduledAt.minus(EARLIEST);
        if (!role.moderates() && now.isBefore(opensAt)) {
            throw new Problem(Code.TOO_EARLY, "the meeting opens at " + WireJson.time(opensAt))
                    .with("opensAt", WireJson.time(opensAt))
                    .retryAfter(Duration.between(now, opensAt));
        }
    }

    /** The Host is never asked, and whoever was once admitted and not removed since is never asked again. */
    public static boolean asksPassword(Role role, boolean passedBefore) {
        return role != Role.HOST && !passedBefore;
    }

    /**
     * Fails with MEETING_FULL.
     *
     * @param seatsTaken by Participants other than the caller
     */
    public static void requireSeat(Role role, int maxParticipants, long seatsTaken) {
        if (!role.moderates() && seatsTaken >= maxParticipants) {
            throw new Problem(Code.MEETING_FULL, "all " + maxParticipants + " places are taken");
        }
    }
}
