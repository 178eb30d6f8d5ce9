package io.gavel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.conversation.ConversationRequests.CountUnread;
import io.gavel.conversation.ConversationRequests.Reader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationNewsTest {
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofMillis(200);

    private final ManualTimers timers = new ManualTimers();
    private final RecordedPeers peers = new RecordedPeers();
    private final MemoryTalks talks = new MemoryTalks().with(7, "ann", "bob").with(8, "bob", "cas");
    private final ConversationNews news = new ConversationNews(timers, peers, talks::news, talks::count, talks::heard);

    @Test
    void everyMemberHereIsToldAtOnceAndTheOtherNodesHearOfIt() {
        news.register("ann");
        news.register("bob");
        news.register("cas");

        news.committed(talks.say(7));

        assertThat(talks.heard).containsExactlyInAnyOrder("ann 7:1", "bob 7:1");
        assertThat(peers.advances).containsExactly(new Advance(7, 1, null));
    }

    @Test
    void aHintFromAnotherNodeIsNotSentOn() {
        news.register("ann");
        talks.say(7);

        news.advanced(new Advance(7, 1, null));

        assertThat(talks.heard).containsExactly("ann 7:1");
        assertThat(peers.advances).isEmpty();
    }

    @Test
    void whatIsReadConcernsItsReadersDevicesAlone() {
        news.register("ann");
        news.register("bob");

        news.committed(talks.read(7, "bob"));
        timers.pass(Duration.ofSeconds(10));

        assertThat(talks.heard).containsExactly("bob 7:1");
        assertThat(peers.advances).containsExactly(new Advance(7, 1, "bob"));
    }

    @Test
    void whatReadersHereReadElsewhereIsFoundWithinTwoSeconds() {
        news.register("ann");
        news.register("bob");
        talks.read(7, "bob");

        timers.pass(TWO_SECONDS);

        assertThat(talks.heard).containsExactly("bob 7:1");
    }

    @Test
    void aLostHintIsHealedWithinTwoSecondsAndToldOnce() {
        news.register("ann");
        talks.say(7);

        timers.pass(TWO_SECONDS);
        assertThat(talks.heard).containsExactly("ann 7:1");
        timers.pass(Duration.ofMinutes(1));

        assertThat(talks.heard).hasSize(1);
    }

    @Test
    void aBusyConversationIsToldAFewTimesASecond() {
        news.register("ann");

        for (int i = 0; i < 100; i++) {
            news.committed(talks.say(7));
            timers.pass(Duration.ofMillis(10));
        }
        timers.pass(SOON);

        assertThat(talks.heard).hasSizeBetween(5, 7).endsWith("ann 7:100");
    }

    @Test
    void whatComesWhileItIsCountedIsToldAfterIt() {
        news.register("ann");
        talks.hold();
        news.committed(talks.say(7));
        news.committed(talks.say(7));
        talks.release();
        assertThat(talks.heard).containsExactly("ann 7:1");

        timers.pass(SOON);

        assertThat(talks.heard).containsExactly("ann 7:1", "ann 7:2");
    }

    @Test
    void countingLeavesTheDatabaseToOthersMostOfTheTime() {
        news.register("ann");
        talks.hold();
        news.committed(talks.say(7));
        timers.pass(Duration.ofMillis(300));
        talks.release();
        news.committed(talks.say(7));

        timers.pass(Duration.ofMillis(1100));
        assertThat(talks.heard).hasSize(1);
        timers.pass(Duration.ofMillis(200));

        assertThat(talks.heard).hasSize(2);
    }

    @Test
    void whatWasThereBeforeTheRegistrationIsNoNews() {
        talks.say(7);
        news.register("ann");
        talks.read(8, "bob");
        timers.pass(TWO_SECONDS);

        news.register("bob");
        timers.pass(Duration.ofMinutes(1));

        assertThat(talks.heard).isEmpty();
    }

    @Test
    void whatIsSaidWhileARegistrationIsUnderWayAndAfterItIsNotLost() {
        talks.hold();
        var registration = news.register("ann");
        assertThat(registration.isComplete()).isFalse();
        talks.release();
        assertThat(registration.succeeded()).isTrue();
        talks.say(7);

        timers.pass(TWO_SECONDS);

        assertThat(talks.heard).containsExactly("ann 7:1");
    }

    @Test
    void aRegistrationFailsWhileTheDatabaseIsAwayAndLaterSucceeds() {
        talks.say(7);
        talks.away = true;
        var refused = news.register("ann");
        talks.away = false;

        var accepted = news.register("ann");
        timers.pass(Duration.ofMinutes(1));

        assertThat(refused.failed()).isTrue();
        assertThat(accepted.succeeded()).isTrue();
        assertThat(talks.heard).isEmpty();
    }

    @Test
    void aDatabaseThatWasAwayForLongHidesNothing() {
        news.register("ann");
        timers.pass(TWO_SECONDS);
        talks.away = true;
        news.committed(talks.say(7));
        timers.pass(Duration.ofMinutes(2));
        assertThat(talks.heard).isEmpty();
        talks.away = false;

        timers.pass(TWO_SECONDS);

        assertThat(talks.heard).containsExactly("ann 7:1");
    }

    /** Heads are read, counts are not: what could not be told is kept, however long that takes. */
    @Test
    void whatCouldNotBeCountedIsToldOnceItCan() {
        news.register("ann");
        talks.uncountable = true;
        news.committed(talks.say(7));
        timers.pass(Duration.ofMinutes(2));
        talks.uncountable = false;

        timers.pass(TWO_SECONDS);

        assertThat(talks.heard).containsExactly("ann 7:1");
    }

    @Test
    void aPositionThatCommitsLateIsNotMissed() {
        news.register("ann");
        var late = talks.prepare(7);
        talks.say(8);
        timers.pass(Duration.ofSeconds(20));
        late.run();

        timers.pass(TWO_SECONDS);

        assertThat(talks.heard).containsExactly("ann 7:1");
    }

    @Test
    void theQuestionNamesThoseWhoHaveDevicesHere() {
        news.register("ann");
        news.register("bob").result().run();
        news.committed(talks.say(7));
        timers.pass(SOON);
        news.committed(talks.read(7, "ann"));

        assertThat(talks.questions)
                .containsExactly(
                        new CountUnread(List.of(7L), List.of("ann"), List.of()),
                        new CountUnread(List.of(), List.of(), List.of(new Reader(7, "ann"))));
    }

    @Test
    void nobodyAsksForNobody() {
        var first = news.register("ann").result();
        var second = news.register("ann").result();
        first.run();
        first.run();
        news.committed(talks.say(7));
        assertThat(talks.heard).hasSize(1);
        second.run();
        timers.pass(TWO_SECONDS.multipliedBy(2));
        var before = talks.reads + talks.questions.size();

        news.committed(talks.say(7));
        timers.pass(Duration.ofMinutes(1));

        assertThat(talks.reads + talks.questions.size()).isEqualTo(before);
        assertThat(timers.isIdle()).isTrue();
        assertThat(peers.advances).hasSize(2);
    }

    @Test
    void whoComesAfterARestHearsOnlyWhatFollows() {
        news.register("ann").result().run();
        timers.pass(Duration.ofSeconds(10));
        talks.say(7);
        news.register("ann");
        timers.pass(TWO_SECONDS);
        assertThat(talks.heard).isEmpty();
        talks.say(7);

        timers.pass(TWO_SECONDS);

        assertThat(talks.heard).containsExactly("ann 7:2");
    }
}
