package io.gavel.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.RunningNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a node makes of looks into rooms of which only Jitsi has told that somebody is in them. */
class RoomLooksTest {
    private static final ControlKey KEY = ControlKey.generate();
    private static final StandInProsody PROSODY = new StandInProsody(KEY, "conference");
    private static final RunningNode NODE = RunningNode.start(PROSODY.settings("GAVEL_MEDIA_MISSING_SECONDS", "1"));
    private static final String LOOK = "GET /room-size";

    /** All are looked at while the tests run, one after the other. */
    private static final User HOST = User.unknown(NODE);

    private static final long EMPTY = leftInJitsiOnly(meeting -> {});
    private static final long SEEN = leftInJitsiOnly(meeting -> PROSODY.enter(room(meeting), "aaaa1111"));
    private static final long FAILING = leftInJitsiOnly(meeting -> PROSODY.fail(room(meeting), 500));
    private static final long WITH_SESSION = leftInJitsiOnly(RoomLooksTest::openSession);
    private static final long OCCUPIED = toldOf(HOST, meeting -> PROSODY.enter(room(meeting), "bbbb2222"));
    private static final long RESERVED = leftInJitsiOnly(meeting -> PROSODY.enter(room(meeting), "aaaa1111"));
    private static final long TENANTS = left(meeting -> PROSODY.enter("[acme]" + room(meeting), "eeee5555"));
    private static final long SILENT = left(meeting -> PROSODY.enter(room(meeting), "ffff6666"));
    private static final long MISSED = toldOf(User.unknown(NODE), RoomLooksTest::openSession);

    @BeforeAll
    static void arrange() {
        NODE.execute("UPDATE jitsi_occupant SET left_at = joined_at WHERE meeting_id = ?", RESERVED);
        endPlanned(OCCUPIED);
        endPlanned(RESERVED);
        endPlanned(SILENT);
        StandInProsody.tell(NODE, "[acme]" + room(TENANTS), "joined", "eeee5555", HOST);
    }

    @AfterAll
    static void stop() {
        NODE.close();
        PROSODY.close();
    }

    @Test
    void twoLooksThatFindNobodyTakeBackWhatJitsiToldAndTheMeetingEndsByItsEmptiness() {
        soon(() -> assertThat(open(EMPTY)).isZero());
        endPlanned(EMPTY);

        assertThat(news(EMPTY, "occupant_")).containsExactly("occupant_left");
        assertThat(value(
                        EMPTY,
                        "SELECT bool_or(in_media_since IS NOT NULL) FROM meeting_participant WHERE meeting_id = ?"))
                .isEqualTo("false");
        assertThat(looks(EMPTY)).isGreaterThanOrEqualTo(2);
        assertThat(value(EMPTY, "SELECT left_at = joined_at FROM jitsi_occupant WHERE meeting_id = ?"))
                .isEqualTo("true");
        assertThat(value(EMPTY, "SELECT gone_at = asked_at FROM jitsi_reservation WHERE meeting_id = ?"))
                .isEqualTo("true");
        soon(() -> assertThat(status(EMPTY)).isEqualTo("Completed"));
    }

    @Test
    void whoIsSeenInTheRoomStaysInItHoweverLongNobodyTells() {
        soon(() -> assertThat(looks(SEEN)).isGreaterThanOrEqualTo(4));

        assertThat(open(SEEN)).isEqualTo(1);
        assertThat(value(SEEN, "SELECT status FROM meeting WHERE id = ?")).isEqualTo("InProgress");
    }

    @Test
    void aRoomBelowATenantsAddressIsLookedIntoThere() {
        soon(() -> assertThat(Collections.frequency(PROSODY.calls("[acme]" + room(TENANTS)), LOOK))
                .isGreaterThanOrEqualTo(3));
        var before = open(TENANTS);

        PROSODY.destroy("[acme]" + room(TENANTS));

        assertThat(before).isEqualTo(1);
        soon(() -> assertThat(open(TENANTS)).isZero());
    }

    @Test
    void looksThatFailAreNone() {
        soon(() -> assertThat(looks(FAILING)).isGreaterThanOrEqualTo(4));

        assertThat(open(FAILING)).isEqualTo(1);
    }

    @Test
    void anAbsenceBeginsAnewWithEverySignOfLife() {
        var meeting = leftInJitsiOnly(any -> {});

        for (int sign = 0; sign < 2; sign++) {
            var before = absentSince(meeting);
            HOST.post("/api/meeting/" + meeting + "/join");
            HOST.post("/api/meeting/" + meeting + "/leave");
            soon(() -> assertThat(absentSince(meeting)).isNotIn(before, "null"));
            assertThat(open(meeting)).isEqualTo(1);
        }

        soon(() -> assertThat(open(meeting)).isZero());
    }

    @Test
    void whoHasASessionIsNotLookedFor() {
        soon(() -> assertThat(looks(FAILING)).isGreaterThanOrEqualTo(4));

        assertThat(looks(WITH_SESSION)).isLessThanOrEqualTo(1);
        assertThat(open(WITH_SESSION)).isEqualTo(1);
    }

