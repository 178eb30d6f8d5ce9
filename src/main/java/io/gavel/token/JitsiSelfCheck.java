package io.gavel.token;

import io.gavel.access.Admission;
import io.gavel.doctor.CheckToken;
import io.gavel.doctor.Circumstances;
import io.gavel.doctor.Severity;
import io.gavel.doctor.TokenDoctor;
import io.gavel.meeting.Meeting;
import io.gavel.meeting.MeetingStatus;
import io.gavel.meeting.OwnChat;
import io.gavel.meeting.Role;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a token of each role looked at as Jitsi will, when the node starts: what this one's settings break is known before
 * somebody stands before a closed door.
 */
final class JitsiSelfCheck {
    private static final Logger LOG = LoggerFactory.getLogger(JitsiSelfCheck.class);
    private static final String ROOM = "SelfCheck";
    private static final Instant JOINED = Instant.EPOCH.plusSeconds(1_000_000_000);

    private final TokenDoctor doctor;
    private final JitsiTokens tokens;

    JitsiSelfCheck(TokenDoctor doctor, JitsiTokens tokens) {
        this.doctor = doctor;
        this.tokens = tokens;
    }

    /** Warns of what Jitsi's server or its web client would refuse; what merely surprises, settings may want. */
    void run() {
        for (var role : Role.values()) {
            var token = tokens.sample(admission(role)).jitsiToken();
            doctor.examine(new CheckToken(token, Circumstances.room(ROOM)), JOINED).findings().stream()
                    .filter(finding -> finding.severity() != Severity.SURPRISING)
                    .forEach(finding -> LOG.warn(
                            "Jitsi tokens for {}s will not do: {} {} ({})",
                            role.wire(),
                            finding.problem(),
                            finding.mend(),
                            finding.rule()));
        }
    }

    private static Admission admission(Role role) {
        return new Admission(meeting(role), role, "self-check", "Self-check", null, null, JOINED);
    }

    private static Meeting meeting(Role role) {
        return new Meeting(
                1,
                "Self-check",
                null,
                ROOM,
                MeetingStatus.IN_PROGRESS,
                "self-check",
                "Self-check",
                role,
                JOINED,
                60,
                "UTC",
                null,
                null,
                null,
                false,
                true,
                null,
                null,
                null,
                new OwnChat(true, null),
                null,
                JOINED,
                1,
                0);
    }
}
