package io.gavel.command;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that one connection asks of a meeting.
 *
 * @param userId the connection's user, as its token says
 * @param admin may read any meeting, which is no membership
 * @param clientEventId the client's own name for it, by which a repeat is known; at most 64 characters
 * @param on what SET_AUDIO ({@code isMuted}) and SET_VIDEO ({@code isVideoOn}) ask for, else null
 * @param targetUserId whom MUTE_USER, and LOWER_HAND where it is another's, is about, else null
 * @param sessionId the caller's own session that JOIN asks to go on with, else null
 */
public record Command(
        CommandType type,
        String userId,
        boolean admin,
        Seat seat,
        @Nullable String clientEventId,
        @Nullable Boolean on,
        @Nullable String targetUserId,
        @Nullable UUID sessionId) {}