    @Test
    void aMeetingPastItsPlannedEndGoesOnUntilTheLastOneInJitsiHasLeft() {
        soon(() -> assertThat(looks(OCCUPIED)).isGreaterThanOrEqualTo(3));
        var before = status(OCCUPIED);

        PROSODY.destroy(room(OCCUPIED));
        tell(OCCUPIED, "left", "bbbb2222", HOST);

        assertThat(before).isEqualTo("InProgress");
        soon(() -> assertThat(status(OCCUPIED)).isEqualTo("Completed"));
        assertThat(news(OCCUPIED, "")).endsWith("occupant_joined", "occupant_left", "meeting_ended");
    }

    @Test
    void aMeetingPastItsPlannedEndGoesOnAsLongAsItsRoomIsReserved() {
        soon(() -> assertThat(looks(RESERVED)).isGreaterThanOrEqualTo(3));
        var before = status(RESERVED);

        PROSODY.destroy(room(RESERVED));
        NODE.execute("UPDATE jitsi_reservation SET gone_at = now_ms() WHERE meeting_id = ?", RESERVED);

        assertThat(before).isEqualTo("InProgress");
        soon(() -> assertThat(status(RESERVED)).isEqualTo("Completed"));
    }

    @Test
    void aMeetingWhoseRoomIsOccupiedDoesNotEndAlthoughJitsiHasToldNothing() {
        soon(() -> assertThat(looks(SILENT)).isGreaterThanOrEqualTo(4));
        awaitSweep();
        var before = status(SILENT);

        PROSODY.destroy(room(SILENT));

        assertThat(before).isEqualTo("InProgress");
        soon(() -> assertThat(status(SILENT)).isEqualTo("Completed"));
    }

    @Test
    void whoIsInsideAndNotInJitsiIsMissedOnceUntilComingIntoIt() {
        soon(() -> assertThat(host(MISSED).getBoolean("notInMedia")).isTrue());
        awaitSweep();
        awaitSweep();
        var missed = news(MISSED, "user_media_missing");

        tell(MISSED, "joined", "dddd4444", HOST);

        assertThat(missed).hasSize(1);
        assertThat(host(MISSED).getBoolean("notInMedia")).isFalse();
        assertThat(host(MISSED).getBoolean("isInMedia")).isTrue();
    }

    /** The last step of a sweep comes about; after the second time, all of its steps have. */
    private static void awaitSweep() {
        NODE.execute(
                "INSERT INTO forwarded_commands VALUES (gen_random_uuid(), '[]', now_ms() - interval '11 minutes')");
        soon(() -> assertThat(NODE.value("SELECT count(*) FROM forwarded_commands"))
                .isEqualTo("0"));
    }

    private static String status(long meeting) {
        return value(meeting, "SELECT status FROM meeting WHERE id = ?");
    }

    /** A meeting that the Host has joined and left, of which Jitsi tells that somebody is in its room. */
    private static long toldOf(User user, LongConsumer before) {
        var meeting = left(before);
        tell(meeting, "joined", "bbbb2222", user);
        return meeting;
    }

    private static long left(LongConsumer before) {
        var meeting = HOST.createMeeting(new JsonObject().put("title", "Held"));
        HOST.post("/api/meeting/" + meeting + "/join");
        HOST.post("/api/meeting/" + meeting + "/leave");
        before.accept(meeting);
        return meeting;
    }

    private static void openSession(long meeting) {
        NODE.execute(
                "INSERT INTO participant_session (session_id, meeting_id, user_id, node_id, incarnation, joined_at)"
                        + " VALUES (gen_random_uuid(), ?, ?, 'test', gen_random_uuid(), now_ms())",
                meeting,
                HOST.id());
        NODE.execute(
                "UPDATE meeting_participant SET inside_since = now_ms() WHERE meeting_id = ? AND user_id = ?",
                meeting,
                HOST.id());
    }

    private static void tell(long meeting, String change, String nick, User user) {
        StandInProsody.tell(NODE, room(meeting), change, nick, user);
    }

    private static void endPlanned(long meeting) {
        NODE.execute("UPDATE meeting SET scheduled_at = scheduled_at - interval '60 minutes' WHERE id = ?", meeting);
    }

    private static JsonObject host(long meeting) {
        return HOST.get("/api/meeting/" + meeting)
                .json()
                .getJsonArray("participants")
                .getJsonObject(0);
    }

    private static List<String> news(long meeting, String prefix) {
        return HOST.get("/api/meeting/" + meeting + "/events?limit=1000").json().getJsonArray("items").stream()
                .map(event -> ((JsonObject) event).getString("event"))
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    /**
     * A meeting whose Host has left, and is still in the room by what Jitsi has told and not taken back.
     *
     * @param before done before anybody looks
     */
    private static long leftInJitsiOnly(LongConsumer before) {
        var meeting = left(before);
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
                HOST.id());
        return meeting;
    }

    private static long open(long meeting) {
        return Long.parseLong(
                value(meeting, "SELECT count(*) FROM jitsi_occupant WHERE meeting_id = ? AND left_at IS NULL"));
    }

    private static String absentSince(long meeting) {
        return value(meeting, "SELECT (SELECT absent_at FROM jitsi_control WHERE kind = 'observe' AND meeting_id = ?)");
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
