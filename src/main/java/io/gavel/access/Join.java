package io.gavel.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gavel.meeting.Meeting;
import io.gavel.meeting.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a frontend needs to open the room.
 *
 * @param domain {@code JITSI_DOMAIN} as configured
 * @param tenant below which the room is in Jitsi as a Service; null elsewhere
 */
public record Join(
        long meetingId,
        String jitsiToken,
        String roomName,
        Role role,
        String domain,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String tenant,
        Instant tokenExpiresAt,
        Meeting meeting) {

    @Override
    public String toString() {
        return "Join[" + meetingId + "]";
    }
}
