package io.gavel.token;

import static io.gavel.token.Admissions.ADMITTED;
import static io.gavel.token.Admissions.IAT;
import static io.gavel.token.Admissions.ROOM;
import static io.gavel.token.Admissions.admission;
import static io.gavel.token.Admissions.golden;
import static io.gavel.token.Admissions.meeting;
import static io.gavel.token.JitsiVerifier.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gavel.access.AccessRequests.AdmitCaller;
import io.gavel.access.AccessRequests.JoinMeeting;
import io.gavel.access.Admission;
import io.gavel.access.Join;
import io.gavel.bus.Addresses;
import io.gavel.config.Jitsi;
import io.gavel.config.Mode;
import io.gavel.doctor.CheckToken;
import io.gavel.doctor.Circumstances;
import io.gavel.doctor.TokenDoctor;
import io.gavel.identity.Caller;
import io.gavel.meeting.Meeting;
import io.gavel.meeting.MeetingStatus;
import io.gavel.meeting.Role;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JitsiTokensTest {
    private static final Caller ALICE =
            new Caller("alice", "Token Name", null, null, false, TestNode.NOW.plusSeconds(60));
    private static final JitsiVerifier JITSI =
            new JitsiVerifier(TestNode.JITSI_SECRET, "example-app", "meet.example.org", ROOM, ADMITTED);
    private static final TokenDoctor DOCTOR = new TokenDoctor(TestNode.JITSI);

    private final AtomicReference<Future<Admission>> store = new AtomicReference<>();
    private final AtomicReference<@Nullable AdmitCaller> asked = new AtomicReference<>();
    private @Nullable TestNode node;

    @BeforeEach
    void startNode() {
        startNode(TestNode.JITSI);
    }

    @AfterEach
    void stopNode() {
        node().close();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void bothServerAndClientOfJitsiTakeTheToken(Role role) {
        var join = join(admission(role, meeting(true)));

        assertThat(JITSI.complaints(join.jitsiToken())).isEmpty();
        assertThat(DOCTOR.examine(new CheckToken(join.jitsiToken(), Circumstances.room(ROOM)), ADMITTED)
                        .findings())
                .isEmpty();
    }

    @Test
    void jwt13ATokenOfThePlatformOpensNoRoom() {
        var token = Issuer.ofSecret("HS256", Issuer.utf8("the platform's own"))
                .token("{\"sub\":\"alice\",\"exp\":" + (IAT + 600) + "}");

        assertThat(JITSI.complaints(token))
                .contains("Invalid signature", "invalid 'aud'", "invalid 'iss'", "room claim is missing");
    }

    @Test
    void theHeaderIsExact() {
        var join = join(admission(Role.HOST, meeting(true)));

        assertThat(JitsiVerifier.header(join.jitsiToken())).isEqualTo(json("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"));
    }

    @Test
    void theHostsTokenIsExact() {
        var join = join(admission(Role.HOST, meeting(true)));

        assertThat(JitsiVerifier.claims(join.jitsiToken()))
                .isEqualTo(golden("\"moderator\":true,\"affiliation\":\"owner\"", """
                        "list-visitors":true,"lobby":true,"moderation":true,"transcription":true,
                        "livestreaming":true,"recording":true"""));
    }

    @Test
    void aModeratorsTokenIsExact() {
        var join = join(admission(Role.MODERATOR, meeting(false)));

        assertThat(JitsiVerifier.claims(join.jitsiToken()))
                .isEqualTo(golden("\"moderator\":true,\"affiliation\":\"owner\"", """
                        "list-visitors":true,"lobby":true,"moderation":true,"transcription":true,
                        "livestreaming":false,"recording":false"""));
    }

    @Test
    void aParticipantsTokenIsExact() {
        var join = join(admission(Role.PARTICIPANT, meeting(true)));

        assertThat(JitsiVerifier.claims(join.jitsiToken()))
                .isEqualTo(golden("\"moderator\":false,\"affiliation\":\"member\"", """
                        "list-visitors":false,"lobby":false,"moderation":false,"transcription":false,
                        "livestreaming":false,"recording":false"""));
    }

    @Test
    void whatIsUnknownOfAUserIsAbsent() {
        var known = admission(Role.HOST, meeting(true));
        var join = join(new Admission(
                known.meeting(), known.role(), known.userId(), known.userName(), null, null, known.admittedAt()));

        assertThat(JitsiVerifier.claims(join.jitsiToken()).path("context").path("user"))
                .isEqualTo(
                        json(
                                "{\"id\":\"alice\",\"name\":\"Alice \\\"A\\\" \uD83D\uDE00\",\"moderator\":true,\"affiliation\":\"owner\"}"));
    }

    @Test
    void theAnswerSaysWhatAFrontendNeeds() {
        var admission = admission(Role.MODERATOR, meeting(true));

        var join = join(admission);

        assertThat(join)
                .isEqualTo(new Join(
                        42,
                        join.jitsiToken(),
                        ROOM,
                        Role.MODERATOR,
                        "https://Meet.Example.org",
                        null,
                        Instant.ofEpochSecond(IAT + 3600),
                        admission.meeting()));
    }

    @Test
    void theStoreIsAskedOnTheCallersBehalf() {
        store.set(Future.succeededFuture(admission(Role.HOST, meeting(true))));

        node().ask(Addresses.JOIN_MEETING, new JoinMeeting(ALICE, 42, "pass word"));

        assertThat(asked.get()).isEqualTo(new AdmitCaller(ALICE, 42, "pass word"));
    }

    @Test
    void overridesWinForTheirRoleAlone() {
        stopNode();
        startNode(TestNode.jitsi(
                Duration.ofHours(1),
                Map.of("Participant", Map.of("recording", true, "send-groupchat", false), "Host", Map.of())));

        var participant = features(join(admission(Role.PARTICIPANT, meeting(false))));
        var moderator = features(join(admission(Role.MODERATOR, meeting(false))));

        assertThat(participant.path("recording").asBoolean()).isTrue();
        assertThat(participant.path("send-groupchat").asBoolean()).isFalse();
        assertThat(participant).hasSize(19);
        assertThat(moderator.path("recording").asBoolean()).isFalse();
        assertThat(moderator.path("send-groupchat").asBoolean()).isTrue();
    }

    @ParameterizedTest(name = "lives {0}, {1} min from a start {2} after the join: {3} s")
    @CsvSource({
        "PT1H,    60, PT-2H,   3600",
        "PT1H,    60, PT0S,    5400",
        "PT1H,    30, PT0S,    3600",
        "PT1H,    31, PT0S,    3660",
        "PT1H,    60, PT10M,   6000",
        "PT1H,    60, PT0.4S,  5400",
        "PT1H,    60, PT0.5S,  5401",
        "PT1H,   209, PT0S,   14340",
        "PT1H,   210, PT0S,   14400",
        "PT1H,  1440, PT0S,   14400",
        "PT1H,    60, P30D,   14400",
        "PT4H,    60, PT0S,   14400",
        "PT24H,   60, PT0S,   14400",
        "PT1M,     1, PT-2H,     60"
    })
    void theTokenEndsWithItsLifetimeOrThePlanButWithinFourHours(
            Duration lifetime, int minutes, Duration untilStart, long seconds) {
        stopNode();
        startNode(TestNode.jitsi(lifetime, Map.of()));
        var start = Instant.ofEpochSecond(IAT).plus(untilStart).plusMillis(500);

        var join = join(admission(Role.HOST, meeting(ROOM, MeetingStatus.IN_PROGRESS, start, minutes, true)));

        var claims = JitsiVerifier.claims(join.jitsiToken());
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(seconds);
        assertThat(join.tokenExpiresAt()).isEqualTo(Instant.ofEpochSecond(IAT + seconds));
    }

    @ParameterizedTest
    @CsvSource({"COMPLETED, MEETING_ENDED", "CANCELLED, MEETING_CANCELLED"})
    void nothingIsSignedForAMeetingThatIsOver(MeetingStatus status, Code code) {
        var problem = refusal(meeting(ROOM, status, TestNode.NOW, 60, true));

        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.members()).containsEntry("meetingStatus", status.wire());
        assertThat(issued(Role.HOST)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "*", ".*", "a*", "%a", "room?", "a b", "a.b", "[t]room", "a/b", "zürich", "\u212Aa", "a\n"})
    void nothingIsSignedForARoomThatIsNoPlainName(String room) {
        var problem = refusal(meeting(room, MeetingStatus.IN_PROGRESS, TestNode.NOW, 60, true));

        assertThat(problem.code()).isEqualTo(Code.INTERNAL);
        assertThat(issued(Role.HOST)).isZero();
    }

    @Test
    void nothingIsSignedForAnotherUserOrMeetingThanAsked() {
        var admission = admission(Role.HOST, meeting(true));
        store.set(Future.succeededFuture(admission));
        var bob = new Caller("bob", null, null, null, false, TestNode.NOW);

        var otherMeeting = node().problem(Addresses.JOIN_MEETING, new JoinMeeting(ALICE, 43, null));
        var otherUser = node().problem(Addresses.JOIN_MEETING, new JoinMeeting(bob, 42, null));

        assertThat(otherMeeting.code()).isEqualTo(Code.INTERNAL);
        assertThat(otherUser.code()).isEqualTo(Code.INTERNAL);
        assertThat(issued(Role.HOST)).isZero();
    }

    @Test
    void theStoresRefusalIsTheAnswer() {
        store.set(Future.failedFuture(new Problem(Code.WRONG_PASSWORD, "no")));

        var problem = node().problem(Addresses.JOIN_MEETING, new JoinMeeting(ALICE, 42, "x"));

        assertThat(problem.code()).isEqualTo(Code.WRONG_PASSWORD);
        assertThat(issued(Role.HOST)).isZero();
    }

    @Test
    void tokensAreCountedByRole() {
        join(admission(Role.HOST, meeting(true)));
        join(admission(Role.PARTICIPANT, meeting(true)));
        join(admission(Role.PARTICIPANT, meeting(true)));

        assertThat(issued(Role.HOST)).isEqualTo(1);
        assertThat(issued(Role.MODERATOR)).isZero();
        assertThat(issued(Role.PARTICIPANT)).isEqualTo(2);
    }

    private void startNode(Jitsi jitsi) {
        var auth = TestNode.secret(Issuer.utf8("the platform's own"));
        Function<AdmitCaller, Future<Admission>> admit = request -> {
            asked.set(request);
            return store.get();
        };
        node = TestNode.start(TestNode.config(Mode.DEV, auth, jitsi)).admitting(admit);
    }

    private TestNode node() {
        if (node == null) {
            throw new IllegalStateException("no node");
        }
        return node;
    }

    private Join join(Admission admission) {
        store.set(Future.succeededFuture(admission));
        return node().ask(Addresses.JOIN_MEETING, new JoinMeeting(ALICE, 42, null));
    }

    private Problem refusal(Meeting meeting) {
        store.set(Future.succeededFuture(admission(Role.HOST, meeting)));
        return node().problem(Addresses.JOIN_MEETING, new JoinMeeting(ALICE, 42, null));
    }

    private double issued(Role role) {
        return node().meters
                .get("gavel_tokens_issued")
                .tag("role", role.wire())
                .counter()
                .count();
    }

    private static JsonNode features(Join join) {
        return JitsiVerifier.claims(join.jitsiToken()).path("context").path("features");
    }
}
