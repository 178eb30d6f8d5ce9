package io.gavel.jitsi;

import io.gavel.meeting.NewRecording;
import org.jspecify.annotations.Nullable;

/**
 * A recording that Jitsi made. At least one of meeting and room is known; where both are they are of the same meeting.
 *
 * @param initiatorId whose token started it; null where nobody knows, and of no use unless it is one of the meeting's people
 * @param recording its {@code fileUrl} tells it from all others: the same again is no second one
 */
public record RecordedFile(
        @Nullable Long meetingId,
        @Nullable RoomName room,
        @Nullable String initiatorId,
        NewRecording recording) {}
