package io.gavel.jitsi;

import io.gavel.meeting.MeetingStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the rules for rooms need to know of a meeting.
 *
 * @param moderating how many Hosts and Moderators it has
 */
public record RoomMeeting(
        long id,
        MeetingStatus status,
        Instant scheduledAt,
        int durationMinutes,
        String timeZone,
        @Nullable Instant startedAt,
        @Nullable Integer maxParticipants,
        int moderating) {}
