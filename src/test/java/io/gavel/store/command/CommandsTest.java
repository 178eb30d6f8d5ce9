package io.gavel.store.command;

import static io.gavel.store.command.CommandDatabase.audio;
import static io.gavel.store.command.CommandDatabase.command;
import static io.gavel.store.command.CommandDatabase.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.command.Command;
import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcome;
import io.gavel.command.CommandType;
import io.gavel.command.Seat;
import io.gavel.event.Committed;
import io.gavel.event.StreamEvent;
import io.gavel.meeting.Role;
import io.gavel.problem.Code;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What commands leave in the database, on one node. */
class CommandsTest {
    private static final CommandDatabase DATABASE = CommandDatabase.create();
    private static final CommandNode NODE = new CommandNode(DATABASE);

    private final CommandDatabase.Running meeting = DATABASE.meeting();
    private final String ann = meeting.person(Role.PARTICIPANT);

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void stateEventsAndAnswersAgree() {
        var seat = meeting.join(NODE, ann);

        var unmuted = NODE.apply(meeting.id(), audio(ann, seat, false));
        var raised = NODE.apply(meeting.id(), command(CommandType.RAISE_HAND, ann, seat));

        assertThat(unmuted.seq()).isEqualTo(2);
        assertThat(raised.seq()).isEqualTo(3);
        assertThat(meeting.events())
                .containsExactly(
                        "1 user_joined_meeting %1$s {\"userId\":\"%1$s\",\"userName\":\"Name of %1$s\",\"role\":\"Participant\"}"
                                .formatted(ann),
                        "2 user_audio_status %1$s {\"userId\":\"%1$s\",\"userName\":\"Name of %1$s\",\"isMuted\":false}"
                                .formatted(ann),
                        "3 user_hand_raised %1$s {\"userId\":\"%1$s\",\"userName\":\"Name of %1$s\",\"position\":1}"
                                .formatted(ann));
        assertThat(meeting.session(seat, "is_muted")).isEqualTo("false");
        assertThat(meeting.person(ann, "hand_raised_seq")).isEqualTo("3");
        assertThat(meeting.person(ann, "is_unconfirmed")).isEqualTo("false");
        assertThat(meeting.person(ann, "inside_since")).isEqualTo(meeting.session(seat, "joined_at"));
        assertThat(DATABASE.value("SELECT seq FROM meeting_stream WHERE meeting_id = ?", meeting.id()))
                .isEqualTo("3");
    }

    @Test
    void whatIsToldIsWhatIsStored() {
        var seat = meeting.join(NODE, ann);
        NODE.apply(meeting.id(), audio(ann, seat, true));
        NODE.apply(meeting.id(), audio(ann, seat, false));

        var told = told(meeting.id());

        assertThat(told).extracting(StreamEvent::seq).containsExactly(1L, 2L);
        assertThat(told)
                .extracting(StreamEvent::payload)
                .containsExactlyElementsOf(DATABASE.values(
                        "SELECT body::text FROM meeting_event WHERE meeting_id = ? ORDER BY seq", meeting.id()));
        assertThat(told.get(1).at().toEpochMilli())
                .isEqualTo(Long.parseLong(DATABASE.value(
                        "SELECT (extract(epoch FROM at) * 1000)::bigint FROM meeting_event"
                                + " WHERE meeting_id = ? AND seq = 2",
                        meeting.id())));
    }

    @Test
    void leavingClosesTheAttendance() {
        var seat = meeting.join(NODE, ann);
        DATABASE.execute(
                "UPDATE meeting_participant SET inside_since = inside_since - interval '10 seconds' WHERE user_id = ?",
                ann);

        var left = NODE.apply(meeting.id(), command(CommandType.LEAVE, ann, seat));

        assertThat(left.seq()).isEqualTo(2);
        assertThat(meeting.person(ann, "inside_since")).isEqualTo("null");
        assertThat(Long.parseLong(meeting.person(ann, "attended_ms"))).isGreaterThanOrEqualTo(10_000);
        assertThat(DATABASE.values(
                        "SELECT left_at FROM meeting_attendance WHERE meeting_id = ? AND user_id = ?",
                        meeting.id(),
                        ann))
                .containsExactly(meeting.person(ann, "last_left_at"));
        assertThat(DATABASE.values(
                        "SELECT left_at = seen_at AND connection_id IS NULL FROM participant_session WHERE user_id = ?",
                        ann))
                .containsExactly("true");
    }

