package io.gavel.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.RunningNode;
import io.gavel.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Two nodes on one database have one Prosody end rooms and send people out. */
class RoomControlTest {
    private static final ControlKey KEY = ControlKey.generate();
    private static final StandInProsody PROSODY = new StandInProsody(KEY, "muc");
    private static final String[] SETTINGS = PROSODY.settings();
    private static final RunningNode NODE = RunningNode.start(SETTINGS);
    private static final RunningNode OTHER = RunningNode.startOn(NODE.database(), SETTINGS);

    private final User host = User.unknown(NODE);
    private final User guest = User.unknown(NODE);

    @AfterAll
    static void stop() {
        OTHER.close();
        NODE.close();
        PROSODY.close();
    }

    @Test
    void theRoomOfAMeetingThatHasEndedIsEnded() {
        var meeting = started();
        PROSODY.enter(room(meeting), "aaaa1111");

        host.put(path(meeting, "/end"));

        soon(() -> assertThat(PROSODY.exists(room(meeting))).isFalse());
        soon(() -> assertThat(done("end", meeting)).isEqualTo(1));
        assertThat(PROSODY.calls(room(meeting))).containsExactly("POST /end-meeting");
    }

    @Test
    void aMeetingIsCompletedAtOnceWhileProsodyIsAwayAndItsRoomEndedWhenItIsBack() {
        var meeting = started();
        PROSODY.enter(room(meeting), "aaaa1111");
        PROSODY.fail(room(meeting), StandInProsody.SILENCE);

        var ended = host.put(path(meeting, "/end"));
        soon(() -> assertThat(PROSODY.calls(room(meeting))).isNotEmpty());
        PROSODY.heal(room(meeting));

        assertThat(ended.json().getString("status")).isEqualTo("Completed");
        soon(() -> assertThat(PROSODY.exists(room(meeting))).isFalse());
    }

    @Test
    void aRoomThatIsNotThereIsNotAskedForAgain() {
        var meeting = started();

        host.put(path(meeting, "/end"));

        soon(() -> assertThat(done("end", meeting)).isEqualTo(1));
        assertThat(PROSODY.calls(room(meeting))).containsExactly("POST /end-meeting");
        assertThat(counted("end", "absent")).isPositive();
    }

    @Test
    void aRefusalIsCountedAndTriedAgain() {
        var meeting = started();
        PROSODY.enter(room(meeting), "aaaa1111");
        PROSODY.fail(room(meeting), 401);

        host.put(path(meeting, "/end"));
        soon(() -> assertThat(PROSODY.calls(room(meeting))).isNotEmpty());
        PROSODY.heal(room(meeting));

        soon(() -> assertThat(PROSODY.exists(room(meeting))).isFalse());
        assertThat(counted("end", "refused")).isPositive();
    }

    @Test
    void theRoomOfACancelledMeetingIsEndedToo() {
        var meeting = started();
        PROSODY.enter(room(meeting), "aaaa1111");

        host.put(path(meeting, "/cancel"));

        soon(() -> assertThat(PROSODY.exists(room(meeting))).isFalse());
    }

    @Test
    void aRoomInWhichSomebodyIsAgainAfterItsEndIsEndedAgain() {
        var meeting = started();
        host.put(path(meeting, "/end"));
        soon(() -> assertThat(done("end", meeting)).isEqualTo(1));

        PROSODY.enter(room(meeting), "bbbb2222");
        StandInProsody.tell(NODE, room(meeting), "joined", "bbbb2222", guest);

        soon(() -> assertThat(PROSODY.exists(room(meeting))).isFalse());
    }

    @Test
    void aRoomBelowATenantsAddressIsEndedTooAndWhoIsRemovedSentOutOfIt() {
        var meeting = started();
        var room = "[acme]" + room(meeting);
        PROSODY.enter(room, "acac1111");
        PROSODY.enter(room, "acac2222");
        StandInProsody.tell(NODE, room, "joined", "acac1111", guest);

        host.delete(path(meeting, "/participants/" + guest.id()));
        soon(() -> assertThat(PROSODY.isInside(room, "acac1111")).isFalse());
        host.put(path(meeting, "/end"));

        soon(() -> assertThat(PROSODY.exists(room)).isFalse());
    }

    @Test
    void noEndWaitsForALookThatIsNotAnswered() {
        var looked = started();
        PROSODY.fail(room(looked), StandInProsody.HANGING);
        host.post(path(looked, "/leave"));
        StandInProsody.tell(NODE, room(looked), "joined", "haha1111", guest);
        soon(() -> assertThat(PROSODY.calls(room(looked))).isNotEmpty());
        var meeting = started();
        PROSODY.enter(room(meeting), "aaaa1111");
        var failed = counted("observe", "failed");

        host.put(path(meeting, "/end"));

        soon(() -> assertThat(PROSODY.exists(room(meeting))).isFalse());
        assertThat(counted("observe", "failed")).isEqualTo(failed);
    }

