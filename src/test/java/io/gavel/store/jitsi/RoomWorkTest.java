package io.gavel.store.jitsi;

import static io.gavel.store.StoreNode.caller;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.bus.Addresses;
import io.gavel.bus.JitsiAddresses;
import io.gavel.jitsi.RoomTask.Kind;
import io.gavel.jitsi.RoomTask.Outcome;
import io.gavel.jitsi.RoomTaskRequests.Remark;
import io.gavel.meeting.MeetingRequests.InviteParticipants;
import io.gavel.meeting.MeetingRequests.RemoveParticipant;
import io.gavel.postgres.TestPostgres;
import io.gavel.store.StoreNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Who is sent out of rooms and how often, and what a look into one shows. */
class RoomWorkTest {
    private static final String DATABASE = StoreNode.database();
    private static final StoreNode NODE = StoreNode.start(DATABASE);
    private static final String KNOWN = "http://prosody muc.meet.test";
    private static final String UNKNOWN = "http://prosody conference.meet.test";

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void whoIsNotFoundUnderTheNameThatJitsiToldIsSoughtAsLongAsHeIsInTheRoom() {
        var meeting = removed("aaaa1111");

        var first = meeting.tried(meeting.taken(Kind.KICK), Outcome.ABSENT, KNOWN);
        var before = meeting.take(Kind.KICK);
        meeting.pass(Duration.ofSeconds(2));
        var second = meeting.taken(Kind.KICK);
        meeting.tried(second, Outcome.ABSENT, KNOWN);
        NODE.execute("UPDATE jitsi_occupant SET left_at = now_ms() WHERE meeting_id = ?", meeting.id());
        meeting.pass(Duration.ofMinutes(2));

        assertThat(first.again()).isNotNull();
        assertThat(before).isEmpty();
        assertThat(second.nick()).isEqualTo("aaaa1111");
        assertThat(meeting.take(Kind.KICK)).isEmpty();
    }

    @Test
    void whoIsInvitedAgainAfterTheTaskWasTakenIsNotSentOut() {
        var meeting = removed("bbbb2222");
        var task = meeting.taken(Kind.KICK);
        var before = NODE.ask(JitsiAddresses.JUDGE_ROOM_TASK, task);

        NODE.ask(
                Addresses.INVITE_PARTICIPANTS,
                new InviteParticipants(meeting.host(), meeting.id(), List.of(WorkedMeeting.GUEST), null));

        assertThat(before.stands()).isTrue();
        assertThat(NODE.ask(JitsiAddresses.JUDGE_ROOM_TASK, task).stands()).isFalse();
    }

    @Test
    void looksTakeNothingBackForAServerThatHasNeverFoundARoom() {
        var meeting = WorkedMeeting.started(NODE);
        meeting.join("cccc3333");
        meeting.reserve();

        meeting.look(Outcome.ABSENT, UNKNOWN);
        var doubted = meeting.look(Outcome.ABSENT, UNKNOWN);
        var inside = meeting.inside();
        var other = WorkedMeeting.started(NODE);
        other.join("dddd4444");
        other.look(Outcome.DONE, KNOWN);
        var believed = meeting.look(Outcome.ABSENT, KNOWN);

        assertThat(doubted.remark()).isEqualTo(Remark.DOUBTFUL);
        assertThat(inside).isEqualTo(1);
        assertThat(believed.remark()).isEqualTo(Remark.NONE);
        assertThat(meeting.inside()).isZero();
        assertThat(meeting.isReserved()).isFalse();
    }

    @Test
    void aLookWaitsForAReservationThatIsBeingMade() throws SQLException {
        var seen = WorkedMeeting.started(NODE);
        seen.join("eeee5555");
        seen.look(Outcome.DONE, KNOWN);
        var meeting = WorkedMeeting.started(NODE);
        meeting.reserve();
        meeting.look(Outcome.ABSENT, KNOWN);
        meeting.pass(Duration.ofHours(2));
        var task = meeting.taken(Kind.OBSERVE);

        try (var connection = TestPostgres.connect(DATABASE);
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET search_path = gavel");
            statement.execute("SELECT FROM meeting WHERE id = " + meeting.id() + " FOR SHARE");
            meeting.tried(task, Outcome.ABSENT, KNOWN);
            statement.execute("UPDATE jitsi_reservation SET asked_at = now_ms() WHERE meeting_id = " + meeting.id());
            connection.commit();
        }

        assertThat(meeting.isReserved()).isTrue();
        meeting.look(Outcome.ABSENT, KNOWN);
        assertThat(meeting.isReserved()).isTrue();
        meeting.look(Outcome.ABSENT, KNOWN);
        assertThat(meeting.isReserved()).isFalse();
    }

    @Test
    void aMeetingThatMayEndSoonIsLookedIntoAlthoughJitsiHasToldNothing() {
        var meeting = WorkedMeeting.started(NODE);
        var before = meeting.take(Kind.OBSERVE);

        meeting.pass(Duration.ofMinutes(61));

        assertThat(before).isEmpty();
        assertThat(meeting.taken(Kind.OBSERVE).room()).isEqualTo(meeting.room());
    }

    /** A meeting whose guest was removed and is in its room by this device. */
    private static WorkedMeeting removed(String device) {
        var meeting = WorkedMeeting.started(NODE);
        meeting.join(device);
        NODE.ask(
                Addresses.REMOVE_PARTICIPANT, new RemoveParticipant(caller("host"), meeting.id(), WorkedMeeting.GUEST));
        return meeting;
    }
}
