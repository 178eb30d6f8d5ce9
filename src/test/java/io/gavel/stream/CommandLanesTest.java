package io.gavel.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.gavel.command.Command;
import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcome;
import io.gavel.command.CommandOutcomes;
import io.gavel.command.CommandType;
import io.gavel.command.Seat;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.gavel.stream.SlowNodes.Sent;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CommandLanesTest {
    private static final long HERE = preferring("here");
    private static final long THERE = preferring("there");

    private final ManualTimers timers = new ManualTimers();
    private final SlowNodes nodes = new SlowNodes("here", "there");
    private final CommandLanes lanes = new CommandLanes(timers, new Random(1), nodes, nodes::applyHere);

    @Test
    void whatIsPreferredHereGoesStraightToTheDatabase() {
        var first = submit(HERE, 1);
        var second = submit(HERE, 2);

        assertThat(nodes.sent).extracting(Sent::node).containsExactly("here", "here");
        assertThat(nodes.sent)
                .allSatisfy(sent -> assertThat(sent.batch().forwardId()).isNull());
        nodes.answerAll();

        assertThat(first.result().seq()).isEqualTo(1);
        assertThat(second.result().seq()).isEqualTo(2);
    }

    @Test
    void whatIsPreferredThereGoesInOneBatchAtATime() {
        var outcomes = LongStream.rangeClosed(1, 100)
                .mapToObj(number -> submit(THERE, number))
                .toList();
        assertThat(nodes.sent).hasSize(1);

        nodes.answer();
        nodes.answer();
        nodes.answer();

        assertThat(nodes.history).extracting(Sent::node).containsOnly("there");
        assertThat(nodes.history)
                .extracting(sent -> sent.batch().commands().size())
                .containsExactly(1, 64, 35);
        assertThat(nodes.history)
                .extracting(sent -> sent.batch().forwardId())
                .doesNotContainNull()
                .doesNotHaveDuplicates();
        assertThat(outcomes)
                .extracting(outcome -> outcome.result().seq())
                .isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
    }

    @Test
    void withoutAnAnswerTheSameBatchGoesToThisNodesDatabase() {
        var first = submit(THERE, 1);
        var second = submit(THERE, 2);

        nodes.fail();
        nodes.answer();
        nodes.answer();

        assertThat(first.result().seq()).isEqualTo(1);
        assertThat(second.result().seq()).isEqualTo(2);
        assertThat(nodes.history).extracting(Sent::node).containsExactly("there", "here", "here");
        assertThat(nodes.history.get(1).batch()).isEqualTo(nodes.history.get(0).batch());
        assertThat(nodes.history.get(2).batch().forwardId()).isNull();
    }

    @Test
    void aNodeThatFailedIsSparedForFiveSeconds() {
        submit(THERE, 1);
        nodes.fail();
        nodes.answer();
        timers.pass(Duration.ofMillis(4_900));
        submit(THERE, 2);
        nodes.answer();
        timers.pass(Duration.ofMillis(100));

        submit(THERE, 3);

        assertThat(nodes.history).extracting(Sent::node).containsExactly("there", "here", "here", "there");
    }

    @Test
    void whereNobodyKnowsEveryCommandIsUnavailable() {
        var first = submit(THERE, 1);
        var second = submit(THERE, 2);
        nodes.fail();

        nodes.fail();
        nodes.answer();

        assertThat(first.cause())
                .asInstanceOf(type(Problem.class))
                .extracting(Problem::code)
                .isEqualTo(Code.UNAVAILABLE);
        assertThat(second.succeeded()).isTrue();
    }

    /** The user may be back by another connection, whose session the late join would take. */
    @Test
    void whatNobodyWantsAnyMoreIsNotTriedElsewhere() {
        var isOpen = new AtomicBoolean(true);
        var first = submit(THERE, 1);
        var join = lanes.submit(THERE, command(2), isOpen::get);
        var last = submit(THERE, 3);
        nodes.answer();

        isOpen.set(false);
        nodes.fail();
        nodes.answer();

        assertThat(nodes.history)
                .extracting(sent -> sent.batch().commands().stream()
                        .map(Command::clientEventId)
                        .toList())
                .containsExactly(List.of("1"), List.of("2", "3"), List.of("3"));
        assertThat(first.result().seq()).isEqualTo(1);
        assertThat(join.failed()).isTrue();
        assertThat(last.result().seq()).isEqualTo(3);
    }

    @Test
    void whatWasAppliedThereIsKnownThoughNobodyWantsItAnyMore() {
        var isOpen = new AtomicBoolean(true);
        submit(THERE, 1);
        var join = lanes.submit(THERE, command(2), isOpen::get);
        var last = submit(THERE, 3);
        nodes.answer();

        isOpen.set(false);
        nodes.fail();
        var outcomes = List.of(CommandOutcome.done(2L), CommandOutcome.done(3L));
        nodes.sent.remove().outcomes().complete(new CommandOutcomes(outcomes));

        assertThat(join.result().seq()).isEqualTo(2);
        assertThat(last.result().seq()).isEqualTo(3);
    }

    @Test
    void theOrderHoldsWhenTheMembersChange() {
        nodes.members.remove("there");
        submit(THERE, 1);
        nodes.members.add("there");
        submit(THERE, 2);
        assertThat(nodes.sent).hasSize(1);
        nodes.answer();
        nodes.members.remove("there");

        submit(THERE, 3);
        assertThat(nodes.sent).hasSize(1);
        nodes.answer();
        nodes.answer();

        assertThat(nodes.history).extracting(Sent::node).containsExactly("here", "there", "here");
        assertThat(nodes.history)
                .extracting(sent -> sent.batch().commands().get(0).clientEventId())
                .containsExactly("1", "2", "3");
    }

    @Test
    void meetingsDoNotWaitForEachOther() {
        submit(THERE, 1);
        submit(HERE, 2);

        assertThat(nodes.sent).hasSize(2);
    }

    @Test
    void whatWaitedTooLongIsNotTried() {
        submit(THERE, 1);
        var late = submit(THERE, 2);
        timers.pass(Duration.ofSeconds(9));

        nodes.answer();

        assertThat(late.failed()).isTrue();
        assertThat(nodes.history).hasSize(1);
    }

    @Test
    void aNodeOnItsWayDownDeclinesOthersBatchesAndFinishesItsOwn() {
        var own = submit(THERE, 1);
        var forwarded = lanes.apply(batch(9));
        var drained = lanes.drained();

        var declined = lanes.apply(batch(10));
        assertThat(declined.failed()).isTrue();
        nodes.answer();
        assertThat(drained.isComplete()).isFalse();
        nodes.answer();

        assertThat(own.succeeded()).isTrue();
        assertThat(forwarded.succeeded()).isTrue();
        assertThat(drained.succeeded()).isTrue();
    }

    @Test
    void aNodeWithNothingToDoIsDrainedAtOnce() {
        assertThat(lanes.drained().succeeded()).isTrue();
    }

    private Future<CommandOutcome> submit(long meetingId, long number) {
        return lanes.submit(meetingId, command(number));
    }

    private static CommandBatch batch(long number) {
        return new CommandBatch(HERE, new UUID(0, number), List.of(command(number)));
    }

    private static Command command(long number) {
        var seat = new Seat("here", new UUID(0, 1), new UUID(0, 2));
        return new Command(CommandType.RAISE_HAND, "ann", false, seat, String.valueOf(number), null, null, null);
    }

    private static long preferring(String node) {
        return LongStream.iterate(1, id -> id + 1)
                .filter(id -> Rendezvous.preferred(List.of("here", "there"), id)
                        .orElseThrow()
                        .equals(node))
                .findFirst()
                .orElseThrow();
    }
}
