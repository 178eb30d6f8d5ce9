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
import java.util.List;
import java.util.stream.Stream;
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

    /** Warns of what Jitsi's server or its web client would refuse, a line for each. */
    void run() {
        complaints().forEach(line -> LOG.warn("{}", line));
    }

    /** What merely surprises is left out: settings may want it. */
    List<String> complaints() {
        return Stream.of(Role.values()).flatMap(this::complaints).toList();
    }

    private Stream<String> complaints(Role role) {
        var token = tokens.sample(admission(role)).jitsiToken();
        var report = doctor.examine(new CheckToken(token, Circumstances.room(ROOM)), JOINED);
        return report.findings().stream()
                .filter(finding -> finding.severity() != Severity.SURPRISING)
                .map(finding -> "a Jitsi token for a %s will not do: %s %s (%s)"
                        .formatted(role.wire(), finding.problem(), finding.mend(), finding.rule()));
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
