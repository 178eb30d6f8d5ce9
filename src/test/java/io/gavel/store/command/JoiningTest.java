package io.gavel.store.command;

import static io.gavel.store.command.JudgedMeeting.EARLIER;
import static io.gavel.store.command.JudgedMeeting.NOW;
import static io.gavel.store.command.JudgedMeeting.QUIET;
import static io.gavel.store.command.JudgedMeeting.admitted;
import static io.gavel.store.command.JudgedMeeting.device;
import static io.gavel.store.command.JudgedMeeting.inside;
import static io.gavel.store.command.JudgedMeeting.invited;
import static io.gavel.store.command.JudgedMeeting.lostDevice;
import static io.gavel.store.command.JudgedMeeting.seat;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.command.CommandType;
import io.gavel.meeting.Role;
import io.gavel.problem.Code;
import io.gavel.store.command.LiveSession.Media;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How a browser's connection gets its session. */
class JoiningTest {
    private static final Media LOUD = new Media(false, true, true);

    @Test
    void theFirstDeviceBringsThePersonIn() {
        var meeting = JudgedMeeting.with(admitted("ann", Role.MODERATOR)).open();

        var joined = meeting.join("ann", seat(), null);

        assertThat(joined.seq()).isEqualTo(11);
        assertThat(joined.role()).isEqualTo(Role.MODERATOR);
        assertThat(meeting.events()).containsExactly("user_joined_meeting [ann, Ms ann, Moderator]");
        var ann = meeting.person("ann");
        assertThat(ann.insideSince()).isEqualTo(NOW);
        assertThat(ann.hasEntered()).isTrue();
        var session = ann.live().get(0);
        assertThat(session.id()).isEqualTo(joined.sessionId());
        assertThat(session.media()).isEqualTo(QUIET);
    }

    @Test
    void aSecondDeviceIsNoNews() {
        var meeting = JudgedMeeting.with(inside("ann", Role.PARTICIPANT, device(seat(), LOUD)))
                .open();

        var joined = meeting.join("ann", seat(), null);

        assertThat(joined.seq()).isEqualTo(10);
        assertThat(meeting.events()).isEmpty();
        assertThat(meeting.person("ann").live()).hasSize(2);
        assertThat(meeting.person("ann").shown()).isEqualTo(LOUD);
        assertThat(meeting.person("ann").insideSince()).isEqualTo(EARLIER);
    }

    @Test
    void theSameConnectionKeepsItsSessionWhateverItAsksFor() {
        var seat = seat();
        var other = device(seat(), LOUD);
        var own = device(seat, QUIET);
        var meeting =
                JudgedMeeting.with(inside("ann", Role.PARTICIPANT, own, other)).open();

        var again = meeting.join("ann", seat, other.id());

        assertThat(again.sessionId()).isEqualTo(own.id());
        assertThat(own.isChanged()).isFalse();
        assertThat(other.isChanged()).isFalse();
    }

    @Test
    void aSessionThatTheConnectionStillHoldsIsNoLongerLost() {
        var seat = seat();
        var holder = new LiveSession.Holder("node", UUID.randomUUID(), seat.connectionId(), EARLIER, EARLIER);
        var own = LiveSession.stored(UUID.randomUUID(), EARLIER, holder, QUIET, false);
        var meeting = JudgedMeeting.with(inside("ann", Role.PARTICIPANT, own)).open();

        var again = meeting.join("ann", seat, null);

        assertThat(again.sessionId()).isEqualTo(own.id());
        assertThat(own.holder()).isEqualTo(LiveSession.Holder.of(seat));
    }

    @Test
    void aNamedSessionMovesWithAllThatItShows() {
        var before = seat();
        var after = seat();
        var held = device(before, LOUD);
        var meeting = JudgedMeeting.with(
                        inside("ann", Role.PARTICIPANT, lostDevice(9, QUIET), held, device(seat(), QUIET)))
                .open();

        var joined = meeting.join("ann", after, held.id());

        assertThat(joined.sessionId()).isEqualTo(held.id());
        assertThat(held.media()).isEqualTo(LOUD);
        assertThat(held.isOn(after.connectionId())).isTrue();
        assertThat(meeting.send("ann", before, CommandType.RAISE_HAND).problem())
                .isEqualTo(Code.NOT_IN_MEETING);
        assertThat(meeting.events()).isEmpty();
    }

