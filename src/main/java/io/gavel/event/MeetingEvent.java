package io.gavel.event;

import io.gavel.json.WireJson;
import io.gavel.meeting.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a meeting, before it has its place in the stream.
 *
 * @param type the event's name on the wire
 * @param payload its fields, beside the envelope {@code event, seq, at, meetingId}
 */
public record MeetingEvent(String type, Map<String, Object> payload) implements NewEvent {
    /** The actor of what nobody did. */
    public static final String SYSTEM = "system";

    static final String PARTICIPANT_REMOVED = "participant_removed";

    public static MeetingEvent meetingStarted(Instant startedAt) {
        return event("meeting_started", "startedAt", WireJson.time(startedAt));
    }

    /** The last event of a meeting that took place; its reason is {@code host}, {@code empty} or {@code time}. */
    public static MeetingEvent meetingEnded(Instant endedAt, long durationSeconds, String by, String reason) {
        return event(
                "meeting_ended",
                "endedAt",
                WireJson.time(endedAt),
                "durationSeconds",
                durationSeconds,
                "by",
                by,
                "reason",
                reason);
    }

    public static MeetingEvent meetingCancelled(String title, @Nullable String reason) {
        return event("meeting_cancelled", "title", title, "reason", reason);
    }

    /** Tells the names of the changed fields, not their values. */
    public static MeetingEvent meetingUpdated(List<String> fields) {
        return event("meeting_updated", "fields", fields);
    }

    public static MeetingEvent participantInvited(String userId, String userName, Role role) {
        return event("participant_invited", "userId", userId, "userName", userName, "role", role.wire());
    }

    public static MeetingEvent participantRemoved(String userId, String userName) {
        return event(PARTICIPANT_REMOVED, "userId", userId, "userName", userName);
    }

    /** Somebody's first device came in; everybody starts muted, without video, share or hand. */
    public static MeetingEvent userJoinedMeeting(String userId, String userName, Role role) {
        return event("user_joined_meeting", "userId", userId, "userName", userName, "role", role.wire());
    }

    public static MeetingEvent userLeftMeeting(String userId, String userName) {
        return event("user_left_meeting", "userId", userId, "userName", userName);
    }

    public static MeetingEvent userAudioStatus(String userId, String userName, boolean isMuted) {
        return event("user_audio_status", "userId", userId, "userName", userName, "isMuted", isMuted);
    }

    public static MeetingEvent userVideoStatus(String userId, String userName, boolean isVideoOn) {
        return event("user_video_status", "userId", userId, "userName", userName, "isVideoOn", isVideoOn);
    }

    public static MeetingEvent userScreenShareStarted(String userId, String userName) {
        return event("user_screen_share_started", "userId", userId, "userName", userName);
    }

    public static MeetingEvent userScreenShareStopped(String userId, String userName) {
        return event("user_screen_share_stopped", "userId", userId, "userName", userName);
    }

    /** A hand goes up; its position among those that are up begins with 1. */
    public static MeetingEvent userHandRaised(String userId, String userName, int position) {
        return event("user_hand_raised", "userId", userId, "userName", userName, "position", position);
    }

    public static MeetingEvent userHandLowered(String userId, String userName) {
        return event("user_hand_lowered", "userId", userId, "userName", userName);
    }

    /**
     * Somebody is asked to mute; nobody is muted by it.
     *
     * @param userId null for all Participants
     */
    public static MeetingEvent muteRequested(@Nullable String userId, String by) {
        return event("mute_requested", "userId", userId, "by", by);
    }

    public static MeetingEvent roleChanged(String userId, Role role, String by) {
        return event("role_changed", "userId", userId, "role", role.wire(), "by", by);
    }

    public static MeetingEvent recordingStarted(String startedBy) {
        return event("recording_started", "startedBy", startedBy);
    }

    public static MeetingEvent recordingStopped(String stoppedBy) {
        return event("recording_stopped", "stoppedBy", stoppedBy);
    }

    public static MeetingEvent recordingAdded(long recordingId) {
        return event("recording_added", "recordingId", recordingId);
    }

    /**
     * A device came into the meeting's room in Jitsi.
     *
     * @param userId null for who is none of the meeting's people
     */
    public static MeetingEvent occupantJoined(String occupantId, @Nullable String userId, String name) {
        return event("occupant_joined", "occupantId", occupantId, "userId", userId, "name", name);
    }

    /** A device is out of the meeting's room in Jitsi, and in none of its breakout rooms. */
    public static MeetingEvent occupantLeft(String occupantId, @Nullable String userId, String name) {
        return event("occupant_left", "occupantId", occupantId, "userId", userId, "name", name);
    }

    /** Somebody is in the meeting for a while, and not in its room in Jitsi. */
    public static MeetingEvent userMediaMissing(String userId, String userName) {
        return event("user_media_missing", "userId", userId, "userName", userName);
    }

    private static MeetingEvent event(String type, @Nullable Object... namesAndValues) {
        return new MeetingEvent(type, Payload.of(namesAndValues));
    }
}
