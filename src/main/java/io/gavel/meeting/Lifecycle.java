package io.gavel.meeting;

import io.gavel.problem.Code;
import io.gavel.problem.Problem;

/** Which status lets what be done. */
public final class Lifecycle {
    private Lifecycle() {}

    /** Fails with INVALID_TRANSITION, which tells the status that stands in the way. */
    public static Problem invalidTransition(MeetingStatus status, String detail) {
        return new Problem(Code.INVALID_TRANSITION, detail).with("meetingStatus", status.wire());
    }

    public static void requireNotOver(MeetingStatus status) {
        if (status.isOver()) {
            throw invalidTransition(status, "the meeting is over");
        }
    }

    /** Entering a meeting that is over: gone, and for good. */
    public static Problem gone(MeetingStatus status) {
        return status == MeetingStatus.CANCELLED
                ? new Problem(Code.MEETING_CANCELLED, "the meeting was cancelled").with("meetingStatus", status.wire())
                : new Problem(Code.MEETING_ENDED, "the meeting has ended").with("meetingStatus", status.wire());
    }
}
