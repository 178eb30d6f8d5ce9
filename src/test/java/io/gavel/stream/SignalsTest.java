package io.gavel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.event.Topic;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is not kept has its place among the events all the same. */
class SignalsTest {
    private static final Topic TALK = Topic.conversation(7);

    private final ManualTimers timers = new ManualTimers();
    private final MemoryLog log = new MemoryLog(TALK);
    private final HeardFrames heard = new HeardFrames();
    private final Channels channels = new Channels(timers, log, log, new RecordedPeers(), heard);

    @Test
    void aSignalIsDeliveredAfterTheEventsThatItsSenderKnew() {
        channels.register(TALK, "bob");
        log.commit(2);

        channels.signalled(signal("ann", 2));

        assertThat(heard.seqs()).containsExactly(1L, 2L);
        assertThat(heard.signals).containsExactly("ann");
    }

    /** The removal was not announced here: whoever is removed must not hear what was done after it. */
    @Test
    void whoWasRemovedBeforeASignalIsGoneBeforeItIsDelivered() {
        channels.register(TALK, "bob");
        log.remove("bob");
        log.hold();

        channels.signalled(signal("ann", 1));
        assertThat(heard.signals).isEmpty();
        log.release();

        assertThat(heard.frames.get(0).removedUserId()).isEqualTo("bob");
        assertThat(heard.signals).containsExactly("ann");
    }

    @Test
    void aSignalOfSomebodyWhoWasRemovedMeanwhileIsDropped() {
        channels.register(TALK, "bob");
        var under = signal("ann", 0);
        channels.announced("north", log.remove("ann"));

        channels.signalled(under);

        assertThat(heard.signals).isEmpty();
    }

    @Test
    void aSignalOfAnotherStreamOrWhileTheDatabaseIsAwayIsDropped() {
        channels.register(TALK, "bob");
        channels.signalled(new Signal(TALK, "ann", "another.1", 0, "ann"));
        log.away = true;

        channels.signalled(signal("ann", 5));

        assertThat(heard.signals).isEmpty();
    }

    @Test
    void whereNobodyListensASignalIsNothing() {
        channels.signalled(signal("ann", 0));

        assertThat(heard.signals).isEmpty();
        assertThat(log.readsAfter).isEmpty();
    }

    @Test
    void aSignalThatComesThroughTooLateForItsChannelIsDropped() {
        var registration = channels.register(TALK, "bob").result();
        log.commit(1);
        log.hold();
        channels.signalled(signal("ann", 1));
        registration.close();
        timers.pass(Duration.ofSeconds(11));

        log.release();

        assertThat(heard.signals).isEmpty();
    }

    private Signal signal(String userId, long seq) {
        return new Signal(TALK, userId, log.epoch(), seq, userId);
    }
}
