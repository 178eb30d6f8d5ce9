package io.gavel.meeting;

import io.gavel.identity.Caller;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may be asked of meetings. Each request carries its caller; the store judges what the caller may do. */
public final class MeetingRequests {
    private MeetingRequests() {}

    /**
     * Makes a meeting of which the caller is the Host.
     *
     * @param participantUserIds invited as Participants
     * @param moderatorUserIds invited as Moderators, and these win
     * @param inviteConversation whether the members of the meeting's conversation are invited as Participants, too
     */
    public record CreateMeeting(
            Caller caller,
            MeetingFields fields,
            List<String> participantUserIds,
            List<String> moderatorUserIds,
            boolean inviteConversation,
            @Nullable Repeatable repeatable) {}

    public record FindMeeting(Caller caller, long meetingId) {}

    public record ListMeetings(Caller caller, MeetingFilter filter) {}

    /**
     * Changes the given fields alone.
     *
     * @param given the fields to change
     * @param ifVersions the versions to change, or null for any
     */
    public record EditMeeting(
            Caller caller,
            long meetingId,
            MeetingFields fields,
            Set<String> given,
            @Nullable Set<Integer> ifVersions) {}

    public record LeaveMeeting(Caller caller, long meetingId) {}

    public record EndMeeting(Caller caller, long meetingId) {}

    public record CancelMeeting(
            Caller caller, long meetingId, @Nullable String reason) {}

    public record InviteParticipants(
            Caller caller,
            long meetingId,
            List<String> userIds,
            @Nullable Repeatable repeatable) {}

    public record RemoveParticipant(Caller caller, long meetingId, String userId) {}

    public record SetRole(Caller caller, long meetingId, String userId, Role role) {}

    public record AddRecording(
            Caller caller,
            long meetingId,
            NewRecording recording,
            @Nullable Repeatable repeatable) {}

    public record ListRecordings(Caller caller, long meetingId) {}

    /**
     * Asks for a recording to watch it.
     *
     * @param byParticipants whether all of the meeting's people may, or those alone who moderate it
     */
    public record WatchRecording(Caller caller, long meetingId, long recordingId, boolean byParticipants) {}

    /** Asks for any recording: who asks has judged that this may be. */
    public record FindRecording(long recordingId) {}

    /** How many meetings there are of each status. */
    public record CountMeetings() {}
}
