package io.gavel.jitsi;

import io.gavel.meeting.NewRecording;
import io.gavel.meeting.RecordingLink;
import org.jspecify.annotations.Nullable;

/**
 * A recording that Jitsi made. At least one of meeting and room is known; where both are they are of the same meeting.
 *
 * @param initiatorId whose token started it; null where nobody knows, and of no use unless it is one of the meeting's people
 * @param recording its {@code fileUrl} tells it from all others: the same again is no second one
 * @param link what opens it for whoever has it, where its address alone does not
 */
public record RecordedFile(
        @Nullable Long meetingId,
        @Nullable RoomName room,
        @Nullable String initiatorId,
        NewRecording recording,
        @Nullable RecordingLink link) {}
