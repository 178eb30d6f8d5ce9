package io.gavel.meeting;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person of a meeting, whatever the number of its devices.
 *
 * @param firstJoinedAt the first REST join
 * @param durationSeconds the union of its sessions' intervals, up to now while inside
 * @param handPosition 1 for the first raised hand; null without one
 * @param isInMedia in Jitsi, with any device
 * @param viaJitsiOnly in Jitsi, and not in the meeting by a session
 * @param notInMedia in the meeting for a while, and told to be missing in Jitsi
 * @param mediaSeconds the union of its devices' stays in Jitsi within the meeting, up to now
 */
public record Participant(
        String userId,
        String userName,
        Role role,
        Instant invitedAt,
        @Nullable Instant firstJoinedAt,
        @Nullable Instant lastLeftAt,
        long durationSeconds,
        boolean isInMeeting,
        boolean isMuted,
        boolean isVideoOn,
        boolean isSharingScreen,
        boolean isHandRaised,
        @Nullable Integer handPosition,
        boolean isInMedia,
        boolean viaJitsiOnly,
        boolean notInMedia,
        long mediaSeconds) {}
