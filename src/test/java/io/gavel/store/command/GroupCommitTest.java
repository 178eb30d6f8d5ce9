package io.gavel.store.command;

import static io.gavel.store.command.CommandDatabase.audio;
import static io.gavel.store.command.CommandDatabase.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.command.Command;
import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcomes;
import io.gavel.command.CommandType;
import io.gavel.command.Seat;
import io.gavel.meeting.Role;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Commands of several meetings in one transaction. */
class GroupCommitTest {
    private static final CommandDatabase DATABASE = CommandDatabase.create();
    private static final CommandNode NODE = new CommandNode(DATABASE);

    private final Inside one = Inside.make();
    private final Inside other = Inside.make();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void meetingsThatAreBusyAtOnceShareATransaction() {
        var meetings = Stream.generate(Inside::make).limit(20).toList();

        var answers = NODE.sendAtOnce(meetings.stream().map(Inside::unmute).toList());

        answers.forEach(answer ->
                assertThat(CommandNode.await(answer).outcomes().get(0).seq()).isEqualTo(2));
        assertThat(transactions(meetings)).hasSize(1);
        assertThat(NODE.committed)
                .filteredOn(told -> told.events().get(0).seq() == 2)
                .extracting(told -> told.topic().id())
                .containsAll(meetings.stream().map(Inside::id).toList());
    }

    @Test
    void aMeetingThatSomebodyElseHoldsKeepsNobody() throws Exception {
        try (var connection = DATABASE.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT FROM meeting_stream WHERE meeting_id = %d FOR UPDATE".formatted(one.id()));

            var answers = NODE.sendAtOnce(List.of(one.unmute(), other.unmute()));

            assertThat(CommandNode.await(answers.get(1)).outcomes().get(0).seq())
                    .isEqualTo(2);
            assertThat(answers.get(0).isComplete()).isFalse();
            DATABASE.awaitWaiting();
            connection.rollback();
            assertThat(CommandNode.await(answers.get(0)).outcomes().get(0).seq())
                    .isEqualTo(2);
        }
    }

    @Test
    void theFewThatComeMeanwhileShareTheNextOne() throws Exception {
        var meetings = Stream.generate(Inside::make).limit(5).toList();
        try (var connection = DATABASE.connect();
                var statement = connection.createStatement()) {
            var first = sendHeld(connection, statement);

            var answers = new ArrayList<Future<CommandOutcomes>>();
            for (var meeting : meetings) {
                answers.add(NODE.send(meeting.unmute()));
                // By its answer the node has done with the command what it does at once.
                NODE.snapshot(meeting.id());
            }
            connection.rollback();

            CommandNode.await(first);
            answers.forEach(CommandNode::await);
        }
        assertThat(transactions(meetings)).hasSize(1);
    }

    @Test
    void manyGoBesideTheOneThatIsUnderWay() throws Exception {
        var meetings = Stream.generate(Inside::make).limit(40).toList();
        try (var connection = DATABASE.connect();
                var statement = connection.createStatement()) {
            var first = sendHeld(connection, statement);

            var answers = NODE.sendAtOnce(meetings.stream().map(Inside::unmute).toList());

            answers.forEach(CommandNode::await);
            assertThat(first.isComplete()).isFalse();
            connection.rollback();
            CommandNode.await(first);
        }
    }

    /** A command whose transaction is under way as long as the connection's is. */
    private Future<CommandOutcomes> sendHeld(Connection connection, Statement statement) throws Exception {
        connection.setAutoCommit(false);
        statement.execute("SELECT FROM participant_session WHERE meeting_id = %d FOR UPDATE".formatted(one.id()));
        var sent = NODE.send(one.unmute());
        DATABASE.awaitWaiting();
        return sent;
    }

    private static List<String> transactions(List<Inside> meetings) {
        return DATABASE.values(
                "SELECT DISTINCT xmin::text FROM meeting_event WHERE seq = 2 AND meeting_id = ANY (?)",
                (Object) meetings.stream().map(Inside::id).toArray(Long[]::new));
    }

    @Test
    void whatTheDatabaseRefusesOfOneMeetingLeavesTheOthersAlone() {
        var refused = one.batch(named("b\0d", CommandType.RAISE_HAND, one.user(), one.seat(), null));

        var answers = NODE.sendAtOnce(List.of(refused, other.unmute()));

        assertThatThrownBy(() -> CommandNode.await(answers.get(0))).isInstanceOf(AssertionError.class);
        assertThat(CommandNode.await(answers.get(1)).outcomes().get(0).seq()).isEqualTo(2);
        assertThat(one.meeting().seqs()).containsExactly(1L);
        assertThat(other.meeting().seqs()).containsExactly(1L, 2L);
    }

    /** Somebody who is inside a meeting of its own, muted. */
    private record Inside(CommandDatabase.Running meeting, String user, Seat seat) {
        static Inside make() {
            var meeting = DATABASE.meeting();
            var user = meeting.person(Role.PARTICIPANT);
            return new Inside(meeting, user, meeting.join(NODE, user));
        }

        long id() {
            return meeting.id();
        }

        CommandBatch unmute() {
            return batch(audio(user, seat, false));
        }

        CommandBatch batch(Command command) {
            return new CommandBatch(id(), null, List.of(command));
        }
    }
}
