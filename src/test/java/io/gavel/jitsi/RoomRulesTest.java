package io.gavel.jitsi;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.meeting.MeetingStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoomRulesTest {
    private static final Instant TEN = Instant.parse("2026-08-01T10:00:00Z");
    private static final Duration LONGEST = Duration.ofHours(8);
    private static final Duration NO_SHOW = Duration.ofMinutes(30);
    private static final RoomRules RULES = new RoomRules(LONGEST, NO_SHOW);

    @Test
    void aRoomOutlastsItsMeetingWhenItBeginsAsLateAsItMay() {
        var meeting = meeting(MeetingStatus.SCHEDULED, null);

        var expiry = TEN.plus(RULES.duration(meeting, TEN, TEN));

        assertThat(expiry).isAfter(TEN.plus(Duration.ofHours(1)).plus(NO_SHOW).plus(LONGEST));
    }

    @Test
    void aMeetingThatBeganEarlyIsMeasuredFromItsPlannedStart() {
        var early = TEN.minus(Duration.ofDays(40));
        var meeting = meeting(MeetingStatus.IN_PROGRESS, early);

        assertThat(early.plus(RULES.duration(meeting, early, early))).isAfter(TEN.plus(LONGEST));
    }

    @Test
    void aRoomOfAMeetingThatNobodyEndedInTimeIsNotExpired() {
        var late = TEN.plus(Duration.ofDays(3));
        var meeting = meeting(MeetingStatus.IN_PROGRESS, TEN);

        assertThat(TEN.plus(RULES.duration(meeting, TEN, late))).isAfter(late);
    }

    @Test
    void whoAsksAgainMeanwhileIsToldTheSame() {
        var meeting = meeting(MeetingStatus.IN_PROGRESS, TEN);

        assertThat(RULES.duration(meeting, TEN, TEN.plus(Duration.ofHours(7))))
                .isEqualTo(RULES.duration(meeting, TEN, TEN));
    }

    private static RoomMeeting meeting(MeetingStatus status, @Nullable Instant startedAt) {
        return new RoomMeeting(1, status, TEN, 60, "UTC", startedAt, null, 1);
    }
}
