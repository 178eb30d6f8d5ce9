package io.gavel.meeting;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a meeting that its host decides, checked and with their defaults in place.
 *
 * @param title null only in an edit that leaves it alone
 * @param scheduledAt null for an instant meeting, or in an edit that leaves it alone
 * @param password in clear, on its way to its hash; null for none
 */
public record MeetingFields(
        @Nullable String title,
        @Nullable String description,
        @Nullable Instant scheduledAt,
        int durationMinutes,
        String timeZone,
        @Nullable String password,
        boolean recordingEnabled,
        @Nullable Long conversationId,
        @Nullable String externalRef,
        @Nullable Integer maxParticipants,
        boolean chatEnabled) {
    /** Invitees of one meeting, the Host not among them. */
    public static final int MOST_INVITEES = 1000;

    /** How long before now a meeting may still be scheduled. */
    public static final Duration LATEST_PAST = Duration.ofMinutes(5);

    @Override
    public String toString() {
        return "MeetingFields[" + title + "]";
    }
}
