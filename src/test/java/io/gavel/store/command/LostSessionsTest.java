package io.gavel.store.command;

import static io.gavel.store.command.CommandDatabase.audio;
import static io.gavel.store.command.CommandDatabase.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.command.Command;
import io.gavel.command.CommandBatch;
import io.gavel.command.CommandType;
import io.gavel.command.Seat;
import io.gavel.meeting.Role;
import io.gavel.problem.Code;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Connections that are lost and nodes that die while commands and the reaper are at work. */
class LostSessionsTest {
    private static final CommandDatabase DATABASE = CommandDatabase.create();
    private static final CommandNode NODE = new CommandNode(DATABASE);
    private static final CommandNode OTHER = new CommandNode(DATABASE);

    private final CommandDatabase.Running meeting = DATABASE.meeting();
    private final String ann = meeting.person(Role.PARTICIPANT);

    @AfterAll
    static void stop() {
        NODE.close();
        OTHER.close();
    }

    @Test
    void whatALostConnectionLeftBehindIsTakenUpElsewhere() {
        var seat = meeting.join(NODE, ann);
        var sessionId = meeting.session(seat, "session_id");
        lose(seat, "5 seconds");

        var taken = OTHER.apply(meeting.id(), command(CommandType.JOIN, ann, OTHER.seat()));

        assertThat(String.valueOf(taken.sessionId())).isEqualTo(sessionId);
        assertThat(DATABASE.value(
                        "SELECT lost_at IS NULL AND seen_at IS NULL FROM participant_session WHERE user_id = ?", ann))
                .isEqualTo("true");
        assertThat(meeting.seqs()).hasSize(1);
    }

    @Test
    void ofTwoNodesThatEndALostSessionOneDoes() {
        var seat = meeting.join(NODE, ann);
        var bob = meeting.join(NODE, meeting.host());
        lose(seat, "20 seconds");
        lose(bob, "14 seconds");

        NODE.endLost(meeting.id());
        OTHER.endLost(meeting.id());

        assertThat(meeting.events())
                .hasSize(3)
                .last()
                .asString()
                .startsWith("3 user_left_meeting system {\"userId\":\"" + ann);
        assertThat(DATABASE.value(
                        "SELECT left_at = seen_at AND left_at < lost_at FROM participant_session WHERE user_id = ?",
                        ann))
                .isEqualTo("true");
        assertThat(meeting.person(ann, "last_left_at"))
                .isEqualTo(DATABASE.value("SELECT seen_at FROM participant_session WHERE user_id = ?", ann));
        assertThat(NODE.committed)
                .last()
                .satisfies(told -> assertThat(told.topic().id()).isEqualTo(meeting.id()));
        assertThat(meeting.person(meeting.host(), "inside_since")).isNotEqualTo("null");
    }

    @Test
    void aConnectionThatIsLostDuringACommandStaysLost() {
        var seat = meeting.join(NODE, ann);
        var sessionId = UUID.fromString(meeting.session(seat, "session_id"));

        var outcomes = duringWhich(
                "UPDATE participant_session SET connection_id = NULL, lost_at = now_ms(), seen_at = now_ms()"
                        + " WHERE session_id = '%s'".formatted(sessionId),
                () -> NODE.send(batch(audio(ann, seat, false))));

        assertThat(outcomes.outcomes().get(0).seq()).isEqualTo(2);
        assertThat(DATABASE.value(
                        "SELECT connection_id IS NULL AND lost_at IS NOT NULL AND NOT is_muted FROM participant_session"
                                + " WHERE session_id = ?",
                        sessionId))
                .isEqualTo("true");
    }

    @Test
    void aLeaseThatIsGivenBackIsWaitedForByWhoJoinsUnderIt() {
        var node = new CommandNode(DATABASE);

        var outcomes = duringWhich(
                "DELETE FROM node_lease WHERE node_id = '%s'".formatted(node.id),
                () -> node.send(batch(command(CommandType.JOIN, ann, node.seat()))));

        node.close();
        assertThat(outcomes.outcomes().get(0).problem()).isEqualTo(Code.UNAVAILABLE);
        assertThat(meeting.seqs()).isEmpty();
    }

    @Test
    void aSessionThatItsNodeTakesBackIsNotEnded() {
        var seat = meeting.join(NODE, ann);
        lose(seat, "20 seconds");

        duringWhich(
                "UPDATE participant_session SET lost_at = NULL WHERE user_id = '%s'".formatted(ann),
                () -> OTHER.sendEndLost(meeting.id()));

        assertThat(meeting.events()).hasSize(1);
        assertThat(meeting.person(ann, "inside_since")).isNotEqualTo("null");
    }

    @Test
    void aNodeThatWakesUpFindsWhichOfItsConnectionsWereEnded() {
        var seat = meeting.join(NODE, ann);
        DATABASE.execute(
                "UPDATE participant_session SET lost_at = now_ms() - interval '16 seconds', seen_at = joined_at"
                        + " WHERE connection_id = ?",
                seat.connectionId());

        OTHER.endLost(meeting.id());

        assertThat(meeting.session(seat, "left_at = joined_at")).isEqualTo("true");
        assertThat(meeting.events()).hasSize(2);
    }

    /** Takes the connection away, a second after its last frame. */
    private static void lose(Seat seat, String ago) {
        DATABASE.execute(
                "UPDATE participant_session SET joined_at = joined_at - interval '1 minute', connection_id = NULL,"
                        + " lost_at = now_ms() - ?::interval, seen_at = now_ms() - ?::interval - interval '1 second'"
                        + " WHERE connection_id = ?",
                ago,
                ago,
                seat.connectionId());
        DATABASE.execute("UPDATE meeting_participant SET inside_since = inside_since - interval '1 minute'"
                + " WHERE inside_since IS NOT NULL");
    }

    private CommandBatch batch(Command command) {
        return new CommandBatch(meeting.id(), null, List.of(command));
    }

    /** Has the statement hold its locks until the work waits for one of them. */
    private static <T> T duringWhich(String sql, Supplier<Future<T>> work) {
        try (Connection connection = DATABASE.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(sql);
            var result = work.get();
            DATABASE.awaitWaiting();
            connection.commit();
            return CommandNode.await(result);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
