package io.gavel.store.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.command.Command;
import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcome;
import io.gavel.command.CommandOutcomes;
import io.gavel.command.CommandType;
import io.gavel.problem.Problem;
import io.gavel.stream.Turns;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Batches on their way to the database; the test commits by hand. */
class CommandQueueTest {
    private final Turns<Long> turns = new Turns<>(System::nanoTime);
    private long nanos;
    private final List<Attempt> attempts = new ArrayList<>();
    private final CommandQueue queue = new CommandQueue(
            turns,
            (meetingId, batches) -> {
                var attempt = new Attempt(meetingId, batches, Promise.promise());
                attempts.add(attempt);
                return attempt.result().future();
            },
            () -> nanos);

    @Test
    void whatArrivesDuringACommitIsAppliedTogetherInTheNext() {
        var first = queue.apply(batch(1, 1));
        var second = queue.apply(batch(1, 2));
        var third = queue.apply(batch(1, 3));

        assertThat(sizes()).containsExactly(List.of(1));
        commit(0);
        assertThat(first.result().outcomes()).hasSize(1);
        assertThat(sizes()).containsExactly(List.of(1), List.of(2, 3));
        assertThat(second.isComplete()).isFalse();
        commit(1);
        assertThat(second.result().outcomes()).hasSize(2);
        assertThat(third.result().outcomes()).hasSize(3);
        queue.apply(batch(1, 4));
        assertThat(sizes()).endsWith(List.of(4));
    }

    @Test
    void aTransactionTakesWholeBatchesUpToItsSize() {
        queue.apply(batch(1, 1));
        for (var size : List.of(40, 24, 1, 100, 64)) {
            queue.apply(batch(1, size));
        }

        for (int i = 0; i < 5; i++) {
            commit(i);
        }

        assertThat(sizes()).containsExactly(List.of(1), List.of(40, 24), List.of(1), List.of(100), List.of(64));
    }

    @Test
    void meetingsDoNotWaitForEachOther() {
        queue.apply(batch(1, 1));
        queue.apply(batch(2, 1));

        assertThat(attempts).extracting(Attempt::meetingId).containsExactly(1L, 2L);
    }

    @Test
    void otherChangesOfTheMeetingGetTheirTurnInBetween() {
        var change = Promise.<Void>promise();
        queue.apply(batch(1, 1));
        queue.apply(batch(1, 2));
        var changed = turns.run(1L, change::future);
        commit(0);
        queue.apply(batch(1, 3));

        assertThat(sizes()).hasSize(1);
        change.complete();
        assertThat(changed.succeeded()).isTrue();
        assertThat(sizes()).containsExactly(List.of(1), List.of(2, 3));
    }

    @Test
    void aBatchThatIsRefusedDoesNotTakeOthersWithIt() {
        queue.apply(batch(1, 1));
        var good = queue.apply(batch(1, 2));
        var bad = queue.apply(batch(1, 3));
        var late = queue.apply(batch(1, 4));
        commit(0);

        fail(1, new IllegalStateException("refused"));
        commit(2);
        fail(3, new IllegalStateException("refused"));
        commit(4);

        assertThat(sizes()).containsExactly(List.of(1), List.of(2, 3, 4), List.of(2), List.of(3), List.of(4));
        assertThat(good.result().outcomes()).hasSize(2);
        assertThat(bad.cause()).hasMessage("refused");
        assertThat(late.result().outcomes()).hasSize(4);
    }

    @Test
    void aDatabaseThatIsAwayIsNotAskedAgainForEach() {
        queue.apply(batch(1, 1));
        var second = queue.apply(batch(1, 2));
        var third = queue.apply(batch(1, 3));
        commit(0);

        fail(1, Problem.unavailable("away"));

        assertThat(attempts).hasSize(2);
        assertThat(second.failed()).isTrue();
        assertThat(third.failed()).isTrue();
    }

    @Test
    void whatHasWaitedTooLongIsNeverApplied() {
        queue.apply(batch(1, 1));
        var forwarded = queue.apply(batch(1, 2));
        var own = queue.apply(new CommandBatch(1, null, batch(1, 3).commands()));

        nanos = Duration.ofSeconds(3).toNanos();
        commit(0);

        assertThat(forwarded.cause()).isInstanceOf(Problem.class);
        assertThat(sizes()).containsExactly(List.of(1), List.of(3));
        commit(1);
        assertThat(own.succeeded()).isTrue();
    }

    @Test
    void aLineThatIsTooLongTakesNobodyElse() {
        queue.apply(batch(1, 1));
        for (int i = 0; i < 4096; i++) {
            queue.apply(batch(1, 1));
        }

        assertThat(queue.apply(batch(1, 1)).cause()).isInstanceOf(Problem.class);
        assertThat(queue.apply(batch(2, 1)).isComplete()).isFalse();
    }

    @Test
    void aDefectFailsItsBatchAndTheNextGoOn() {
        var works = new ArrayList<Boolean>(List.of(false, true));
        var fragile = new CommandQueue(
                turns,
                (meetingId, batches) -> {
                    if (!works.remove(0)) {
                        throw new IllegalStateException("a defect");
                    }
                    return Future.succeededFuture(outcomes(batches));
                },
                () -> nanos);

        assertThat(fragile.apply(batch(1, 1)).cause()).hasMessage("a defect");
        assertThat(fragile.apply(batch(1, 1)).succeeded()).isTrue();
    }

    private void commit(int attempt) {
        attempts.get(attempt).result().complete(outcomes(attempts.get(attempt).batches()));
    }

    private void fail(int attempt, Exception failure) {
        attempts.get(attempt).result().fail(failure);
    }

    private List<List<Integer>> sizes() {
        return attempts.stream()
                .map(attempt -> attempt.batches().stream()
                        .map(batch -> batch.commands().size())
                        .toList())
                .toList();
    }

    private static List<CommandOutcomes> outcomes(List<CommandBatch> batches) {
        return batches.stream()
                .map(batch ->
                        new CommandOutcomes(Collections.nCopies(batch.commands().size(), CommandOutcome.done(null))))
                .toList();
    }

    private static CommandBatch batch(long meetingId, int size) {
        var command = new Command(CommandType.RAISE_HAND, "ann", false, JudgedMeeting.seat(), null, null, null, null);
        return new CommandBatch(meetingId, UUID.randomUUID(), Collections.nCopies(size, command));
    }

    private record Attempt(long meetingId, List<CommandBatch> batches, Promise<List<CommandOutcomes>> result) {}
}
