package io.gavel.store.command;

import static io.gavel.store.command.JudgedMeeting.QUIET;
import static io.gavel.store.command.JudgedMeeting.admitted;
import static io.gavel.store.command.JudgedMeeting.device;
import static io.gavel.store.command.JudgedMeeting.inside;
import static io.gavel.store.command.JudgedMeeting.invited;
import static io.gavel.store.command.JudgedMeeting.seat;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.command.CommandOutcome;
import io.gavel.command.CommandType;
import io.gavel.command.Seat;
import io.gavel.meeting.MeetingStatus;
import io.gavel.meeting.Role;
import io.gavel.problem.Code;
import io.gavel.store.command.LiveSession.Media;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may do what in a meeting, and what the others are told of it. */
class JudgeTest {
    private final Seat hal = seat();
    private final Seat mod = seat();
    private final Seat ann = seat();
    private final Seat bob = seat();

    @ParameterizedTest
    @EnumSource(CommandType.class)
    void strangersAreToldThatThereIsNothing(CommandType type) {
        var meeting = meeting().status(MeetingStatus.COMPLETED).open();

        assertThat(meeting.send("eve", seat(), type).problem()).isEqualTo(Code.NOT_FOUND);
        assertThat(meeting.sendAsAdmin("adm", type).problem()).isEqualTo(Code.FORBIDDEN);
    }

    @ParameterizedTest
    @EnumSource(value = CommandType.class, mode = EnumSource.Mode.EXCLUDE, names = "LEAVE")
    void nothingButLeavingWorksInAMeetingThatIsOver(CommandType type) {
        var ended = JudgedMeeting.with(invited("ann", Role.PARTICIPANT))
                .status(MeetingStatus.COMPLETED)
                .open();
        var cancelled = JudgedMeeting.with(invited("ann", Role.PARTICIPANT))
                .status(MeetingStatus.CANCELLED)
                .open();

        assertThat(ended.send("ann", ann, type).problem()).isEqualTo(Code.MEETING_ENDED);
        assertThat(cancelled.send("ann", ann, type).problem()).isEqualTo(Code.MEETING_CANCELLED);
        assertThat(ended.send("ann", ann, CommandType.LEAVE)).isEqualTo(CommandOutcome.done(null));
    }