    @Test
    void comingAndGoingManyTimesInOneBatchIsPossible() {
        var seat = NODE.seat();
        var join = command(CommandType.JOIN, ann, seat);
        var leave = command(CommandType.LEAVE, ann, seat);

        var outcomes = NODE.apply(new CommandBatch(meeting.id(), null, List.of(join, leave, join, leave, join)));

        assertThat(outcomes).extracting(CommandOutcome::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(DATABASE.values(
                        "SELECT count(*) FROM participant_session WHERE user_id = ? AND left_at IS NULL", ann))
                .containsExactly("1");
        assertThat(meeting.session(seat, "session_id"))
                .isEqualTo(String.valueOf(outcomes.get(4).sessionId()));
    }

    @Test
    void aRecordingIsKeptUntilItIsStopped() {
        var seat = meeting.join(NODE, meeting.host());
        var by = "SELECT recording_by || ' ' || (recording_since IS NOT NULL) FROM meeting_stream WHERE meeting_id = ?";

        NODE.apply(meeting.id(), command(CommandType.START_RECORDING, meeting.host(), seat));
        NODE.apply(meeting.id(), audio(meeting.host(), seat, false));

        assertThat(DATABASE.value(by, meeting.id())).isEqualTo(meeting.host() + " true");
        assertThat(NODE.apply(meeting.id(), command(CommandType.START_RECORDING, meeting.host(), seat))
                        .problem())
                .isEqualTo(Code.ALREADY_RECORDING);
        NODE.apply(meeting.id(), command(CommandType.STOP_RECORDING, meeting.host(), seat));
        assertThat(DATABASE.value(by, meeting.id())).isEqualTo("null");
    }

    @Test
    void aRepeatWithinOneBatchIsOneCommand() {
        var seat = meeting.join(NODE, ann);
        var command = named("id-1", CommandType.SET_AUDIO, ann, seat, false);
        var other = named("id-1", CommandType.RAISE_HAND, ann, seat, null);

        var outcomes = NODE.apply(new CommandBatch(meeting.id(), null, List.of(command, command, other)));

        assertThat(outcomes)
                .containsExactly(
                        CommandOutcome.done(2L),
                        CommandOutcome.done(2L),
                        CommandOutcome.failed(Code.IDEMPOTENCY_MISMATCH));
        assertThat(meeting.seqs()).hasSize(2);
    }

    @Test
    void whatWasRefusedOrIsADayOldMayBeTriedAgain() {
        var seat = NODE.seat();
        var mute = named("id-1", CommandType.SET_AUDIO, ann, seat, false);
        assertThat(NODE.apply(meeting.id(), mute).problem()).isEqualTo(Code.NOT_IN_MEETING);

        NODE.apply(meeting.id(), named("id-1", CommandType.JOIN, ann, seat, null));
        var first = NODE.apply(meeting.id(), mute);
        DATABASE.execute("UPDATE command_result SET at = at - interval '25 hours' WHERE actor = ?", ann);
        var dayAfter = NODE.apply(meeting.id(), named("id-1", CommandType.SET_AUDIO, ann, seat, true));

        assertThat(first.seq()).isEqualTo(2);
        assertThat(dayAfter.seq()).isEqualTo(3);
        assertThat(NODE.apply(meeting.id(), named("id-1", CommandType.SET_AUDIO, ann, seat, true)))
                .isEqualTo(dayAfter);
    }

    @Test
    void aNodeWithoutALeaseChangesNothing() {
        var stale = new Seat(NODE.id, UUID.randomUUID(), UUID.randomUUID());
        var unknown = new Seat("gone", UUID.randomUUID(), UUID.randomUUID());
        var expired = new Seat("late", UUID.randomUUID(), UUID.randomUUID());
        DATABASE.execute("INSERT INTO node_lease VALUES ('late', ?, now_ms())", expired.incarnation());

        var outcomes = NODE.apply(new CommandBatch(
                meeting.id(),
                null,
                List.of(
                        command(CommandType.JOIN, ann, stale),
                        command(CommandType.JOIN, ann, unknown),
                        command(CommandType.JOIN, ann, expired),
                        command(CommandType.JOIN, ann, NODE.seat()))));

        assertThat(outcomes)
                .extracting(CommandOutcome::problem)
                .containsExactly(Code.UNAVAILABLE, Code.UNAVAILABLE, Code.UNAVAILABLE, null);
        assertThat(meeting.seqs()).containsExactly(1L);
    }

    @Test
    void aBatchThatTheDatabaseRefusesDoesNotTakeOthersWithIt() {
        var seat = meeting.join(NODE, ann);
        var hold = NODE.send(batch(audio(ann, seat, false)));
        var good = NODE.send(batch(named("good", CommandType.RAISE_HAND, ann, seat, null)));
        var bad = NODE.send(batch(named("b\0d", CommandType.LOWER_HAND, ann, seat, null)));
        var late = NODE.send(batch(audio(ann, seat, true)));

        assertThatThrownBy(() -> CommandNode.await(bad)).isInstanceOf(AssertionError.class);
        assertThat(CommandNode.await(hold).outcomes().get(0).seq()).isEqualTo(2);
        assertThat(CommandNode.await(good).outcomes().get(0).seq()).isEqualTo(3);
        assertThat(CommandNode.await(late).outcomes().get(0).seq()).isEqualTo(4);
        assertThat(meeting.seqs()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void strangersNeitherHoldNorWaitForTheLock() throws Exception {
        var seat = NODE.seat();
        try (var connection = DATABASE.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT FROM meeting_stream WHERE meeting_id = %d FOR UPDATE".formatted(meeting.id()));
            assertThat(NODE.apply(meeting.id(), command(CommandType.RAISE_HAND, "eve", seat))
                            .problem())
                    .isEqualTo(Code.NOT_FOUND);
            connection.rollback();
        }
        var admin = new Command(CommandType.RAISE_HAND, "adm", true, seat, null, null, null, null);
        assertThat(NODE.apply(meeting.id(), admin).problem()).isEqualTo(Code.FORBIDDEN);
        assertThat(NODE.apply(0, admin).problem()).isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void aFullMeetingIsJudgedByAllWhoAreInside() {
        DATABASE.execute("UPDATE meeting SET max_participants = 1 WHERE id = ?", meeting.id());
        meeting.join(NODE, ann);
        meeting.join(NODE, meeting.host());
        var bob = meeting.person(Role.PARTICIPANT);

        assertThat(NODE.apply(meeting.id(), command(CommandType.JOIN, bob, NODE.seat()))
                        .problem())
                .isEqualTo(Code.MEETING_FULL);
    }

    @Test
    void fiveHundredCommandsOfFiftyPeopleAreOneStream() throws Exception {
        var seats = IntStream.range(0, 50)
                .mapToObj(i -> {
                    var userId = meeting.person(Role.PARTICIPANT);
                    return command(CommandType.JOIN, userId, NODE.seat());
                })
                .toList();
        NODE.apply(new CommandBatch(meeting.id(), null, seats));

        var sent = IntStream.range(0, 500)
                .mapToObj(i -> {
                    var who = seats.get(i % 50);
                    return NODE.send(batch(audio(who.userId(), who.seat(), i / 50 % 2 == 1)));
                })
                .toList();
        Future.all(sent).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);

        assertThat(meeting.seqs())
                .isEqualTo(LongStream.rangeClosed(1, 550).boxed().toList());
        assertThat(sent.stream().map(one -> one.result().outcomes().get(0).seq()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(51, 550).boxed().toList());
        assertThat(told(meeting.id())).extracting(StreamEvent::seq).isEqualTo(meeting.seqs());
        assertThat(NODE.committed.stream()
                        .filter(one -> one.topic().id() == meeting.id())
                        .count())
                .isLessThan(30);
    }

    private CommandBatch batch(Command... commands) {
        return new CommandBatch(meeting.id(), null, List.of(commands));
    }

    private static List<StreamEvent> told(long meetingId) {
        return NODE.committed.stream()
                .filter(committed -> committed.topic().id() == meetingId)
                .map(Committed::events)
                .flatMap(List::stream)
                .toList();
    }
}
