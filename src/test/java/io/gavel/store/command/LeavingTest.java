package io.gavel.store.command;

import static io.gavel.store.command.JudgedMeeting.EARLIER;
import static io.gavel.store.command.JudgedMeeting.NOW;
import static io.gavel.store.command.JudgedMeeting.QUIET;
import static io.gavel.store.command.JudgedMeeting.admitted;
import static io.gavel.store.command.JudgedMeeting.device;
import static io.gavel.store.command.JudgedMeeting.inside;
import static io.gavel.store.command.JudgedMeeting.lostDevice;
import static io.gavel.store.command.JudgedMeeting.seat;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.command.CommandOutcome;
import io.gavel.command.CommandType;
import io.gavel.event.MeetingEvent;
import io.gavel.meeting.Role;
import io.gavel.store.command.LiveSession.Media;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How devices go, by themselves or because nobody came back. */
class LeavingTest {
    private static final Media LOUD = new Media(false, true, true);

    @Test
    void theLastDeviceTakesThePersonWithIt() {
        var seat = seat();
        var device = device(seat, LOUD);
        var meeting =
                JudgedMeeting.with(inside("ann", Role.PARTICIPANT, device)).open();
        meeting.send("ann", seat, CommandType.RAISE_HAND);

        var left = meeting.send("ann", seat, CommandType.LEAVE);

        assertThat(left).isEqualTo(CommandOutcome.done(12L));
        assertThat(meeting.events()).endsWith("user_left_meeting [ann, Ms ann]").hasSize(2);
        var ann = meeting.person("ann");
        assertThat(ann.isInside()).isFalse();
        assertThat(ann.isHandRaised()).isFalse();
        assertThat(ann.lastLeftAt()).isEqualTo(NOW);
        assertThat(ann.attended()).containsExactly(new Person.Interval(EARLIER, NOW));
        assertThat(device.leftAt()).isEqualTo(NOW);
        assertThat(device.holder().connectionId()).isNull();
    }

    @Test
    void whatOthersOfThePersonStillShowIsNoNews() {
        var seat = seat();
        var meeting = JudgedMeeting.with(inside("ann", Role.PARTICIPANT, device(seat, LOUD), device(seat(), LOUD)))
                .open();

        assertThat(meeting.send("ann", seat, CommandType.LEAVE)).isEqualTo(CommandOutcome.done(null));
        assertThat(meeting.events()).isEmpty();
        assertThat(meeting.person("ann").isInside()).isTrue();
        assertThat(meeting.person("ann").lastLeftAt()).isNull();
    }

    @Test
    void whatOnlyThisDeviceShowedIsToldOneByOne() {
        var seat = seat();
        var meeting = JudgedMeeting.with(inside("ann", Role.PARTICIPANT, device(seat, LOUD), device(seat(), QUIET)))
                .open();

        var left = meeting.send("ann", seat, CommandType.LEAVE);

        assertThat(left.seq()).isEqualTo(13);
        assertThat(meeting.events())
                .containsExactly(
                        "user_audio_status [ann, Ms ann, true]",
                        "user_video_status [ann, Ms ann, false]",
                        "user_screen_share_stopped [ann, Ms ann]");
    }

    @Test
    void aConnectionWithoutASessionLeavesWithoutATrace() {
        var seat = seat();
        var meeting = JudgedMeeting.with(
                        admitted("ann", Role.PARTICIPANT), inside("bob", Role.HOST, device(seat, QUIET)))
                .open();

        assertThat(meeting.send("ann", seat(), CommandType.LEAVE)).isEqualTo(CommandOutcome.done(null));
        assertThat(meeting.send("ann", seat, CommandType.LEAVE)).isEqualTo(CommandOutcome.done(null));
        assertThat(meeting.events()).isEmpty();
    }

    @Test
    void aLostDeviceEndsWithItsLastProofOfLife() {
        var lost = lostDevice(16, LOUD);
        var meeting = JudgedMeeting.with(inside("ann", Role.PARTICIPANT, lost)).open();

        expire(meeting, lost);

        assertThat(lost.leftAt()).isEqualTo(NOW.minusSeconds(17));
        assertThat(meeting.events()).containsExactly("user_left_meeting [ann, Ms ann]");
        assertThat(meeting.state.additions().get(0).actor()).isEqualTo(MeetingEvent.SYSTEM);
        assertThat(meeting.person("ann").attended())
                .containsExactly(new Person.Interval(EARLIER, NOW.minusSeconds(17)));
    }

    @Test
    void devicesThatEndTogetherAreOneLeave() {
        var first = lostDevice(20, LOUD);
        var second = lostDevice(16, QUIET);
        var meeting = JudgedMeeting.with(inside("ann", Role.PARTICIPANT, first, second))
                .open();

        expire(meeting, first, second);

        assertThat(meeting.events()).containsExactly("user_left_meeting [ann, Ms ann]");
        assertThat(meeting.person("ann").lastLeftAt()).isEqualTo(NOW.minusSeconds(17));
    }

    @Test
    void aPersonAttendedUntilTheLastOfAllDevicesThatWereThere() {
        var seat = seat();
        var silent = lostDevice(16, QUIET);
        var meeting = JudgedMeeting.with(inside("ann", Role.PARTICIPANT, silent, device(seat, QUIET)))
                .open();
        meeting.send("ann", seat, CommandType.LEAVE);

        expire(meeting, silent);

        assertThat(silent.leftAt()).isEqualTo(NOW.minusSeconds(17));
        assertThat(meeting.person("ann").lastLeftAt()).isEqualTo(NOW);
    }

    @Test
    void onlyWhatIsDueExpires() {
        var due = lostDevice(16, LOUD);
        var waits = lostDevice(14, QUIET);
        var meeting =
                JudgedMeeting.with(inside("ann", Role.PARTICIPANT, due, waits)).open();

        expire(meeting, due);

        assertThat(waits.isLive()).isTrue();
        assertThat(meeting.events()).hasSize(3).noneMatch(event -> event.startsWith("user_left"));
    }

    private static void expire(JudgedMeeting meeting, LiveSession... due) {
        var ids = Arrays.stream(due).map(LiveSession::id).collect(Collectors.toSet());
        var sessions = new Sessions(meeting.state);
        meeting.state.people().forEach(person -> sessions.expire(person, ids));
    }
}