    @Test
    void withoutANameTheLongestLostSessionIsTakenUp() {
        var longest = lostDevice(12, LOUD);
        var meeting = JudgedMeeting.with(
                        inside("ann", Role.PARTICIPANT, lostDevice(3, QUIET), longest, device(seat(), QUIET)))
                .open();

        var joined = meeting.join("ann", seat(), null);

        assertThat(joined.sessionId()).isEqualTo(longest.id());
        assertThat(longest.holder().lostAt()).isNull();
        assertThat(longest.holder().seenAt()).isNull();
        assertThat(meeting.events()).isEmpty();
    }

    @Test
    void aSessionThatIsNotTheCallersIsAsIfItWereNotThere() {
        var foreign = device(seat(), LOUD);
        var own = lostDevice(5, QUIET);
        var meeting = JudgedMeeting.with(
                        inside("bob", Role.PARTICIPANT, foreign),
                        inside("ann", Role.PARTICIPANT, own),
                        admitted("cid", Role.PARTICIPANT))
                .open();

        assertThat(meeting.join("ann", seat(), foreign.id()).sessionId()).isEqualTo(own.id());
        assertThat(meeting.join("cid", seat(), foreign.id()).sessionId()).isNotEqualTo(foreign.id());
        assertThat(foreign.isChanged()).isFalse();
    }

    @Test
    void aSessionThatEndedIsNotTakenUp() {
        var seat = seat();
        var ended = device(seat, LOUD);
        var meeting = JudgedMeeting.with(inside("ann", Role.PARTICIPANT, ended)).open();
        meeting.send("ann", seat, CommandType.LEAVE);

        var joined = meeting.join("ann", seat, ended.id());

        assertThat(joined.sessionId()).isNotEqualTo(ended.id());
        assertThat(meeting.events())
                .containsExactly("user_left_meeting [ann, Ms ann]", "user_joined_meeting [ann, Ms ann, Participant]");
    }

    @Test
    void onlyWhoWasLetInByRestMayJoin() {
        var meeting = JudgedMeeting.with(invited("ann", Role.HOST)).open();

        assertThat(meeting.join("ann", seat(), null).problem()).isEqualTo(Code.NOT_JOINED);
        assertThat(meeting.person("ann").isChanged()).isFalse();
    }

    @Test
    void aFullMeetingHasNoPlaceForOneMoreParticipant() {
        var meeting = JudgedMeeting.with(
                        returning("ann", Role.PARTICIPANT),
                        returning("mod", Role.MODERATOR),
                        returning("hal", Role.HOST))
                .places(2, 2)
                .open();

        assertThat(meeting.join("ann", seat(), null).problem()).isEqualTo(Code.MEETING_FULL);
        assertThat(meeting.join("mod", seat(), null).problem()).isNull();
        assertThat(meeting.join("hal", seat(), null).problem()).isNull();
    }

    @Test
    void whoWasLetInLatelyAndWhoIsInsideHaveTheirPlaces() {
        var meeting = JudgedMeeting.with(
                        admitted("ann", Role.PARTICIPANT), inside("bob", Role.PARTICIPANT, lostDevice(3, QUIET)))
                .places(2, 2)
                .open();

        assertThat(meeting.join("ann", seat(), null).problem()).isNull();
        assertThat(meeting.join("bob", seat(), null).problem()).isNull();
    }

    @Test
    void placesAreTakenAndGivenBackWithinOneTransaction() {
        var seat = seat();
        var meeting = JudgedMeeting.with(returning("ann", Role.PARTICIPANT), returning("bob", Role.PARTICIPANT))
                .places(1, 0)
                .open();

        assertThat(meeting.join("ann", seat, null).problem()).isNull();
        assertThat(meeting.join("bob", seat(), null).problem()).isEqualTo(Code.MEETING_FULL);
        meeting.send("ann", seat, CommandType.LEAVE);
        assertThat(meeting.join("bob", seat(), null).problem()).isNull();
        assertThat(meeting.join("ann", seat, null).problem()).isEqualTo(Code.MEETING_FULL);
    }

    /** Was let in long ago, so that no place is kept. */
    private static Person returning(String userId, Role role) {
        var seat = seat();
        var meeting =
                JudgedMeeting.with(inside(userId, role, device(seat, QUIET))).open();
        meeting.send(userId, seat, CommandType.LEAVE);
        return meeting.person(userId);
    }
}
