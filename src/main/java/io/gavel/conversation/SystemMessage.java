package io.gavel.conversation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the system says of a meeting in the conversation that belongs to it.
 *
 * @param text for people, in English
 * @param system the same for programs: {@code type}, {@code meetingId}, and what the type needs
 */
public record SystemMessage(String text, Map<String, Object> system) {
    /**
     * There will be a meeting.
     *
     * @param scheduledAt as the wire has times
     */
    public static SystemMessage scheduled(long meetingId, String title, String scheduledAt) {
        return of(
                "Meeting scheduled: " + title,
                "meeting_scheduled",
                meetingId,
                Map.of("title", title, "scheduledAt", scheduledAt));
    }

    /**
     * Somebody came first.
     *
     * @param startedAt as the wire has times
     */
    public static SystemMessage started(long meetingId, String title, String startedAt) {
        return of("Meeting started: " + title, "meeting_started", meetingId, Map.of("startedAt", startedAt));
    }

    public static SystemMessage ended(long meetingId, String title, long durationSeconds) {
        return of(
                "Meeting ended after " + length(durationSeconds) + ": " + title,
                "meeting_ended",
                meetingId,
                Map.of("durationSeconds", durationSeconds));
    }

    public static SystemMessage cancelled(long meetingId, String title, @Nullable String reason) {
        return of(
                "Meeting cancelled: " + title,
                "meeting_cancelled",
                meetingId,
                reason == null ? Map.of() : Map.of("reason", reason));
    }

    /** Who may see the recording itself is for the meeting to say. */
    public static SystemMessage recordingReady(long meetingId, String title, long recordingId) {
        return of("Recording ready: " + title, "recording_ready", meetingId, Map.of("recordingId", recordingId));
    }

    private static SystemMessage of(String text, String type, long meetingId, Map<String, Object> more) {
        var system = new LinkedHashMap<String, Object>();
        system.put("type", type);
        system.put("meetingId", meetingId);
        system.putAll(more);
        return new SystemMessage(text, system);
    }

    private static String length(long seconds) {
        var length = Duration.ofSeconds(seconds);
        if (length.toHours() > 0) {
            return length.toHours() + " h " + length.toMinutesPart() + " min";
        }
        return length.toMinutes() > 0 ? length.toMinutes() + " min" : seconds + " s";
    }
}
