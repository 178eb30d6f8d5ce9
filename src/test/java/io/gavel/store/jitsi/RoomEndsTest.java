package io.gavel.store.jitsi;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.bus.JitsiAddresses;
import io.gavel.jitsi.RoomTask.Kind;
import io.gavel.jitsi.RoomTask.Outcome;
import io.gavel.jitsi.RoomTaskRequests.Remark;
import io.gavel.jitsi.RoomTaskRequests.TakeTasks;
import io.gavel.store.StoreNode;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How often the room of a meeting that is over is ended, and when that is over too. */
class RoomEndsTest {
    private static final StoreNode NODE = StoreNode.start(StoreNode.database());
    private static final Duration FOUR_HOURS = Duration.ofHours(4);

    /** Has found a room under its name. */
    private static final String KNOWN = "http://prosody muc.meet.test";

    private static final String UNKNOWN = "http://prosody conference.meet.test";

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void aRoomThatIsNotFoundIsTriedAgainWhileThereArePeopleInItAndNoneWasEverFound() {
        var meeting = WorkedMeeting.started(NODE);
        meeting.join("aaaa1111");
        meeting.reserve();
        meeting.end();

        var doubted = meeting.tried(meeting.taken(Kind.END), Outcome.ABSENT, UNKNOWN);
        var inside = meeting.inside();
        meeting.pass(Duration.ofMinutes(1));
        var again = meeting.taken(Kind.END);
        meeting.tried(again, Outcome.DONE, KNOWN);

        assertThat(doubted.remark()).isEqualTo(Remark.DOUBTFUL);
        assertThat(doubted.again()).isNotNull();
        assertThat(inside).isEqualTo(1);
        assertThat(meeting.isMarked()).isFalse();
        assertThat(meeting.inside()).isZero();
        assertThat(meeting.isReserved()).isFalse();
    }

    @Test
    void aServerThatHasFoundRoomsIsBelievedThatThereIsNone() {
        var found = WorkedMeeting.ended(NODE);
        found.tried(found.taken(Kind.END), Outcome.DONE, KNOWN);
        var meeting = WorkedMeeting.started(NODE);
        meeting.join("aaaa1111");
        meeting.end();

        var next = meeting.tried(meeting.taken(Kind.END), Outcome.ABSENT, KNOWN);

        assertThat(next.remark()).isEqualTo(Remark.NONE);
        assertThat(meeting.isMarked()).isFalse();
        assertThat(NODE.rows(
                        "SELECT o.left_at = m.ended_at FROM jitsi_occupant o JOIN meeting m ON m.id = o.meeting_id"
                                + " WHERE m.id = ?",
                        meeting.id()))
                .containsExactly("t");
    }

    @Test
    void aRoomThatNobodyWasToldOfNeedNotBeFound() {
        var meeting = WorkedMeeting.ended(NODE);

        var next = meeting.tried(meeting.taken(Kind.END), Outcome.ABSENT, UNKNOWN);

        assertThat(next.remark()).isEqualTo(Remark.NONE);
        assertThat(meeting.isMarked()).isFalse();
    }

    @Test
    void whereNobodyIsAskedBeforeARoomComesAboutItIsEndedAgainUntilNoTokenOpensIt() {
        var meeting = WorkedMeeting.ended(NODE);

        meeting.tried(meeting.taken(Kind.END), Outcome.ABSENT, KNOWN, FOUR_HOURS);
        var before = meeting.take(Kind.END);
        meeting.pass(Duration.ofSeconds(61));
        meeting.tried(meeting.taken(Kind.END), Outcome.DONE, KNOWN, FOUR_HOURS);
        meeting.pass(Duration.ofMinutes(200));
        meeting.tried(meeting.taken(Kind.END), Outcome.ABSENT, KNOWN, FOUR_HOURS);
        var late = meeting.isMarked();
        meeting.pass(Duration.ofMinutes(40));
        meeting.tried(meeting.taken(Kind.END), Outcome.ABSENT, KNOWN, FOUR_HOURS);

        assertThat(before).isEmpty();
        assertThat(late).isTrue();
        assertThat(meeting.isMarked()).isFalse();
    }

