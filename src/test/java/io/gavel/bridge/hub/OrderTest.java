package io.gavel.bridge.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.event.Topic;
import io.gavel.stream.ManualTimers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrderTest {
    private static final Topic TALK = Topic.conversation(7);

    private final ManualTimers timers = new ManualTimers();
    private final Order order = new Order(timers);
    private final UUID connection = UUID.randomUUID();
    private final List<String> begun = new ArrayList<>();

    @Test
    void whatAConnectionAsksOfATopicIsDoneOneAfterTheOther() {
        Promise<String> first = Promise.promise();
        order.inTurn(connection, TALK, () -> work("first", first.future()));
        order.inTurn(connection, TALK, () -> work("second", Future.succeededFuture("")));
        assertThat(begun).containsExactly("first");

        first.complete("");

        assertThat(begun).containsExactly("first", "second");
    }

    @Test
    void whatFailsHoldsNobodyUp() {
        Promise<String> first = Promise.promise();
        order.inTurn(connection, TALK, () -> work("first", first.future()));
        var second = order.inTurn(connection, TALK, () -> work("second", Future.succeededFuture("done")));

        first.fail("no");

        assertThat(second.result()).isEqualTo("done");
    }

    @Test
    void whatIsUnderWayElsewhereIsWaitedFor() {
        Promise<String> command = Promise.promise();
        order.follow(connection, TALK, command.future());
        order.inTurn(connection, TALK, () -> work("resume", Future.succeededFuture("")));
        assertThat(begun).isEmpty();

        command.complete();

        assertThat(begun).containsExactly("resume");
    }

    @Test
    void othersAndOtherTopicsDoNotWait() {
        Promise<String> never = Promise.promise();
        order.inTurn(connection, TALK, () -> work("first", never.future()));

        order.inTurn(connection, Topic.meeting(7), () -> work("meeting", Future.succeededFuture("")));
        order.inTurn(UUID.randomUUID(), TALK, () -> work("other", Future.succeededFuture("")));

        assertThat(begun).containsExactly("first", "meeting", "other");
    }

    @Test
    void whoHasWaitedTooLongIsRefusedAndNothingIsDone() {
        Promise<String> slow = Promise.promise();
        order.inTurn(connection, TALK, () -> work("first", slow.future()));
        var second = order.inTurn(connection, TALK, () -> work("second", Future.succeededFuture("")));
        timers.pass(Duration.ofSeconds(9));

        slow.complete("");

        assertThat(second.failed()).isTrue();
        assertThat(begun).containsExactly("first");
    }

    private Future<String> work(String name, Future<String> outcome) {
        begun.add(name);
        return outcome;
    }
}
