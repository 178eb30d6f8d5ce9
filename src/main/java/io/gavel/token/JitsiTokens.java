package io.gavel.token;

import io.gavel.access.AccessRequests.AdmitCaller;
import io.gavel.access.AccessRequests.JoinMeeting;
import io.gavel.access.Admission;
import io.gavel.access.Join;
import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.config.Jitsi;
import io.gavel.meeting.Meeting;
import io.gavel.meeting.MeetingStatus;
import io.gavel.meeting.Role;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Signs the tokens that open Jitsi rooms. There is one way to one: the store admits, and what it said is checked and
 * signed in the same method.
 *
 * <p>Sources: jitsi-meet, resources/prosody-plugins/token/util.lib.lua; lib-jitsi-meet, doc/tokens.md; for Jitsi as a
 * Service 8x8's "The Jitsi JSON Web Token". That wants {@code "true"} as text, and 8x8's own tests (jitsi-meet,
 * tests/helpers/token.ts) send it a boolean: so one form does for both.
 */
final class JitsiTokens {
    /** Jitsi has no leeway for a clock that is behind ours. */
    private static final Duration BACKDATING = Duration.ofSeconds(30);

    private static final String JAAS_ISSUER = "chat";
    private static final Duration AFTER_PLANNED_END = Duration.ofMinutes(30);
    /** One room by its name, never {@code *} or a pattern; ASCII, for Jitsi folds no other letters. */
    private static final Pattern ROOM = Pattern.compile("[A-Za-z0-9_-]+");

    private final Bus bus;
    private final Jitsi jitsi;
    private final SigningKey key;
    private final JitsiFeatures features;
    private final Map<Role, Counter> issued = new EnumMap<>(Role.class);

    JitsiTokens(Bus bus, Jitsi jitsi, SigningKey key, MeterRegistry meters) {
        this.bus = bus;
        this.jitsi = jitsi;
        this.key = key;
        this.features = new JitsiFeatures(jitsi.features());
        // A counter that is there from the start: the first token is a rise, not a beginning.
        for (var role : Role.values()) {
            issued.put(role, meters.counter("gavel_tokens_issued", "role", role.wire()));
        }
    }

    /** Problems: those of {@link Addresses#ADMIT_CALLER}. */
    Future<Join> join(JoinMeeting wanted) {
        var request = new AdmitCaller(wanted.caller(), wanted.meetingId(), wanted.password());
        return bus.request(Addresses.ADMIT_CALLER, request).map(admission -> {
            check(admission, wanted);
            var join = sign(admission);
            Objects.requireNonNull(issued.get(admission.role())).increment();
            return join;
        });
    }

    private static void check(Admission admission, JoinMeeting wanted) {
        var meeting = admission.meeting();
        if (meeting.id() != wanted.meetingId()
                || !admission.userId().equals(wanted.caller().userId())) {
            throw new IllegalStateException("the admission is for someone or something else");
        }
        if (meeting.status().isOver() || meeting.endedAt() != null) {
            var code = meeting.status() == MeetingStatus.CANCELLED ? Code.MEETING_CANCELLED : Code.MEETING_ENDED;
            throw new Problem(code, "the meeting is over")
                    .with("meetingStatus", meeting.status().wire());
        }
        if (!ROOM.matcher(meeting.roomName()).matches()) {
            throw new IllegalStateException("meeting " + meeting.id() + " has a room's name that must not be signed");
        }
    }

    /** A join that nobody has asked for, as every other is signed: for {@link JitsiSelfCheck}. */
    Join sample(Admission admission) {
        return sign(admission);
    }

    private Join sign(Admission admission) {
        var meeting = admission.meeting();
        var expiry = expiry(admission);
        var token = key.sign(claims(admission, expiry));
        return new Join(
                meeting.id(),
                token,
                meeting.roomName(),
                admission.role(),
                jitsi.domain(),
                tenant(),
                Instant.ofEpochSecond(expiry),
                meeting);
    }

    private Map<String, Object> claims(Admission admission, long expiry) {
        var meeting = admission.meeting();
        var issued = admission.admittedAt().getEpochSecond();
        var tenant = tenant();
        var claims = new LinkedHashMap<String, Object>();
        claims.put("aud", "jitsi");
        claims.put("iss", tenant == null ? jitsi.appId() : JAAS_ISSUER);
        claims.put("sub", tenant == null ? jitsi.host() : tenant);
        claims.put("room", meeting.roomName().toLowerCase(Locale.ROOT));
        claims.put("iat", issued);
        claims.put("nbf", issued - BACKDATING.toSeconds());
        claims.put("exp", expiry);
        claims.put("context", context(admission, meeting));
        return claims;
    }

    /** In Jitsi as a Service our AppID; null for a Jitsi of one's own. */
    private @Nullable String tenant() {
        var key = jitsi.key();
        return key != null && key.isJaas() ? key.tenant() : null;
    }

    private Map<String, Object> context(Admission admission, Meeting meeting) {
        var context = new LinkedHashMap<String, Object>();
        context.put("user", user(admission));
        context.put("group", Long.toString(meeting.id()));
        context.put("features", features.of(admission.role(), meeting.recordingEnabled()));
        return context;
    }

    private static Map<String, Object> user(Admission admission) {
        Role role = admission.role();
        var user = new LinkedHashMap<String, Object>();
        user.put("id", admission.userId());
        user.put("name", admission.userName());
        if (admission.email() != null) {
            user.put("email", admission.email());
        }
        if (admission.avatar() != null) {
            user.put("avatar", admission.avatar());
        }
        user.put("moderator", role.moderates());
        user.put("affiliation", role.moderates() ? "owner" : "member");
        return user;
    }

    /** In whole seconds since 1970, never later than allowed. */
    private long expiry(Admission admission) {
        var meeting = admission.meeting();
        var issued = Instant.ofEpochSecond(admission.admittedAt().getEpochSecond());
        var byLifetime = issued.plus(jitsi.tokenLifetime());
        var byPlan = meeting.scheduledAt()
                .plus(Duration.ofMinutes(meeting.durationMinutes()))
                .plus(AFTER_PLANNED_END);
        var wished = byLifetime.isAfter(byPlan) ? byLifetime : byPlan;
        var latest = issued.plus(Jitsi.LONGEST_TOKEN);
        return (wished.isAfter(latest) ? latest : wished).getEpochSecond();
    }
}
