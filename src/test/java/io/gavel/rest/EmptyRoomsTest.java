package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.body;
import static io.gavel.rest.Prosody.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.RunningNode;
import io.gavel.SharedNode;
import io.gavel.User;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** When a meeting is empty by what Jitsi has told, on a node that can look into no room; times are moved back. */
class EmptyRoomsTest {
    private static final RunningNode NODE = RunningNode.start(
            "GAVEL_SWEEP_SECONDS",
            "1",
            "GAVEL_EMPTY_SECONDS",
            "1",
            "GAVEL_JITSI_RESERVATION_TOKEN",
            SharedNode.RESERVATION_TOKEN,
            "GAVEL_JITSI_EVENTS_TOKEN",
            SharedNode.EVENTS_TOKEN);
    private static final Prosody PROSODY = Prosody.at(NODE);
    private static final String ONE = "one@meet.test/1";

    private final User host = User.unknown(NODE);
    private final long now = Instant.now().getEpochSecond();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void aMeetingIsCompletedWhenItsRoomIsToldToBeGoneAndNotBefore() {
        var meeting = left();
        var reserved = reserved(meeting);
        endPlanned(meeting);
        awaitSweep();
        var before = status(meeting);

        PROSODY.delete(reserved);

        assertThat(before).isEqualTo("InProgress");
        soon(() -> assertThat(status(meeting)).isEqualTo("Completed"));
        assertThat(meeting.events().get(meeting.events().size() - 1).getString("reason"))
                .isEqualTo("empty");
        assertThat(of(meeting, "m.ended_at = r.gone_at")).isEqualTo("true");
    }

    @Test
    void aMeetingWhoseRoomIsBeingReservedIsNotTakenForEmpty() throws SQLException {
        var meeting = left();
        var other = left();
        endPlanned(other);
        endPlanned(meeting);
        try (var asking = NODE.connect()) {
            asking.setAutoCommit(false);
            asking.createStatement().execute("SELECT FROM meeting WHERE id = " + meeting.id() + " FOR SHARE");
            asking.createStatement()
                    .execute("INSERT INTO jitsi_reservation VALUES (gen_random_uuid(), " + meeting.id() + ", lower('"
                            + new JitsiRoom(meeting, NODE).name() + "'), 'x', now_ms(), 'test', now_ms())");
            soon(() -> assertThat(status(other).equals("Completed") || isSomebodyWaiting())
                    .isTrue());

            asking.commit();
        }
        awaitSweep();

        assertThat(status(meeting)).isEqualTo("InProgress");
    }

    @Test
    void aMeetingEndsWhenItsPeopleLeftHoweverLateThatIsTold() {
        var meeting = left();
        var room = new JitsiRoom(meeting, NODE);
        PROSODY.delete(reserved(meeting));
        longAgo(meeting, "2 hours");
        room.joined(ONE, host.id(), now - 3000);
        endPlanned(meeting);
        awaitSweep();
        var before = status(meeting);

        room.left(ONE, host.id(), now - 3000, now - 600);

        assertThat(before).isEqualTo("InProgress");
        soon(() -> assertThat(status(meeting)).isEqualTo("Completed"));
        assertThat(meeting.detail().getString("endedAt"))
                .isEqualTo(HostedMeeting.wire(Instant.ofEpochSecond(now - 600)));
    }

    @Test
    void aRoomThatIsNeverToldToBeGoneKeepsAMeetingForSoLong() {
        var dead = left();
        var young = left();
        reserved(dead);
        reserved(young);
        longAgo(dead, "181 minutes");
        longAgo(young, "179 minutes");

        soon(() -> assertThat(status(dead)).isEqualTo("Completed"));
        awaitSweep();

        assertThat(status(young)).isEqualTo("InProgress");
        assertThat(of(dead, "m.ended_at = r.asked_at")).isEqualTo("true");
    }

    @Test
    void somebodyWhoIsNeverToldToHaveLeftKeepsAMeetingForSoLong() {
        var dead = occupied();
        var heardOf = occupied();
        longAgo(dead, "181 minutes");
        longAgo(heardOf, "181 minutes");
        NODE.execute(
                "UPDATE jitsi_occupant SET changed_at = now_ms() - interval '1 hour' WHERE meeting_id = ?",
                heardOf.id());

        soon(() -> assertThat(status(dead)).isEqualTo("Completed"));
        awaitSweep();

        assertThat(status(heardOf)).isEqualTo("InProgress");
    }