    @ParameterizedTest
    @EnumSource(
            value = CommandType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"JOIN", "LEAVE"})
    void aConnectionWithoutASessionHereCanDoNothing(CommandType type) {
        var meeting = meeting().open();

        assertThat(meeting.send("hal", seat(), type).problem()).isEqualTo(Code.NOT_IN_MEETING);
        assertThat(meeting.send("hal", ann, type).problem()).isEqualTo(Code.NOT_IN_MEETING);
        assertThat(meeting.send("ann", seat(), type).problem()).isEqualTo(Code.NOT_IN_MEETING);
    }

    @Test
    void whatADeviceShowsIsToldOnceItIsTheWholePersons() {
        var meeting = meeting().open();

        assertThat(meeting.set("ann", ann, CommandType.SET_AUDIO, false).seq()).isEqualTo(11);
        assertThat(meeting.set("ann", ann, CommandType.SET_AUDIO, false)).isEqualTo(CommandOutcome.done(null));
        assertThat(meeting.set("ann", ann, CommandType.SET_VIDEO, true).seq()).isEqualTo(12);
        assertThat(meeting.set("ann", ann, CommandType.SET_VIDEO, false).seq()).isEqualTo(13);
        assertThat(meeting.send("ann", ann, CommandType.START_SCREEN_SHARE).seq())
                .isEqualTo(14);
        assertThat(meeting.send("ann", ann, CommandType.START_SCREEN_SHARE)).isEqualTo(CommandOutcome.done(null));
        assertThat(meeting.send("ann", ann, CommandType.STOP_SCREEN_SHARE).seq())
                .isEqualTo(15);
        assertThat(meeting.events())
                .containsExactly(
                        "user_audio_status [ann, Ms ann, false]",
                        "user_video_status [ann, Ms ann, true]",
                        "user_video_status [ann, Ms ann, false]",
                        "user_screen_share_started [ann, Ms ann]",
                        "user_screen_share_stopped [ann, Ms ann]");
    }

    @Test
    void aSecondDeviceChangesOnlyItselfWhileTheFirstShowsTheSame() {
        var second = device(bob, QUIET);
        var meeting = JudgedMeeting.with(
                        inside("ann", Role.PARTICIPANT, device(ann, new Media(false, true, false)), second))
                .open();

        assertThat(meeting.set("ann", bob, CommandType.SET_AUDIO, false)).isEqualTo(CommandOutcome.done(null));
        assertThat(second.media().isMuted()).isFalse();
        assertThat(meeting.set("ann", ann, CommandType.SET_AUDIO, true)).isEqualTo(CommandOutcome.done(null));
        assertThat(meeting.set("ann", bob, CommandType.SET_AUDIO, true).seq()).isEqualTo(11);
        assertThat(meeting.set("ann", ann, CommandType.SET_VIDEO, false).seq()).isEqualTo(12);
    }

    @Test
    void handsStandInTheOrderInWhichTheyWereRaised() {
        var meeting = meeting().handsUp(2).open();

        assertThat(meeting.send("ann", ann, CommandType.RAISE_HAND).seq()).isEqualTo(11);
        assertThat(meeting.send("bob", bob, CommandType.RAISE_HAND).seq()).isEqualTo(12);
        assertThat(meeting.send("ann", ann, CommandType.RAISE_HAND)).isEqualTo(CommandOutcome.done(null));
        assertThat(meeting.send("ann", ann, CommandType.LOWER_HAND).seq()).isEqualTo(13);
        assertThat(meeting.send("ann", ann, CommandType.LOWER_HAND)).isEqualTo(CommandOutcome.done(null));
        meeting.send("ann", ann, CommandType.RAISE_HAND);
        assertThat(meeting.events())
                .containsExactly(
                        "user_hand_raised [ann, Ms ann, 3]",
                        "user_hand_raised [bob, Ms bob, 4]",
                        "user_hand_lowered [ann, Ms ann]",
                        "user_hand_raised [ann, Ms ann, 4]");
        assertThat(meeting.person("bob").handRaisedSeq()).isEqualTo(12);
        assertThat(meeting.person("ann").handRaisedSeq()).isEqualTo(14);
    }

    @Test
    void whoLeavesTakesTheHandDown() {
        var meeting = meeting().open();
        meeting.send("ann", ann, CommandType.RAISE_HAND);
        meeting.send("ann", ann, CommandType.LEAVE);

        meeting.send("bob", bob, CommandType.RAISE_HAND);

        assertThat(meeting.events()).endsWith("user_hand_raised [bob, Ms bob, 1]");
    }

    @Test
    void hostAndModeratorsLowerAnyHand() {
        var meeting = meeting().open();
        meeting.send("ann", ann, CommandType.RAISE_HAND);
        meeting.send("hal", hal, CommandType.RAISE_HAND);

        assertThat(lower(meeting, "bob", bob, "ann").problem()).isEqualTo(Code.FORBIDDEN);
        assertThat(lower(meeting, "bob", bob, "nobody").problem()).isEqualTo(Code.FORBIDDEN);
        assertThat(lower(meeting, "mod", mod, "out").problem()).isEqualTo(Code.NOT_IN_MEETING);
        assertThat(lower(meeting, "mod", mod, "nobody").problem()).isEqualTo(Code.NOT_IN_MEETING);
        assertThat(lower(meeting, "mod", mod, "bob")).isEqualTo(CommandOutcome.done(null));
        assertThat(lower(meeting, "mod", mod, "hal").seq()).isEqualTo(13);
        assertThat(lower(meeting, "hal", hal, "ann").seq()).isEqualTo(14);
        assertThat(lower(meeting, "bob", bob, "bob")).isEqualTo(CommandOutcome.done(null));
        assertThat(meeting.events()).endsWith("user_hand_lowered [hal, Ms hal]", "user_hand_lowered [ann, Ms ann]");
        assertThat(meeting.state.additions().get(3).actor()).isEqualTo("hal");
    }

    @Test
    void muteRequestsAreAlwaysEvents() {
        var meeting = meeting().open();

        assertThat(meeting.send("ann", ann, CommandType.MUTE_ALL).problem()).isEqualTo(Code.FORBIDDEN);
        meeting.send("mod", mod, CommandType.MUTE_ALL);
        meeting.send("mod", mod, CommandType.MUTE_ALL);
        meeting.towards("hal", hal, CommandType.MUTE_USER, "mod");
        meeting.towards("mod", mod, CommandType.MUTE_USER, "ann");

        assertThat(meeting.events())
                .containsExactly(
                        "mute_requested [null, mod]",
                        "mute_requested [null, mod]",
                        "mute_requested [mod, hal]",
                        "mute_requested [ann, mod]");
        assertThat(meeting.person("ann").isChanged()).isFalse();
    }

    @Test
    void whoMayBeAskedToMute() {
        var meeting = meeting().open();

        assertThat(mute(meeting, "ann", ann, "bob")).isEqualTo(Code.FORBIDDEN);
        assertThat(mute(meeting, "ann", ann, "nobody")).isEqualTo(Code.FORBIDDEN);
        assertThat(mute(meeting, "mod", mod, "hal")).isEqualTo(Code.FORBIDDEN);
        assertThat(mute(meeting, "mod", mod, "mod")).isEqualTo(Code.FORBIDDEN);
        assertThat(mute(meeting, "mod", mod, "outmod")).isEqualTo(Code.FORBIDDEN);
        assertThat(mute(meeting, "mod", mod, "out")).isEqualTo(Code.NOT_IN_MEETING);
        assertThat(mute(meeting, "mod", mod, "nobody")).isEqualTo(Code.NOT_IN_MEETING);
        assertThat(mute(meeting, "hal", hal, "outmod")).isEqualTo(Code.NOT_IN_MEETING);
        assertThat(meeting.events()).isEmpty();
    }

    @Test
    void oneRecordingRunsAtATime() {
        var meeting = meeting().open();

        assertThat(meeting.send("hal", hal, CommandType.STOP_RECORDING).problem())
                .isEqualTo(Code.NOT_RECORDING);
        assertThat(meeting.send("mod", mod, CommandType.START_RECORDING).seq()).isEqualTo(11);
        assertThat(meeting.send("hal", hal, CommandType.START_RECORDING).problem())
                .isEqualTo(Code.ALREADY_RECORDING);
        assertThat(meeting.state.recording()).isEqualTo(new MeetingState.Recording("mod", JudgedMeeting.NOW));
        assertThat(meeting.send("hal", hal, CommandType.STOP_RECORDING).seq()).isEqualTo(12);
        assertThat(meeting.state.recording()).isNull();
        assertThat(meeting.events()).containsExactly("recording_started [mod]", "recording_stopped [hal]");
    }

    @Test
    void onlyHostAndModeratorsRecordAndOnlyWhereItIsEnabled() {
        var disabled = meeting().withoutRecording().open();

        assertThat(disabled.send("ann", ann, CommandType.START_RECORDING).problem())
                .isEqualTo(Code.FORBIDDEN);
        assertThat(disabled.send("ann", ann, CommandType.STOP_RECORDING).problem())
                .isEqualTo(Code.FORBIDDEN);
        assertThat(disabled.send("hal", hal, CommandType.START_RECORDING).problem())
                .isEqualTo(Code.RECORDING_DISABLED);
        assertThat(disabled.send("mod", mod, CommandType.STOP_RECORDING).problem())
                .isEqualTo(Code.RECORDING_DISABLED);
    }

    /** A Host, a Moderator and two Participants inside, two people outside. */
    private JudgedMeeting.Setup meeting() {
        return JudgedMeeting.with(
                inside("hal", Role.HOST, device(hal, QUIET)),
                inside("mod", Role.MODERATOR, device(mod, QUIET)),
                inside("ann", Role.PARTICIPANT, device(ann, QUIET)),
                inside("bob", Role.PARTICIPANT, device(bob, QUIET)),
                admitted("out", Role.PARTICIPANT),
                admitted("outmod", Role.MODERATOR));
    }

    private static CommandOutcome lower(JudgedMeeting meeting, String userId, Seat seat, String target) {
        return meeting.towards(userId, seat, CommandType.LOWER_HAND, target);
    }

    private static Code mute(JudgedMeeting meeting, String userId, Seat seat, String target) {
        var problem =
                meeting.towards(userId, seat, CommandType.MUTE_USER, target).problem();
        return problem == null ? Code.INTERNAL : problem;
    }
}