    @Test
    void whoComesInWhileTheRoomIsBeingEndedHasItEndedOnceMore() {
        var meeting = WorkedMeeting.ended(NODE);
        var task = meeting.taken(Kind.END);

        meeting.join("bbbb2222");
        meeting.tried(task, Outcome.DONE, KNOWN);
        var once = meeting.taken(Kind.END);
        meeting.tried(once, Outcome.DONE, KNOWN);
        var settled = meeting.isMarked();
        meeting.join("cccc3333", "[acme]" + meeting.room());

        assertThat(settled).isFalse();
        assertThat(meeting.isMarked()).isTrue();
        assertThat(meeting.taken(Kind.END).room()).isEqualTo("[acme]" + meeting.room());
    }

    @Test
    void aRoomThatCannotBeEndedIsGivenUpADayAfterTheFirstTry() {
        var meeting = WorkedMeeting.started(NODE);
        NODE.execute("UPDATE meeting SET started_at = started_at - interval '2 days' WHERE id = ?", meeting.id());
        meeting.end();
        NODE.execute("UPDATE meeting SET ended_at = ended_at - interval '25 hours' WHERE id = ?", meeting.id());

        var first = meeting.tried(meeting.taken(Kind.END), Outcome.FAILED, KNOWN);
        meeting.pass(Duration.ofHours(23));
        var later = meeting.tried(meeting.taken(Kind.END), Outcome.REFUSED, KNOWN);
        meeting.pass(Duration.ofMinutes(61));
        var last = meeting.tried(meeting.taken(Kind.END), Outcome.FAILED, KNOWN);

        assertThat(first.remark()).isEqualTo(Remark.NONE);
        assertThat(later.remark()).isEqualTo(Remark.NONE);
        assertThat(last.remark()).isEqualTo(Remark.GIVEN_UP);
        assertThat(meeting.isMarked()).isFalse();
    }

    @Test
    void whatIsTakenIsReturnedAlsoWhenTheNextKindCannotBe() {
        var meeting = WorkedMeeting.ended(NODE);
        NODE.execute("ALTER TABLE jitsi_occupant RENAME COLUMN nick TO lost");

        var taken = NODE.ask(JitsiAddresses.TAKE_ROOM_TASKS, new TakeTasks(EnumSet.allOf(Kind.class)));

        NODE.execute("ALTER TABLE jitsi_occupant RENAME COLUMN lost TO nick");
        assertThat(taken.tasks()).anyMatch(task -> task.meetingId() == meeting.id());
    }

    @Test
    void whatIsDueIsFoundWithoutReadingTheMeetingsThatAreOver() {
        NODE.execute("INSERT INTO app_user (id, name) VALUES ('many', 'Many')");
        NODE.execute("""
                INSERT INTO meeting (title, title_folded, room_name, status, host_user_id, scheduled_at,
                    duration_minutes, time_zone, started_at, ended_at, recording_enabled, created_at)
                SELECT 'old', 'old', 'Old_' || i, 'Completed', 'many', now_ms(), 60, 'UTC', now_ms(), now_ms(), false, now_ms()
                FROM generate_series(1, 20000) i
                """);
        NODE.execute("ANALYZE meeting");

        var ends = String.join("\n", NODE.rows("EXPLAIN " + RoomTasks.ENDS_DUE));
        var kicks = String.join("\n", NODE.rows("EXPLAIN " + RoomTasks.KICKS_DUE));
        var looks = String.join("\n", NODE.rows("EXPLAIN " + RoomTasks.LOOKS_DUE));

        assertThat(ends).contains("meeting_rooms_due").doesNotContain("Seq Scan on meeting ");
        assertThat(kicks).doesNotContain("Seq Scan on meeting ");
        assertThat(looks).contains("meeting_open").doesNotContain("Seq Scan on meeting ");
    }
}