    @Test
    void whatJitsiNeverToldTheEndOfIsForgottenWithTheMeeting() {
        var old = occupied();
        var young = occupied();
        for (var meeting : new HostedMeeting[] {old, young}) {
            host.put(meeting.path("/end"));
            longAgo(meeting, "31 days");
        }
        var forgotten = occupied();
        host.put(forgotten.path("/end"));
        move(old, "meeting", "id", "ended_at", "31 days");
        move(young, "meeting", "id", "ended_at", "29 days");
        move(forgotten, "meeting", "id", "ended_at", "91 days");

        soon(() -> assertThat(rows("jitsi_reservation", old)).isZero());
        soon(() -> assertThat(rows("jitsi_occupant", old)).isZero());
        soon(() -> assertThat(rows("jitsi_occupant", forgotten)).isZero());

        assertThat(rows("jitsi_reservation", young)).isEqualTo(1);
        assertThat(rows("jitsi_occupant", young)).isEqualTo(1);
    }

    private static int rows(String table, HostedMeeting meeting) {
        return Integer.parseInt(NODE.value("SELECT count(*) FROM " + table + " WHERE meeting_id = ?", meeting.id()));
    }

    private HostedMeeting occupied() {
        var meeting = left();
        reserved(meeting);
        new JitsiRoom(meeting, NODE).joined(ONE, host.id(), now);
        return meeting;
    }

    /** A meeting that its Host has joined and left over REST. */
    private HostedMeeting left() {
        var meeting = HostedMeeting.of(host, body()).started();
        host.post(meeting.path("/leave"));
        return meeting;
    }

    private static String reserved(HostedMeeting meeting) {
        var name = new JitsiRoom(meeting, NODE).name();
        return accepted(PROSODY.create(name), name).id();
    }

    private static void endPlanned(HostedMeeting meeting) {
        NODE.execute(
                "UPDATE meeting SET scheduled_at = scheduled_at - interval '60 minutes' WHERE id = ?", meeting.id());
    }

    /** All that has happened in the meeting was so much earlier. */
    private static void longAgo(HostedMeeting meeting, String interval) {
        move(meeting, "meeting", "id", "scheduled_at", interval);
        move(meeting, "meeting", "id", "started_at", interval);
        for (var column : new String[] {"first_joined_at", "last_joined_at", "last_left_at"}) {
            move(meeting, "meeting_participant", "meeting_id", column, interval);
        }
        for (var column : new String[] {"reserved_at", "asked_at", "gone_at"}) {
            move(meeting, "jitsi_reservation", "meeting_id", column, interval);
        }
        for (var column : new String[] {"joined_at", "changed_at"}) {
            move(meeting, "jitsi_occupant", "meeting_id", column, interval);
        }
    }

    private static void move(HostedMeeting meeting, String table, String key, String column, String interval) {
        NODE.execute(
                "UPDATE %1$s SET %2$s = %2$s - interval '%3$s' WHERE %4$s = ?".formatted(table, column, interval, key),
                meeting.id());
    }

    /** The last step of a sweep comes about; after the second time, all of its steps have. */
    private static void awaitSweep() {
        for (int times = 0; times < 2; times++) {
            NODE.execute("INSERT INTO forwarded_commands"
                    + " VALUES (gen_random_uuid(), '[]', now_ms() - interval '11 minutes')");
            soon(() -> assertThat(NODE.value("SELECT count(*) FROM forwarded_commands"))
                    .isEqualTo("0"));
        }
    }

    private static boolean isSomebodyWaiting() {
        return !NODE.value("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
                .equals("0");
    }

    private static String status(HostedMeeting meeting) {
        return NODE.value("SELECT status FROM meeting WHERE id = ?", meeting.id());
    }

    private static String of(HostedMeeting meeting, String expression) {
        return NODE.value(
                "SELECT " + expression + " FROM meeting m JOIN jitsi_reservation r ON r.meeting_id = m.id"
                        + " WHERE m.id = ?",
                meeting.id());
    }

    private static void soon(Runnable assertion) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(assertion::run);
    }
}
