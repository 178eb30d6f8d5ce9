package io.gavel.store.meeting;

import io.gavel.meeting.MeetingFields;
import io.gavel.problem.Problem;
import java.time.Instant;

/** When a meeting may be scheduled for, by the database's clock. */
final class Schedule {
    private Schedule() {}

    static void requireNotPast(Instant scheduledAt, Instant now) {
        if (scheduledAt.isBefore(now.minus(MeetingFields.LATEST_PAST))) {
            throw Problem.invalid("scheduledAt", "takes a time that is not more than 5 minutes past");
        }
    }
}