    @Test
    void ofTwoNodesOneEndsARoom() {
        var meetings = IntStream.range(0, 7).mapToLong(i -> started()).toArray();
        for (var meeting : meetings) {
            PROSODY.enter(room(meeting), "aaaa1111");
        }

        for (var meeting : meetings) {
            host.put(path(meeting, "/end"));
        }

        for (var meeting : meetings) {
            soon(() -> assertThat(done("end", meeting)).isEqualTo(1));
            assertThat(PROSODY.calls(room(meeting))).containsExactly("POST /end-meeting");
        }
    }

    @Test
    void whoIsRemovedIsSentOutAndSentOutAgainWhenHeComesBack() {
        var meeting = started();
        PROSODY.enter(room(meeting), "cccc3333");
        occupy(meeting, guest, "cccc3333");

        host.delete(path(meeting, "/participants/" + guest.id()));
        soon(() -> assertThat(PROSODY.isInside(room(meeting), "cccc3333")).isFalse());
        vacate(meeting, "cccc3333");
        PROSODY.enter(room(meeting), "dddd4444");
        occupy(meeting, guest, "dddd4444");

        soon(() -> assertThat(PROSODY.isInside(room(meeting), "dddd4444")).isFalse());
        assertThat(PROSODY.exists(room(meeting))).isTrue();
    }

    @Test
    void whoWasInvitedAgainIsNotSentOut() {
        var meeting = started();
        var removed = User.unknown(NODE);
        host.post(path(meeting, "/participants"), new JsonObject().put("userIds", JsonArray.of(removed.id())));
        for (var user : new User[] {guest, removed}) {
            host.delete(path(meeting, "/participants/" + user.id()));
        }
        host.post(path(meeting, "/participants"), new JsonObject().put("userIds", JsonArray.of(guest.id())));

        PROSODY.enter(room(meeting), "eeee5555");
        occupy(meeting, guest, "eeee5555");
        PROSODY.enter(room(meeting), "ffff6666");
        occupy(meeting, removed, "ffff6666");

        soon(() -> assertThat(PROSODY.isInside(room(meeting), "ffff6666")).isFalse());
        assertThat(PROSODY.isInside(room(meeting), "eeee5555")).isTrue();
    }

    @Test
    void aDeviceOfManyStaysIsSentOutOnceFromTheRoomInWhichItIs() {
        var meeting = started();
        PROSODY.enter(room(meeting), "abab1212");
        occupy(meeting, guest, "abab1212");
        vacate(meeting, "abab1212");
        NODE.execute("UPDATE jitsi_occupant SET nick = 'before' WHERE meeting_id = ?", meeting);
        occupy(meeting, guest, "abab1212");
        NODE.execute(
                "INSERT INTO jitsi_occupant (meeting_id, occupant, room, nick, user_id, joined_at, changed_at)"
                        + " SELECT meeting_id, occupant, room, nick, user_id, joined_at - interval '1 minute', changed_at"
                        + " FROM jitsi_occupant WHERE meeting_id = ? AND left_at IS NULL",
                meeting);

        host.delete(path(meeting, "/participants/" + guest.id()));

        soon(() -> assertThat(PROSODY.isInside(room(meeting), "abab1212")).isFalse());
    }

    private long started() {
        var fields = new JsonObject().put("title", "Held").put("participantUserIds", JsonArray.of(guest.id()));
        var meeting = host.createMeeting(fields);
        host.post(path(meeting, "/join"));
        return meeting;
    }

    private static String path(long meeting, String below) {
        return "/api/meeting/" + meeting + below;
    }

    private static String room(long meeting) {
        return NODE.value("SELECT room_name FROM meeting WHERE id = ?", meeting).toLowerCase(Locale.ROOT);
    }

    /** Jitsi tells that the user is in the meeting's room. */
    private static void occupy(long meeting, User user, String nick) {
        NODE.execute(
                "INSERT INTO jitsi_occupant (meeting_id, occupant, room, nick, user_id, joined_at, changed_at)"
                        + " VALUES (?, ?, ?, ?, ?, now_ms(), now_ms())",
                meeting,
                nick + "@meet.test",
                room(meeting),
                nick,
                user.id());
    }

    /** Jitsi tells that somebody is out. */
    private static void vacate(long meeting, String nick) {
        NODE.execute("UPDATE jitsi_occupant SET left_at = now_ms() WHERE meeting_id = ? AND nick = ?", meeting, nick);
    }

    private static long done(String kind, long meeting) {
        return Long.parseLong(NODE.value(
                "SELECT count(*) FROM jitsi_control WHERE kind = ? AND meeting_id = ? AND done_at IS NOT NULL",
                kind,
                meeting));
    }

    private static double counted(String call, String outcome) {
        return counted(NODE, call, outcome) + counted(OTHER, call, outcome);
    }

    private static double counted(RunningNode node, String call, String outcome) {
        return node.metric("gavel_jitsi_control_total{call=\"" + call + "\",outcome=\"" + outcome + "\"}");
    }

    private static void soon(Runnable assertion) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(assertion::run);
    }
}
