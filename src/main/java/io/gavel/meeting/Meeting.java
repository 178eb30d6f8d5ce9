package io.gavel.meeting;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A meeting as one caller sees it.
 *
 * @param role the caller's; null for an admin who is no member
 * @param durationSeconds from start to end in whole seconds; null before the end, or when it never started
 * @param version rises with each change of a stored field; not with {@code seq}, {@code role} or {@code hostName}
 * @param seq the number of the last event of its stream, 0 before the first
 */
public record Meeting(
        long id,
        String title,
        @Nullable String description,
        String roomName,
        MeetingStatus status,
        String hostUserId,
        String hostName,
        @Nullable Role role,
        Instant scheduledAt,
        int durationMinutes,
        String timeZone,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Long durationSeconds,
        boolean hasPassword,
        boolean recordingEnabled,
        @Nullable Long conversationId,
        @Nullable String externalRef,
        @Nullable Integer maxParticipants,
        @JsonUnwrapped OwnChat chat,
        @Nullable String cancelReason,
        Instant createdAt,
        int version,
        long seq) {}
