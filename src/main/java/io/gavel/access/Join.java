package io.gavel.access;

import io.gavel.meeting.Meeting;
import io.gavel.meeting.Role;
import java.time.Instant;

/**
 * What a frontend needs to open the room.
 *
 * @param domain {@code JITSI_DOMAIN} as configured
 */
public record Join(
        long meetingId,
        String jitsiToken,
        String roomName,
        Role role,
        String domain,
        Instant tokenExpiresAt,
        Meeting meeting) {

    @Override
    public String toString() {
        return "Join[" + meetingId + "]";
    }
}
