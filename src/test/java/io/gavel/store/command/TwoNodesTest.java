package io.gavel.store.command;

import static io.gavel.store.command.CommandDatabase.audio;
import static io.gavel.store.command.CommandDatabase.command;
import static io.gavel.store.command.CommandDatabase.named;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.command.Command;
import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcome;
import io.gavel.command.CommandOutcomes;
import io.gavel.command.CommandType;
import io.gavel.meeting.Role;
import io.gavel.problem.Code;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Two nodes apply commands of one meeting at once; nothing but the database is between them. */
class TwoNodesTest {
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
    void bothAddToOneStreamWithoutAGap() {
        var bob = meeting.person(Role.PARTICIPANT);
        var annsSeat = meeting.join(NODE, ann);
        var bobsSeat = meeting.join(OTHER, bob);
        var sent = new ArrayList<Future<CommandOutcomes>>();

        for (int i = 0; i < 100; i++) {
            sent.add(NODE.send(batch(null, audio(ann, annsSeat, i % 2 == 1))));
            sent.add(OTHER.send(batch(null, audio(bob, bobsSeat, i % 2 == 1))));
        }
        CommandNode.await(Future.all(sent));

        var all = LongStream.rangeClosed(1, 202).boxed().toList();
        assertThat(meeting.seqs()).isEqualTo(all);
        assertThat(sent.stream().map(one -> one.result().outcomes().get(0).seq()))
                .containsExactlyInAnyOrderElementsOf(all.subList(2, 202));
        assertThat(Stream.concat(NODE.committed.stream(), OTHER.committed.stream())
                        .filter(committed -> committed.topic().id() == meeting.id())
                        .flatMap(committed -> committed.events().stream())
                        .map(event -> event.seq()))
                .containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void aForwardedBatchTakesEffectOnceWhereverItIsApplied() {
        var seat = meeting.join(NODE, ann);
        var batch = batch(
                UUID.randomUUID(),
                audio(ann, seat, false),
                command(CommandType.MUTE_ALL, ann, seat),
                command(CommandType.RAISE_HAND, ann, seat));

        var sent = List.of(NODE.send(batch), OTHER.send(batch), NODE.send(batch), OTHER.send(batch));
        CommandNode.await(Future.all(sent));

        assertThat(meeting.seqs()).containsExactly(1L, 2L, 3L);
        assertThat(sent)
                .extracting(one -> one.result().outcomes())
                .containsOnly(sent.get(0).result().outcomes());
    }

    @Test
    void aForwardedJoinGivesOneSessionWithTheSameAnswer() {
        var batch = batch(UUID.randomUUID(), command(CommandType.JOIN, ann, NODE.seat()));

        var first = OTHER.apply(batch);
        var again = NODE.apply(batch);

        assertThat(again).isEqualTo(first);
        assertThat(DATABASE.values("SELECT count(*) FROM participant_session WHERE user_id = ?", ann))
                .containsExactly("1");
    }

    @Test
    void aRepeatOnAnotherNodeAddsNothing() {
        var seat = meeting.join(NODE, ann);
        var command = named("id-1", CommandType.RAISE_HAND, ann, seat, null);

        var sent = List.of(NODE.send(batch(null, command)), OTHER.send(batch(null, command)));
        CommandNode.await(Future.all(sent));

        assertThat(sent).extracting(one -> one.result().outcomes()).containsOnly(List.of(CommandOutcome.done(2L)));
        assertThat(meeting.seqs()).hasSize(2);
    }

    @Test
    void aRepeatGetsTheFirstAnswerWhateverHasBecomeOfItsSender() {
        var seat = meeting.join(NODE, ann);
        var first = NODE.apply(meeting.id(), named("id-1", CommandType.SET_AUDIO, ann, seat, false));
        DATABASE.execute("UPDATE meeting_participant SET removed_at = now_ms() WHERE user_id = ?", ann);

        var again = OTHER.apply(meeting.id(), named("id-1", CommandType.SET_AUDIO, ann, OTHER.seat(), false));
        var otherField = NODE.apply(meeting.id(), named("id-1", CommandType.SET_AUDIO, ann, seat, true));
        var otherAddress = NODE.apply(meeting.id(), named("id-1", CommandType.SET_VIDEO, ann, seat, false));
        var another = NODE.apply(meeting.id(), named("id-2", CommandType.SET_AUDIO, ann, seat, false));

        assertThat(first.seq()).isEqualTo(2);
        assertThat(again).isEqualTo(first);
        assertThat(otherField.problem()).isEqualTo(Code.IDEMPOTENCY_MISMATCH);
        assertThat(otherAddress.problem()).isEqualTo(Code.IDEMPOTENCY_MISMATCH);
        assertThat(another.problem()).isEqualTo(Code.NOT_FOUND);
        assertThat(meeting.seqs()).hasSize(2);
    }

    @Test
    void aSessionMovesToAnotherNodeWithoutAnEvent() {
        var seat = NODE.seat();
        var joined = NODE.apply(meeting.id(), command(CommandType.JOIN, ann, seat));
        NODE.apply(meeting.id(), audio(ann, seat, false));
        var after = OTHER.seat();

        var moved = OTHER.apply(
                meeting.id(), new Command(CommandType.JOIN, ann, false, after, null, null, null, joined.sessionId()));

        assertThat(moved.sessionId()).isEqualTo(joined.sessionId());
        assertThat(moved.seq()).isEqualTo(2);
        assertThat(meeting.session(after, "is_muted || ' ' || node_id")).isEqualTo("false " + OTHER.id);
        assertThat(meeting.seqs()).hasSize(2);
    }

    @Test
    void aSnapshotIsTheStateAtItsSeq() {
        var seat = meeting.join(NODE, ann);
        var host = meeting.join(NODE, meeting.host());
        NODE.apply(meeting.id(), audio(ann, seat, false));
        NODE.apply(meeting.id(), command(CommandType.START_RECORDING, meeting.host(), host));
        meeting.person(Role.PARTICIPANT);

        var snapshot = OTHER.snapshot(meeting.id());

        var json = new JsonObject(snapshot.json());
        assertThat(snapshot.seq()).isEqualTo(4);
        assertThat(snapshot.epoch())
                .isEqualTo(DATABASE.value(
                        "SELECT wire_epoch(epoch) FROM meeting_stream WHERE meeting_id = ?", meeting.id()));
        assertThat(json.fieldNames()).containsExactly("meeting", "participants", "recording", "occupants");
        assertThat(json.getJsonObject("meeting").fieldNames())
                .doesNotContain("role")
                .hasSize(24);
        assertThat(json.getJsonObject("meeting").getString("hostName")).isEqualTo("Hal");
        assertThat(json.getJsonObject("meeting").getLong("seq")).isEqualTo(4);
        var participants = json.getJsonArray("participants");
        assertThat(participants).hasSize(2);
        assertThat(participants.getJsonObject(0).getString("userId")).isEqualTo(meeting.host());
        assertThat(participants.getJsonObject(1).getBoolean("isMuted")).isFalse();
        assertThat(json.getJsonObject("recording").getString("startedBy")).isEqualTo(meeting.host());
        assertThat(json.getJsonObject("recording").getString("startedAt")).matches(".*T.*\\.\\d{3}Z");
    }

    private CommandBatch batch(@Nullable UUID forwardId, Command... commands) {
        return new CommandBatch(meeting.id(), forwardId, List.of(commands));
    }
}
