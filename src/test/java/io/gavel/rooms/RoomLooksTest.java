package io.gavel.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.RunningNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a node makes of looks into rooms of which only Jitsi has told that somebody is in them. */
class RoomLooksTest {
    private static final ControlKey KEY = ControlKey.generate();
    private static final StandInProsody PROSODY = new StandInProsody(KEY);
    private static final RunningNode NODE = RunningNode.start(
            "GAVEL_JITSI_CONTROL_URL", PROSODY.url(),
            "GAVEL_JITSI_KEY_FILE", KEY.file().toString(),
            "GAVEL_JITSI_KEY_ID", ControlKey.ID,
            "GAVEL_JITSI_MUC", StandInProsody.MUC,
            "JITSI_APP_ID", ControlKey.APP_ID,
            "GAVEL_SWEEP_SECONDS", "1",
            "GAVEL_OBSERVE_SECONDS", "1",
            "GAVEL_EMPTY_SECONDS", "1");
    private static final String LOOK = "GET /room-size";

    private final User host = User.unknown(NODE);

    @AfterAll
    static void stop() {
        NODE.close();
        PROSODY.close();
    }

    @Test
    void twoLooksThatFindNobodyTakeBackWhatJitsiToldAndTheMeetingEndsByItsEmptiness() {
        var meeting = leftInJitsiOnly();

        soon(() -> assertThat(open(meeting)).isZero());
        planned(meeting, "60 minutes");

        assertThat(looks(meeting)).isGreaterThanOrEqualTo(2);
        assertThat(value(meeting, "SELECT left_at = joined_at FROM jitsi_occupant WHERE meeting_id = ?"))
                .isEqualTo("true");
        assertThat(value(meeting, "SELECT gone_at = asked_at FROM jitsi_reservation WHERE meeting_id = ?"))
                .isEqualTo("true");
        soon(() -> assertThat(value(meeting, "SELECT status FROM meeting WHERE id = ?"))
                .isEqualTo("Completed"));
    }

    @Test
    void whoIsSeenInTheRoomStaysInItHoweverLongNobodyTells() {
        var meeting = leftInJitsiOnly();
        PROSODY.enter(room(meeting), "aaaa1111");

        soon(() -> assertThat(looks(meeting)).isGreaterThanOrEqualTo(4));

        assertThat(open(meeting)).isEqualTo(1);
        assertThat(value(meeting, "SELECT status FROM meeting WHERE id = ?")).isEqualTo("InProgress");
    }

    @Test
    void looksThatFailAreNone() {
        var meeting = leftInJitsiOnly();
        PROSODY.fail(room(meeting), 500);

        soon(() -> assertThat(looks(meeting)).isGreaterThanOrEqualTo(4));

        assertThat(open(meeting)).isEqualTo(1);
    }

    @Test
    void anAbsenceBeginsAnewWithEverySignOfLife() {
        var meeting = leftInJitsiOnly();
        for (int sign = 0; sign < 3; sign++) {
            var before = absentSince(meeting);
            soon(() -> assertThat(absentSince(meeting)).isNotEqualTo(before).isNotEqualTo("null"));
            assertThat(open(meeting)).isEqualTo(1);
            host.post("/api/meeting/" + meeting + "/join");
            host.post("/api/meeting/" + meeting + "/leave");
        }

        soon(() -> assertThat(open(meeting)).isZero());
    }

    @Test
    void whoHasASessionIsNotLookedFor() {
        var meeting = leftInJitsiOnly();
        NODE.execute(
                "INSERT INTO participant_session (session_id, meeting_id, user_id, node_id, incarnation, joined_at)"
                        + " VALUES (gen_random_uuid(), ?, ?, 'test', gen_random_uuid(), now_ms())",
                meeting,
                host.id());
        var other = leftInJitsiOnly();
        var before = looks(meeting);

        soon(() -> assertThat(open(other)).isZero());

        assertThat(looks(meeting)).isLessThanOrEqualTo(before + 1);
        assertThat(open(meeting)).isEqualTo(1);
    }

    /** A meeting whose Host has left, and is still in the room by what Jitsi has told and not taken back. */
    private long leftInJitsiOnly() {
        var meeting = host.createMeeting(new JsonObject().put("title", "Held"));
        host.post("/api/meeting/" + meeting + "/join");
        host.post("/api/meeting/" + meeting + "/leave");
        NODE.execute(
                "INSERT INTO jitsi_reservation (id, meeting_id, room, mail_owner, reserved_at, reserved_by, asked_at)"
                        + " VALUES (gen_random_uuid(), ?, ?, 'x@meet.test', now_ms(), 'test', now_ms())",
                meeting,
                room(meeting));
        NODE.execute(
                "INSERT INTO jitsi_occupant (meeting_id, occupant, room, nick, user_id, joined_at, changed_at)"
                        + " VALUES (?, 'aaaa1111@meet.test', ?, 'aaaa1111', ?, now_ms(), now_ms())",
                meeting,
                room(meeting),
                host.id());
        return meeting;
    }

    private static void planned(long meeting, String earlier) {
        NODE.execute("UPDATE meeting SET scheduled_at = scheduled_at - ?::interval WHERE id = ?", earlier, meeting);
    }

    private static long open(long meeting) {
        return Long.parseLong(value(
                meeting, "SELECT count(*) FROM jitsi_occupant WHERE meeting_id = ? AND left_at IS NULL"));
    }

    private static String absentSince(long meeting) {
        return value(
                meeting,
                "SELECT (SELECT absent_at FROM jitsi_control WHERE kind = 'observe' AND meeting_id = ?)");
    }

    private static int looks(long meeting) {
        return Collections.frequency(PROSODY.calls(room(meeting)), LOOK);
    }

    private static String room(long meeting) {
        return value(meeting, "SELECT room_name FROM meeting WHERE id = ?").toLowerCase(Locale.ROOT);
    }

    private static String value(long meeting, String query) {
        return NODE.value(query, meeting);
    }

    private static void soon(Runnable assertion) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(assertion::run);
    }
}
