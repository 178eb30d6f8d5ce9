package io.gavel.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.gavel.event.Topic;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TypistsTest {
    private static final Topic TALK = Topic.conversation(7);

    private final ManualTimers timers = new ManualTimers();
    private final MemoryLog log = new MemoryLog(TALK);
    private final RecordedPeers peers = new RecordedPeers();
    private final HeardFrames heard = new HeardFrames();
    private final Channels channels = new Channels(timers, log, log, peers, heard);
    private final Typists typists =
            new Typists(timers, log, channels, (topic, userId, isTyping) -> userId + (isTyping ? " types" : " rests"));

    @Test
    void allWhoListenHereAndTheNodesThatWantItAreTold() {
        channels.register(TALK, "bob");
        channels.told("south", new Interest(false, Set.of(TALK), Set.of()));
        channels.told("north", new Interest(false, Set.of(Topic.meeting(7)), Set.of()));

        typists.says(TALK, "ann", true);

        assertThat(heard.signals).containsExactly("ann types");
        assertThat(peers.signalled).containsExactly("south ann types");
    }

    @Test
    void aStrangerIsRefusedAndNobodyIsTold() {
        channels.register(TALK, "bob");

        var refused = typists.says(TALK, "eve", true);

        assertThat(refused.cause())
                .asInstanceOf(type(Problem.class))
                .extracting(Problem::code)
                .isEqualTo(Code.NOT_FOUND);
        assertThat(heard.signals).isEmpty();
    }

    @Test
    void whoSaysSoWithEveryKeyIsToldOfEveryTwoSecondsAndAskedAboutAsOften() {
        channels.register(TALK, "bob");
        var before = log.questions;

        for (int key = 0; key < 50; key++) {
            assertThat(typists.says(TALK, "ann", true).succeeded()).isTrue();
            timers.pass(Duration.ofMillis(100));
        }

        assertThat(heard.signals).containsExactly("ann types", "ann types", "ann types");
        assertThat(log.questions - before).isEqualTo(3);
    }

    @Test
    void beginningAndStoppingAreToldAtOnce() {
        channels.register(TALK, "bob");

        typists.says(TALK, "ann", true);
        timers.pass(Duration.ofMillis(300));
        typists.says(TALK, "ann", false);

        assertThat(heard.signals).containsExactly("ann types", "ann rests");
    }

    @Test
    void whoBeginsAndStopsInHasteIsToldOfFourTimesASecondAndTheLastWordCounts() {
        channels.register(TALK, "bob");

        for (int key = 0; key < 20; key++) {
            typists.says(TALK, "ann", key % 2 == 0);
            timers.pass(Duration.ofMillis(50));
        }
        timers.pass(Duration.ofSeconds(1));

        assertThat(heard.signals).hasSizeLessThanOrEqualTo(5).endsWith("ann rests");
    }

    @Test
    void whoSaidTheSameAgainBeforeThePauseWasOverIsToldOfOnce() {
        channels.register(TALK, "bob");
        typists.says(TALK, "ann", true);
        typists.says(TALK, "ann", false);
        typists.says(TALK, "ann", true);

        timers.pass(Duration.ofSeconds(1));

        assertThat(heard.signals).containsExactly("ann types");
    }

    @Test
    void whoWasRemovedIsRefusedAtOnceAndWhatWasToBeToldIsNot() {
        channels.register(TALK, "bob");
        typists.says(TALK, "ann", true);
        typists.says(TALK, "ann", false);
        channels.announced("north", log.remove("ann"));

        var refused = typists.says(TALK, "ann", true);
        timers.pass(Duration.ofSeconds(1));

        assertThat(refused.failed()).isTrue();
        assertThat(heard.signals).containsExactly("ann types");
    }

    @Test
    void whereNobodyListensHereEveryKeyIsJudgedAnew() {
        typists.says(TALK, "ann", true);
        log.remove("ann");

        assertThat(typists.says(TALK, "ann", true).failed()).isTrue();
    }

    @Test
    void everybodyHasAPaceOfItsOwn() {
        channels.register(TALK, "bob");

        typists.says(TALK, "ann", true);
        typists.says(TALK, "bob", true);

        assertThat(heard.signals).containsExactly("ann types", "bob types");
    }

    @Test
    void whoStopsTooSoonIsToldOfAMomentLater() {
        channels.register(TALK, "bob");
        typists.says(TALK, "ann", true);
        typists.says(TALK, "ann", false);
        assertThat(heard.signals).containsExactly("ann types");

        timers.pass(Duration.ofMillis(250));

        assertThat(heard.signals).containsExactly("ann types", "ann rests");
    }

    @Test
    void nothingIsKeptOfWhoHasStopped() {
        typists.says(TALK, "ann", true);
        typists.says(TALK, "ann", false);
        assertThat(typists.areSilent()).isFalse();

        timers.pass(Duration.ofSeconds(3));

        assertThat(typists.areSilent()).isTrue();
        assertThat(timers.isIdle()).isTrue();
    }
}
